import { formatMonth } from '#domain/month.ts'
import type { Language, Say } from '#domain/say.ts'
import {
    amountText,
    changeText,
    countText,
    moneyText,
    thresholdText,
} from '#exports/number-text.ts'
import {
    type TierCount,
    type Trial,
    type TrialMover,
    type TrialSize,
    trialTiers,
} from '#tiers/trial.ts'
import { reasonOfMove } from '#tiers/trial-reason.ts'
import type { Paint } from './paint.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import { plainText, textWidth, wrapText } from './text-fit.ts'

/** How a trial is shown. */
export type TrialLook = {
    readonly say: Say
    readonly language: Language
    readonly width: number
    readonly paint: Paint
    /** Files that were written. */
    readonly files: readonly string[]
}

type Part = TrialLook & { readonly trial: Trial; readonly order: readonly (string | null)[] }

const indent = 2

/**
 * A trial on one screen: what it comes to, who would stand where instead of where, the numbers of
 * each tier and of each month, and the largest movers with the reason.
 */
export function renderTrial(trial: Trial, look: TrialLook): string {
    const order = trialTiers(trial).toReversed()
    const part: Part = { ...look, trial, order: [...order, null] }
    const blocks = [
        heading(part),
        block(part, 'matrix', matrixLines(part, 'parties')),
        block(part, 'assets', matrixLines(part, 'assets')),
        block(part, 'tiers', tierLines(part)),
        block(part, 'months', monthLines(part)),
        block(part, 'movers', moverLines(part)),
        look.files.map((file) => look.say('cli.try.written', { file: plainText(file) })),
    ]
    return blocks
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

function nameOf({ trial, say, language }: Part, id: string | null): string {
    if (id === null) return say('cli.tier.none')
    const tiers = [...trial.after.tiers, ...trial.before.tiers]
    return plainText(tiers.find((tier) => tier.id === id)?.name[language] ?? id)
}

function heading(part: Part): readonly string[] {
    const { trial, say, language, width, paint } = part
    const { up, down, other, same } = trial.moved
    const money = (size: TrialSize): string =>
        moneyText(size.sums.assets, { language, currency: trial.currency })
    const count = (value: number): string => countText(value, language)
    const all = up.parties + down.parties + other.parties + same.parties
    const moved = all - same.parties
    const title = say('cli.try.title', {
        ladder: plainText(trial.name[language]),
        from: formatMonth(trial.from),
        to: formatMonth(trial.to),
    })
    const versions = (names: readonly string[]): string =>
        names.map((name) => name.split('#')[0] ?? name).join(', ')
    const sides = say('cli.try.sides', {
        before: versions(trial.before.versions),
        after: versions(trial.after.versions),
    })
    const sentence =
        moved === 0
            ? say('cli.try.nobody', { all: count(all) })
            : say('cli.try.moved', {
                  all: count(all),
                  moved: count(moved),
                  up: count(up.parties),
                  up_assets: money(up),
                  down: count(down.parties),
                  down_assets: money(down),
              })
    const lines = [...wrapText(sides, width), ...wrapText(sentence, width)]
    return [paint('strong', title), ...lines]
}

function block({ paint, say }: Part, name: string, lines: readonly string[]): readonly string[] {
    if (lines.length === 0) return []
    const pad = ' '.repeat(indent)
    return [paint('strong', say(`cli.try.${name}`)), ...lines.map((line) => pad + line)]
}

function matrixLines(part: Part, what: 'parties' | 'assets'): readonly string[] {
    const { trial, say, language, order } = part
    const cellOf = (from: string | null, to: string | null): Cell => {
        const cell = trial.matrix.find((one) => one.from === from && one.to === to)
        if (cell === undefined) return { text: '·', tone: 'soft' }
        const text =
            what === 'parties'
                ? countText(cell.parties, language)
                : amountText(cell.sums.assets, language)
        if (from === to) return { text, tone: 'soft' }
        return { text, tone: order.indexOf(to) < order.indexOf(from) ? 'up' : 'down' }
    }
    const used = order.filter((id) => trial.matrix.some(({ from, to }) => from === id || to === id))
    const columns: Column[] = [
        { title: say('cli.try.from_to'), isFlexible: true },
        ...used.map((id): Column => ({ title: nameOf(part, id), align: 'right' })),
    ]
    const rows = used.map((from) => [nameOf(part, from), ...used.map((to) => cellOf(from, to))])
    return table(part, columns, rows)
}

function table(
    { width, paint }: Part,
    columns: readonly Column[],
    rows: readonly (readonly Cell[])[],
): readonly string[] {
    return renderTable({ columns, rows, width: width - indent, paint }).split('\n')
}

/** Each tier after the last month: parties and parties near its threshold, before → after. */
function tierLines(part: Part): readonly string[] {
    const { trial, say, language, order } = part
    const last = trial.months.at(-1)
    const number = (value: number): string => countText(value, language)
    const rows = order.map((tier): readonly Cell[] => {
        const [from, to] = [partiesOf(last?.before, tier), partiesOf(last?.after, tier)]
        const nearOf = (side: 'before' | 'after', way: 'up' | 'down'): string => {
            const near = trial.near[side].find((one) => one.tier === tier)
            return near === undefined ? '' : number(near[way])
        }
        const pair = (way: 'up' | 'down'): string => {
            const [old, now] = [nearOf('before', way), nearOf('after', way)]
            return old === now ? now : `${old || '–'} → ${now || '–'}`
        }
        return [
            nameOf(part, tier),
            number(from),
            number(to),
            changeCell(part, to - from),
            pair('up'),
            pair('down'),
        ]
    })
    const right = (title: string): Column => ({ title, align: 'right' })
    const columns: Column[] = [
        { title: say('cli.list.column.tier'), isFlexible: true },
        right(say('cli.try.column.before')),
        right(say('cli.try.column.after')),
        right(say('cli.try.column.change')),
        right(say('cli.try.column.near_up')),
        right(say('cli.try.column.near_down')),
    ]
    return table(part, columns, rows)
}

function partiesOf(counts: readonly TierCount[] | undefined, tier: string | null): number {
    return counts?.find((one) => one.tier === tier)?.parties ?? 0
}

function changeCell({ language }: Part, change: number): Cell {
    if (change === 0) return { text: '·', tone: 'soft' }
    return { text: changeText(change, language), tone: change > 0 ? 'up' : 'down' }
}

/** Every month: before → after where that fits, else how many more or fewer there are. */
function monthLines(part: Part): readonly string[] {
    const { trial, say, language, order, width } = part
    const number = (value: number): string => countText(value, language)
    const pairs = trial.months.map(({ before, after }) =>
        order.map((tier): Cell => {
            const [from, to] = [partiesOf(before, tier), partiesOf(after, tier)]
            if (from === to) return { text: number(to), tone: 'soft' }
            return { text: `${number(from)} → ${number(to)}`, tone: to > from ? 'up' : 'down' }
        }),
    )
    const changes = trial.months.map(({ before, after }) =>
        order.map((tier) => changeCell(part, partiesOf(after, tier) - partiesOf(before, tier))),
    )
    const columns = [
        { title: say('cli.try.column.month') },
        ...order.map((id): Column => ({ title: nameOf(part, id), align: 'right' })),
    ]
    const rowsOf = (cells: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] =>
        trial.months.map(({ month }, index) => [formatMonth(month), ...(cells[index] ?? [])])
    const wide = table(part, columns, rowsOf(pairs))
    const fits = wide.every((line) => textWidth(line) <= width - indent)
    return fits ? wide : [say('cli.try.changes'), ...table(part, columns, rowsOf(changes))]
}

function moverLines(part: Part): readonly string[] {
    const { trial, say, language, width } = part
    if (trial.movers.length === 0) return []
    const amount = (value: string | null): string =>
        value === null ? '–' : amountText(value, language)
    const columns: Column[] = [
        { title: say('cli.list.column.party') },
        { title: say('cli.list.column.name'), isFlexible: true },
        { title: say('cli.try.column.move') },
        { title: say('cli.try.column.assets'), align: 'right' },
        { title: say('cli.list.column.why'), isFlexible: true },
    ]
    const rows = trial.movers.map((mover): readonly Cell[] => [
        mover.recordKey,
        mover.name ?? '–',
        {
            text: `${nameOf(part, mover.before.tier)} → ${nameOf(part, mover.after.tier)}`,
            tone: mover.direction === 'other' ? 'plain' : mover.direction,
        },
        amount(mover.sums.assets),
        reasonText(part, mover),
    ])
    const more = trial.moversListed - trial.movers.length
    const rest = more > 0 ? wrapText(say('cli.try.more', { more }), width - indent) : []
    return [...table(part, columns, rows), ...rest]
}

function reasonText(part: Part, mover: TrialMover): string {
    const { trial, say, language } = part
    const { code, tier, threshold, rule } = reasonOfMove(mover, trial)
    return say(`tiers.trial.${code}`, {
        tier: nameOf(part, tier),
        threshold: threshold === null ? '–' : thresholdText(threshold, language),
        rule: rule ?? '–',
    })
}
