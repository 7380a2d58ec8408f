import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { exactText } from '#exports/number-text.ts'
import type { AssignmentView } from '#serving/assignment-row.ts'
import { type PublishedClose, readClose } from '#serving/read-closes.ts'
import { type ListKind, listKinds, type PartyList, readList } from '#serving/read-list.ts'
import { readPolicy } from '#serving/read-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { amountOrDash, tierName } from './shown-names.ts'
import { renderTable } from './terminal/table.ts'

/** What `tong list` is given. */
export type ListFlags = {
    readonly kind: string
    readonly ladder?: string
    readonly month?: string
    readonly tier?: string
    readonly limit: string
}

const limitMax = 1000

/** `tong list [KIND]`: the parties of a close, largest measure first. */
export async function list(frame: Frame, flags: ListFlags): Promise<void> {
    const kind = kindOf(flags.kind)
    const month = monthFlag(flags.month)
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    await withBank(frame, { access: 'read', create: null }, async ({ bank, context }) => {
        const { db, settings } = context
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const close = await readClose(db, { ladder, month })
        const { baseCurrency } = settings
        const policy = await readPolicy(db, { policyKey: close.policyKey, baseCurrency })
        const tier = flags.tier ?? null
        if (tier !== null && !policy.tiers.some(({ id }) => id === tier)) {
            const known = policy.tiers.map(({ id }) => id).join(', ')
            refuse('cli.tier_unknown', { tier, known })
        }
        const found = await readList(db, { close, kind, tier, limit })
        const parts = { found, kind, policy, close, currency: bank.settings.baseCurrency }
        frame.answer({
            json: { month: formatMonth(close.month), ladder, kind, ...listJson(found) },
            text: () => listText(frame, parts),
        })
    })
}

function listJson({ total, parties }: PartyList): object {
    const shown = parties.map(({ assignment, ...party }) => ({
        ...party,
        assignment: { ...assignment, month: formatMonth(assignment.month) },
    }))
    return { total, parties: shown }
}

type ListParts = {
    readonly found: PartyList
    readonly kind: ListKind
    readonly policy: Policy
    readonly close: PublishedClose
    readonly currency: string
}

function listText(frame: Frame, { found, kind, policy, close, currency }: ListParts): string {
    const { say, language } = frame
    const { total, parties } = found
    const month = formatMonth(close.month)
    const title = say('cli.list.title', { list: say(`cli.list.${kind}`), month, total })
    if (parties.length === 0) return `${title}\n${say('cli.list.empty')}`
    const name = (tier: string | null): string => tierName(policy, tier, { language, say })
    const table = renderTable({
        columns: [
            { title: say('cli.list.column.party') },
            { title: say('cli.list.column.name') },
            { title: say('cli.list.column.branch'), isFlexible: true },
            { title: say('cli.list.column.tier') },
            { title: say('cli.list.column.measure', { currency }), align: 'right' },
            { title: say('cli.list.column.gap'), align: 'right' },
            { title: say('cli.list.column.near') },
            { title: say('cli.list.column.why') },
        ],
        rows: parties.map(({ recordKey, name: partyName, branch, assignment }) => [
            recordKey,
            partyName ?? '–',
            branch ?? '–',
            name(assignment.tier),
            amountOrDash(assignment.measure, language),
            assignment.nextGap === null ? '' : exactText(assignment.nextGap, language, 'up'),
            nearMark(assignment, name),
            say(`cli.cause.${assignment.earnedCause}`),
        ]),
        width: frame.width,
        paint: frame.paint,
    })
    const more =
        total > parties.length ? say('cli.list.more', { more: total - parties.length }) : ''
    const party = parties[0]?.recordKey ?? ''
    const next = say('cli.list.next', { party, data: frame.dataFlag })
    return [title, table, more, next].filter((line) => line !== '').join('\n')
}

/** `↑ Gold` just below a threshold, `↓ Gold` just above the one of the tier below it. */
function nearMark(
    { near, nextTier, rawTier }: AssignmentView,
    name: (tier: string | null) => string,
): string {
    if (near === null) return ''
    return near === 'up' ? `↑ ${name(nextTier)}` : `↓ ${name(rawTier)}`
}

function kindOf(text: string): ListKind {
    const kind = listKinds.find((one) => one === text)
    return kind ?? refuse('cli.list_unknown', { list: text, known: listKinds.join(', ') })
}
