import { countText } from '#exports/number-text.ts'
import {
    findWeakParties,
    type WeakCause,
    type WeakGap,
    type WeakParties,
    type WeakParty,
} from '#pipeline/quality/weak-parties.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { type OutFlags, outFile } from './out-file.ts'
import { monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type ScopeFlags, scopeFlags } from './scope-flags.ts'
import { partText } from './terminal/list-text.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'
import { viewerOf } from './viewer.ts'

/** What `tong quality parties` is given. */
export type WeakFlags = OutFlags &
    ScopeFlags & {
        readonly ladder?: string
        readonly month?: string
        readonly limit: string
    }

const limitMax = 1000
const gapsShown = 3

/** `tong quality parties`: who is known too poorly to be tiered, and what is missing. */
export async function qualityParties(frame: Frame, flags: WeakFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    const scope = scopeFlags(flags)
    const file = outFile(flags, 'csv')
    const found = await withBank(frame, { access: 'read', create: null }, (session) => {
        const { context } = session
        const ladder = ladderOf(context.settings.ladders, flags.ladder)
        const { isCompliance } = viewerOf(session)
        return findWeakParties(context, { ladder, month, scope, limit, isCompliance, file })
    })
    frame.answer({ json: { ...found, file }, text: () => weakText(frame, { found, file }) })
}

function weakText(
    frame: Frame,
    { found, file }: { readonly found: WeakParties; readonly file: string | null },
): string {
    const { say, language, width, paint } = frame
    const { ladder, month, scope, weak, parties, listed, causes } = found
    const title = say('cli.weak.title', {
        ...{ ladder, month, weak, shown: countText(weak, language) },
        ...{ all: parties, parties: countText(parties, language), part: partText(scope, say) },
    })
    const [first] = listed
    const parts: readonly (readonly string[])[] = [
        wrapText(title, width).map((line) => paint('strong', line)),
        causes.length === 0
            ? []
            : [paint('strong', say('cli.weak.causes')), causeTable(frame, causes)],
        listed.length === 0
            ? []
            : [paint('strong', say('cli.weak.parties')), partyTable(frame, listed)],
        [
            ...(weak > listed.length ? [say('cli.list.more', { more: weak - listed.length })] : []),
            ...(file === null ? [] : [say('cli.quality.written', { file: plainText(file) })]),
            ...(first === undefined
                ? []
                : [say('cli.weak.next', { party: first.recordKey, data: frame.dataFlag })]),
        ]
            .flatMap((line) => wrapText(line, width))
            .map((line) => paint('soft', line)),
    ]
    return parts
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

function causeTable(frame: Frame, causes: readonly WeakCause[]): string {
    const { say, language, width, paint } = frame
    const rows = causes.map((one): readonly Cell[] => [
        countText(one.parties, language),
        say(`features.${one.feature}.name`),
        missingText(one, frame),
        one.system === null ? '' : countText(one.missing, language),
        plainText(one.tables.join(', ')),
    ])
    return renderTable({
        columns: [
            { title: say('cli.weak.column.parties'), align: 'right' },
            { title: say('cli.weak.column.feature'), isFlexible: true },
            { title: say('cli.weak.column.missing'), isFlexible: true },
            { title: '', align: 'right' },
            { title: say('cli.weak.column.tables'), isFlexible: true },
        ],
        rows,
        width,
        paint,
    })
}

function missingText(
    { product, column, system, origin }: Omit<WeakCause, 'parties' | 'missing'>,
    { say }: Frame,
): string {
    if (system === null && origin === 'nouns') return say('cli.weak.untold')
    if (system === null && origin === 'none') return say('cli.weak.score')
    if (system === null) return say('cli.weak.earlier')
    if (product === null) return say('cli.weak.field', { column: column ?? '', system })
    return say('cli.weak.balance', { product: say(`cli.reconcile.product.${product}`), system })
}

function partyTable(frame: Frame, listed: readonly WeakParty[]): string {
    const { say, width, paint } = frame
    const rows = listed.map((party): readonly Cell[] => [
        plainText(party.recordKey),
        plainText(party.name ?? '–'),
        plainText(party.branch ?? '–'),
        say(`cli.weak.cause.${party.cause}`),
        `${party.knownFeatures}/${party.neededFeatures}`,
        plainText(gapsText(party.gaps, frame)),
    ])
    const titles = ['party', 'name', 'branch', 'state', 'known', 'gaps']
    return renderTable({
        columns: titles.map((title) => ({
            title: say(`cli.weak.column.${title}`),
            align: title === 'known' ? 'right' : 'left',
            isFlexible: ['name', 'branch', 'gaps'].includes(title),
        })),
        rows,
        width,
        paint,
    })
}

/** The accounts and fields that are missing, each once. */
function gapsText(gaps: readonly WeakGap[], frame: Frame): string {
    const texts = [...new Set(gaps.map((gap) => gapText(gap, frame)))]
    const more = texts.length - gapsShown
    return [...texts.slice(0, gapsShown), ...(more > 0 ? [`+${more}`] : [])].join(' · ')
}

function gapText(gap: WeakGap, frame: Frame): string {
    if (gap.product === null || gap.sourceKey === null) return missingText(gap, frame)
    const product = frame.say(`cli.reconcile.product.${gap.product}`)
    return `${product} ${gap.system}:${gap.sourceKey}`
}
