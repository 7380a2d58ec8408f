import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { findScope } from '#pipeline/report/find-scope.ts'
import { readEdition } from '#serving/read-edition.ts'
import { type ListKind, listKinds, type PartyList, readList } from '#serving/read-list.ts'
import { readPolicy } from '#serving/read-policy.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { editionFlag, ladderFlag, monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type ScopeFlags, scopeFlags } from './scope-flags.ts'
import { listText } from './terminal/list-text.ts'
import { viewerOf } from './viewer.ts'

/** What `tong list` is given. */
export type ListFlags = ScopeFlags & {
    readonly kind: string
    readonly ladder?: string
    readonly month?: string
    readonly edition?: string
    readonly tier?: string
    readonly limit: string
}

const limitMax = 1000

/**
 * `tong list [KIND]`: the parties of a close, of all the bank or a part of it, largest measure
 * first.
 */
export async function list(frame: Frame, flags: ListFlags): Promise<void> {
    const kind = kindOf(flags.kind)
    const when = { month: monthFlag(flags.month), edition: editionFlag(flags.edition) }
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    const asked = scopeFlags(flags)
    await withBank(frame, { access: 'read', create: null }, async ({ bank, context }) => {
        const { db, settings } = context
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const close = await readEdition(db, { ladder, ...when })
        const { baseCurrency } = settings
        const policy = await readPolicy(db, { policyKey: close.policyKey, baseCurrency })
        const tier = flags.tier ?? null
        if (tier !== null && !policy.tiers.some(({ id }) => id === tier)) {
            const known = policy.tiers.map(({ id }) => id).join(', ')
            refuse('cli.tier_unknown', { tier, known })
        }
        const { scope, among } = await findScope(context, { asked, month: close.month })
        const viewer = viewerOf({ bank })
        const found = await readList(db, { close, kind, tier, among, limit, viewer })
        const month = formatMonth(close.month)
        const named = { month, edition: close.edition, ladder, kind, scope }
        const parts = { found, kind, scope, policy, close, ladderFlag: ladderFlag(flags) }
        frame.answer({
            json: { ...named, ...listJson(found) },
            text: () => listText(frame, { ...parts, currency: baseCurrency }),
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

function kindOf(text: string): ListKind {
    const kind = listKinds.find((one) => one === text)
    return kind ?? refuse('cli.list_unknown', { list: text, known: listKinds.join(', ') })
}
