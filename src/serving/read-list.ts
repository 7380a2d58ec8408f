import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '#store/tables.ts'
import { viewAssignment } from './assignment-row.ts'
import type { AssignmentView } from './assignment-view.ts'
import { type CloseBefore, readCloseBefore } from './close-before.ts'
import type { PartyCard } from './find-party.ts'
import type { PublishedClose } from './read-closes.ts'
import { isNear } from './read-near.ts'
import { openRows, openValue, type Viewer } from './withhold.ts'

/** The ready-made lists. */
export const listKinds = [
    'all',
    'near',
    'movers',
    'protected',
    'untiered',
    'qualified',
    'given',
] as const
export type ListKind = (typeof listKinds)[number]

/** Which parties of a close to list, and for whom. */
export type ListQuestion = {
    readonly close: PublishedClose
    readonly kind: ListKind
    /** Only parties in this tier; null for all. */
    readonly tier: string | null
    readonly limit: number
    readonly viewer: Viewer
}

/** A party of a list with its assignment. */
export type ListedParty = PartyCard & {
    /** The tier given by the close before; null where there was none. */
    readonly tierBefore: string | null
    readonly assignment: AssignmentView
}
/** A list, cut at its limit; `total` counts all that it holds. */
export type PartyList = { readonly total: number; readonly parties: readonly ListedParty[] }

/**
 * The parties of a list, largest measure first, with the number of all that it holds. Restricted
 * parties stand for most viewers on the list of all alone, and there last: neither that they are
 * missing elsewhere nor where they stand tells anything about them.
 */
export async function readList(db: Kysely<Tables>, question: ListQuestion): Promise<PartyList> {
    const { close, kind, tier, limit, viewer } = question
    const before = await readCloseBefore(db, close)
    const chosen = db
        .selectFrom('serving.assignments as assigned')
        .where('assigned.ladder', '=', close.ladder)
        .where('assigned.month', '=', close.month)
        .where('assigned.edition', '=', close.edition)
        .where(kind === 'movers' ? isMoved(close, before) : conditions[kind])
        .where(kind === 'all' ? sql<boolean>`true` : openRows(viewer, 'assigned'))
        .$if(tier !== null, (query) => query.where('assigned.tier', '=', tier))
    const { total } = await chosen
        .select((column) => column.fn.countAll<bigint>().as('total'))
        .executeTakeFirstOrThrow()
    const measure = openValue(viewer, { alias: 'assigned', column: 'measure' })
    const rows = await chosen
        .innerJoin('serving.parties as party', 'party.party_id', 'assigned.party_id')
        .selectAll('assigned')
        .select(['party.record_key', 'party.kind', 'party.name_masked', 'party.branch'])
        .select(tierBefore(close, before).as('tier_before'))
        .orderBy(sql`${measure} desc nulls last`)
        .orderBy('assigned.party_id')
        .limit(limit)
        .execute()
    const parties = rows.map((row) => ({
        partyId: String(row.party_id),
        recordKey: row.record_key,
        kind: row.kind,
        name: row.name_masked,
        branch: row.branch,
        tierBefore: row.tier_before,
        assignment: viewAssignment(row, viewer),
    }))
    return { total: Number(total), parties }
}

const conditions: Readonly<Record<Exclude<ListKind, 'movers'>, RawBuilder<boolean>>> = {
    all: sql<boolean>`true`,
    near: isNear,
    protected: sql<boolean>`assigned.earned_cause = 'protected'`,
    untiered: sql<boolean>`assigned.earned_cause = 'untiered'`,
    qualified: sql<boolean>`assigned.qualified_for is not null`,
    given: sql<boolean>`assigned.cause <> 'earned'`,
}

/** The tier given before; one row by primary key, asked for the few rows that are shown. */
function tierBefore(
    { ladder }: PublishedClose,
    before: CloseBefore | null,
): RawBuilder<string | null> {
    if (before === null) return sql<string | null>`cast(null as text)`
    return sql<string | null>`(
        select old.tier from serving.assignments old
        where old.ladder = ${ladder} and old.month = ${before.month}
            and old.edition = ${before.edition} and old.party_id = assigned.party_id
    )`
}

/**
 * Whose tier has changed: by a review, which the cause says, or by what is given. The second can
 * only be where something is given now or was before, where identity or a new version has taken a
 * hand, or where a tier was lost for want of data; only there the row before is looked up.
 */
function isMoved(close: PublishedClose, before: CloseBefore | null): RawBuilder<boolean> {
    const isReviewed = sql<boolean>`
        assigned.earned_cause in ('entered', 'upgraded', 'downgraded', 'left')`
    if (before === null) return isReviewed
    const isNewVersion = close.policyKey !== before.policyKey
    return sql<boolean>`(${isReviewed} or (
        (
            ${isNewVersion} or assigned.cause <> 'earned'
            or assigned.earned_cause in ('merged', 'split', 'untiered')
            or assigned.party_id in (
                select old.party_id from serving.assignments old
                where old.ladder = ${close.ladder} and old.month = ${before.month}
                    and old.edition = ${before.edition} and old.cause <> 'earned'
            )
        )
        and assigned.tier is distinct from ${tierBefore(close, before)}
    ))`
}
