import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '#store/tables.ts'
import { type Among, amongRows, everybody } from './among.ts'
import { viewAssignment } from './assignment-row.ts'
import type { AssignmentView } from './assignment-view.ts'
import { type CloseBefore, readCloseBefore } from './close-before.ts'
import { countParties } from './close-counts.ts'
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
    /** Of which parties; all of the bank where it is left out. */
    readonly among?: Among
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
    const { limit, viewer } = question
    const { total, rows } = await queryList(db, question)
    const found = await rows
        .$if(isOfAll(question), (all) => all.where(isOnTop(question)))
        .limit(limit)
        .execute()
    return { total, parties: found.map((row) => listedParty(row, viewer)) }
}

/** Whether nobody is left out; the first of all are found without sorting them. */
function isOfAll({ kind, tier, among = everybody }: ListQuestion): boolean {
    return kind === 'all' && tier === null && among.kind === 'everybody'
}

/** All parties of a list as a query, in its order, with their number. */
export async function queryList(db: Kysely<Tables>, question: Omit<ListQuestion, 'limit'>) {
    const { close, kind, tier, viewer, among = everybody } = question
    const before = await readCloseBefore(db, close)
    const chosen = db
        .selectFrom('serving.assignments as assigned')
        .where('assigned.ladder', '=', close.ladder)
        .where('assigned.month', '=', close.month)
        .where('assigned.edition', '=', close.edition)
        .where(kind === 'movers' ? isMoved(close, before) : conditions[kind])
        .where(kind === 'all' ? sql<boolean>`true` : openRows(viewer, 'assigned'))
        .where(amongRows(among, 'assigned'))
        .$if(tier !== null, (query) => query.where('assigned.tier', '=', tier))
    const total =
        kind === 'all' && among.kind === 'everybody'
            ? await countParties(db, { close, tier })
            : Number(
                  (await chosen.select(sql`count(*)`.as('total')).executeTakeFirstOrThrow()).total,
              )
    const measure = openValue(viewer, { alias: 'assigned', column: 'measure' })
    const rows = chosen
        .innerJoin('serving.parties as party', 'party.party_id', 'assigned.party_id')
        .selectAll('assigned')
        .select(['party.record_key', 'party.kind', 'party.name_masked', 'party.branch'])
        .select(tierBefore(close, before).as('tier_before'))
        .orderBy(sql`${measure} desc nulls last`)
        .orderBy('assigned.party_id')
    return { total, rows }
}

/** A row of {@link queryList}. */
export type ListRow = Awaited<
    ReturnType<Awaited<ReturnType<typeof queryList>>['rows']['execute']>
>[number]

/** A row of a list as a viewer may see it. */
export function listedParty(row: ListRow, viewer: Viewer): ListedParty {
    return {
        partyId: String(row.party_id),
        recordKey: row.record_key,
        kind: row.kind,
        name: row.name_masked,
        branch: row.branch,
        tierBefore: row.tier_before,
        assignment: viewAssignment(row, viewer),
    }
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
    const mayBe =
        close.policyKey === before.policyKey
            ? sql<boolean>`(
                assigned.cause <> 'earned'
                or assigned.earned_cause in ('merged', 'split', 'untiered')
                or assigned.party_id = any(array(
                    select old.party_id from serving.assignments old
                    where old.ladder = ${close.ladder} and old.month = ${before.month}
                        and old.edition = ${before.edition} and old.cause <> 'earned'
                ))
            )`
            : sql<boolean>`true`
    return sql<boolean>`(${isReviewed} or (
        ${mayBe} and assigned.tier is distinct from ${tierBefore(close, before)}
    ))`
}

/**
 * Who is among the first of a tier, or of those without one. Whoever is among the first of all is
 * among them, and each tier is in order in an index: nothing has to be sorted but these.
 */
function isOnTop({ close, viewer, limit }: ListQuestion): RawBuilder<boolean> {
    const measure = openValue(viewer, { alias: 'one', column: 'measure' })
    const first = (isOfTier: RawBuilder<boolean>): RawBuilder<unknown> => sql`(
        select one.party_id from serving.assignments one
        where one.ladder = ${close.ladder} and one.month = ${close.month}
            and one.edition = ${close.edition} and ${isOfTier}
        order by ${measure} desc nulls last, one.party_id
        limit ${limit}
    )`
    return sql<boolean>`assigned.party_id = any(array(
        select top.party_id
        from (
            select distinct tier from serving.close_counts
            where ladder = ${close.ladder} and month = ${close.month}
                and edition = ${close.edition}
        ) as held
        cross join lateral (
            ${first(sql<boolean>`one.tier = held.tier`)}
            union all
            ${first(sql<boolean>`one.tier is null and held.tier is null`)}
        ) as top
    ))`
}
