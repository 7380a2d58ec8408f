import { type Kysely, sql } from 'kysely'
import type { Tables } from '#store/tables.ts'
import { type AssignmentView, viewAssignment } from './assignment-row.ts'
import type { PartyCard } from './find-party.ts'
import type { PublishedClose } from './read-closes.ts'
import { isNear } from './read-near.ts'

/** The ready-made lists. */
export const listKinds = ['all', 'near', 'movers', 'protected', 'untiered', 'qualified'] as const
export type ListKind = (typeof listKinds)[number]

/** Which parties of a close to list. */
export type ListQuestion = {
    readonly close: Pick<PublishedClose, 'ladder' | 'month' | 'edition'>
    readonly kind: ListKind
    /** Only parties in this tier; null for all. */
    readonly tier: string | null
    readonly limit: number
}

/** A party of a list with its assignment. */
export type ListedParty = PartyCard & { readonly assignment: AssignmentView }
/** A list, cut at its limit; `total` counts all that it holds. */
export type PartyList = { readonly total: number; readonly parties: readonly ListedParty[] }

/** The parties of a list, largest measure first, with the number of all that it holds. */
export async function readList(
    db: Kysely<Tables>,
    { close, kind, tier, limit }: ListQuestion,
): Promise<PartyList> {
    const chosen = db
        .selectFrom('serving.assignments as assigned')
        .where('assigned.ladder', '=', close.ladder)
        .where('assigned.month', '=', close.month)
        .where('assigned.edition', '=', close.edition)
        .where(conditions[kind])
        .$if(tier !== null, (query) => query.where('assigned.tier', '=', tier))
    const { total } = await chosen
        .select((column) => column.fn.countAll<bigint>().as('total'))
        .executeTakeFirstOrThrow()
    const rows = await chosen
        .innerJoin('serving.parties as party', 'party.party_id', 'assigned.party_id')
        .selectAll('assigned')
        .select(['party.record_key', 'party.kind', 'party.name_masked', 'party.branch'])
        .orderBy(sql`assigned.measure desc nulls last`)
        .orderBy('assigned.party_id')
        .limit(limit)
        .execute()
    const parties = rows.map((row) => ({
        partyId: String(row.party_id),
        recordKey: row.record_key,
        kind: row.kind,
        name: row.name_masked,
        branch: row.branch,
        assignment: viewAssignment(row),
    }))
    return { total: Number(total), parties }
}

const conditions: Readonly<Record<ListKind, ReturnType<typeof sql<boolean>>>> = {
    all: sql<boolean>`true`,
    near: isNear,
    movers: sql<boolean>`assigned.earned_cause in ('entered', 'upgraded', 'downgraded', 'left')`,
    protected: sql<boolean>`assigned.earned_cause = 'protected'`,
    untiered: sql<boolean>`assigned.earned_cause = 'untiered'`,
    qualified: sql<boolean>`assigned.qualified_for is not null`,
}
