import { amountText, countText, currencyText, moneyText, shareText } from '#exports/number-text.ts'
import { catalogue } from '#features/catalogue.ts'
import { type Cut, cutSecrets } from '#features/cut.ts'
import { describeCondition } from '#features/describe-condition.ts'
import { cutAssets } from '#features/write-cuts.ts'
import type { CountedCut, CountedCuts } from '#pipeline/cuts/count-cuts.ts'
import type { ShownCut } from '#pipeline/cuts/show-cut.ts'
import { scopeFlag } from '#serving/scope-flag.ts'
import type { MoneyText } from '#serving/summary.ts'
import type { Frame } from '../run-command.ts'
import { factText, unknownDash as unknown } from './fact-text.ts'
import { partText } from './list-text.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import { plainText, textWidth, wrapText } from './text-fit.ts'

/** The cuts of a month, and the currency of their assets. */
export type CutListParts = { readonly found: CountedCuts; readonly currency: string }

/** All cuts as one table, the ways of cutting as heads in it. */
export function cutListText(frame: Frame, { found, currency }: CutListParts): string {
    const { say, width, paint, language, dataFlag } = frame
    const { cuts, month, scope, parties, leftOut, unbuilt } = found
    const title = say('cli.cuts.title', {
        month,
        part: partText(scope, say),
        parties: countText(parties, language),
        assets: moneyText(found.assets as MoneyText, { language, currency }),
    })
    const ways = [...new Set(cuts.map(({ cut }) => cut.way))]
    const rows = ways.flatMap((way): readonly (readonly Cell[])[] => [
        [{ text: say(`cli.cuts.way.${way}`), tone: 'strong' }],
        ...cuts.filter(({ cut }) => cut.way === way).map((one) => listRow(frame, one, found)),
    ])
    const table = renderTable({
        columns: [
            { title: say('cli.cuts.column.cut') },
            { title: say('cli.cuts.column.name'), isFlexible: true },
            { title: say('cli.cuts.column.parties'), align: 'right' },
            { title: say('cli.cuts.column.share'), align: 'right' },
            { title: assetsTitle(frame, currency), align: 'right' },
        ],
        rows,
        width,
        paint,
    })
    const notes = [
        ...(cuts.some(({ isWithheld }) => isWithheld) ? [say('cli.cuts.withheld')] : []),
        ...(unbuilt.length > 0
            ? [say('cli.cuts.unbuilt', { tables: unbuilt.join(', '), month, data: dataFlag })]
            : []),
        ...(leftOut > 0 ? [say('cli.cuts.left_out', { leftOut })] : []),
        ...traceNotes(frame, found),
        say('cli.cuts.next', { data: `${scopeFlag(scope)}${dataFlag}` }),
    ]
    return [paint('strong', title), table, softLines(frame, notes)].join('\n\n')
}

function listRow(
    { say, language }: Frame,
    { cut, size, isWithheld }: CountedCut,
    { parties }: CountedCuts,
): readonly Cell[] {
    const head = [`  ${cut.id}`, cut.name[language]]
    if ('list' in cut) return [...head, say('cli.cuts.see', { list: cut.list })]
    if (size === null || isWithheld) return [...head, '–', '–', '–']
    return [
        ...head,
        countText(size.parties, language),
        shareText(parties === 0 ? null : size.parties / parties, language),
        amountText(size.assets as MoneyText, language),
    ]
}

/** One cut with its customers, and the currency of its assets. */
export type CutParts = { readonly found: ShownCut; readonly currency: string }

/** On narrower terminals the branch of a customer is left out. */
const roomyWidth = 100
/** Features beside the assets, on the widest terminal; JSON has all. */
const featuresMax = 4

/** One cut: whom it gathers and why, how large it is, its groups and its first customers. */
export function cutText(frame: Frame, { found, currency }: CutParts): string {
    const { say, width, paint, language, dataFlag } = frame
    const { cut, size, all, rows, groups } = found
    const style = { language, currency }
    const part = partText(found.scope, say)
    const name = cut.name[language]
    const title = say('cli.cuts.show.title', { name, month: found.month, part })
    const about = [
        cut.purpose[language],
        say('cli.cuts.show.condition', { condition: describeCondition(cut.when, say) }),
        say('cli.cuts.show.size', {
            parties: size.parties,
            share: shareText(all.parties === 0 ? null : size.parties / all.parties, language),
            assets: moneyText(size.assets as MoneyText, style),
        }),
        ...(size.unknown > 0 ? [say('cli.cuts.show.unknown', { unknown: size.unknown })] : []),
        ...secretNotes(frame, cut),
    ].flatMap((line) => wrapText(line, width))
    const [first] = rows
    const more = size.parties - rows.length
    const notes = [
        ...(more > 0 ? [say('cli.list.more', { more })] : []),
        ...traceNotes(frame, found),
        ...(first === undefined
            ? []
            : [say('cli.list.next', { party: first.party.recordKey, data: dataFlag })]),
    ]
    return [
        paint('strong', title),
        about.join('\n'),
        ...(groups.length === 0 ? [] : [groupTable(frame, { found, currency })]),
        ...(rows.length === 0 ? [say('cli.cuts.show.empty')] : [rowTable(frame, found)]),
        softLines(frame, notes),
    ].join('\n\n')
}

function secretNotes({ say }: Frame, cut: Cut): readonly string[] {
    const { traits, isHidden } = cutSecrets(cut, catalogue)
    return [
        ...traits.map((trait) => say('cli.cuts.show.sensitive', { trait })),
        ...(isHidden ? [say('cli.cuts.show.hidden')] : []),
    ]
}

function groupTable(frame: Frame, { found, currency }: CutParts): string {
    const { say, width, paint, language } = frame
    const { cut, groups, size } = found
    const feature = cut.by ?? ''
    const rows = groups.map(({ value, parties, assets }): readonly Cell[] => [
        groupName(frame, { feature, value }),
        countText(parties, language),
        shareText(size.parties === 0 ? null : parties / size.parties, language),
        amountText(assets as MoneyText, language),
    ])
    const columns: readonly Column[] = [
        { title: say(`features.${feature}.name`), isFlexible: true },
        { title: say('cli.cuts.column.parties'), align: 'right' },
        { title: say('cli.cuts.column.share'), align: 'right' },
        { title: assetsTitle(frame, currency), align: 'right' },
    ]
    return renderTable({ columns, rows, width, paint })
}

/** A yes or no comes from the warehouse as its word. */
function groupName(
    frame: Frame,
    { feature, value }: { readonly feature: string; readonly value: string | null },
): string {
    const isFlag = catalogue.get(feature)?.type === 'boolean'
    return factText(frame, { feature, unknown, fact: isFlag ? value === 'true' : value })
}

/** As many features beside the assets as the terminal has room for; JSON has all. */
function rowTable(frame: Frame, found: ShownCut): string {
    const beside = found.features.filter((id) => id !== cutAssets)
    for (let count = Math.min(beside.length, featuresMax); count > 0; count--) {
        const table = tableWith(frame, { found, shown: [cutAssets, ...beside.slice(0, count)] })
        if (textWidth(table.split('\n')[0] ?? '') <= frame.width) return table
    }
    return tableWith(frame, { found, shown: [cutAssets] })
}

function tableWith(
    frame: Frame,
    { found, shown }: { readonly found: ShownCut; readonly shown: readonly string[] },
): string {
    const { say, width, paint } = frame
    const isRoomy = width >= roomyWidth
    const columns: readonly Column[] = [
        { title: say('cli.list.column.party') },
        { title: say('cli.list.column.name'), isFlexible: true },
        ...(isRoomy ? [{ title: say('cli.list.column.branch'), isFlexible: true }] : []),
        ...shown.map((id) => ({
            title: say(`features.${id}.name`),
            align: isWord(id) ? ('left' as const) : ('right' as const),
            isFlexible: isWord(id),
        })),
    ]
    const cells = found.rows.map(({ party, facts }): readonly Cell[] => [
        plainText(party.recordKey),
        plainText(party.name ?? '–'),
        ...(isRoomy ? [plainText(party.branch ?? '–')] : []),
        ...shown.map((id) => factText(frame, { feature: id, unknown, fact: facts[id] ?? null })),
    ])
    return renderTable({ columns, rows: cells, width, paint })
}

function isWord(feature: string): boolean {
    const type = catalogue.get(feature)?.type
    return type === 'text' || type === 'boolean'
}

/** A cut that a close has made already; `part` is as `scopeWords` writes it. */
export function publishedText(
    frame: Frame,
    cut: Extract<Cut, { list: unknown }>,
    part: string,
): string {
    const { say, language, paint, width, dataFlag } = frame
    const told = say('cli.cuts.show.published', { list: cut.list, data: `${part}${dataFlag}` })
    const lines = [cut.purpose[language], told].flatMap((line) => wrapText(line, width))
    return [paint('strong', cut.name[language]), lines.join('\n')].join('\n\n')
}

function assetsTitle({ say, language }: Frame, currency: string): string {
    return say('cli.cuts.column.assets', { currency: currencyText({ language, currency }) })
}

function traceNotes(
    { say }: Frame,
    { runId, asOf, isOutdated }: Pick<ShownCut, 'runId' | 'asOf' | 'isOutdated'>,
): readonly string[] {
    const outdated = isOutdated ? [say('cli.cuts.outdated')] : []
    return [say('cli.cuts.trace', { run: runId, asOf }), ...outdated]
}

function softLines({ width, paint }: Frame, notes: readonly string[]): string {
    return notes
        .flatMap((line) => wrapText(line, width))
        .map((line) => paint('soft', line))
        .join('\n')
}
