import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { readEdition } from '#serving/read-edition.ts'
import { type ListKind, listKinds, type PartyList, readList } from '#serving/read-list.ts'
import { readPolicy } from '#serving/read-policy.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { editionFlag, ladderFlag, monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { listText } from './terminal/list-text.ts'
import { viewerOf } from './viewer.ts'

/** What `tong list` is given. */
export type ListFlags = {
    readonly kind: string
    readonly ladder?: string
    readonly month?: string
    readonly edition?: string
    readonly tier?: string
    readonly limit: string
}

const limitMax = 1000

/** `tong list [KIND]`: the parties of a close, largest measure first. */
export async function list(frame: Frame, flags: ListFlags): Promise<void> {
    const kind = kindOf(flags.kind)
    const month = monthFlag(flags.month)
    const edition = editionFlag(flags.edition)
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    await withBank(frame, { access: 'read', create: null }, async ({ bank, context }) => {
        const { db, settings } = context
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const close = await readEdition(db, { ladder, month, edition })
        const { baseCurrency } = settings
        const policy = await readPolicy(db, { policyKey: close.policyKey, baseCurrency })
        const tier = flags.tier ?? null
        if (tier !== null && !policy.tiers.some(({ id }) => id === tier)) {
            const known = policy.tiers.map(({ id }) => id).join(', ')
            refuse('cli.tier_unknown', { tier, known })
        }
        const found = await readList(db, { close, kind, tier, limit, viewer: viewerOf({ bank }) })
        const named = { month: formatMonth(close.month), edition: close.edition, ladder, kind }
        const parts = { found, kind, policy, close, ladderFlag: ladderFlag(flags) }
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
