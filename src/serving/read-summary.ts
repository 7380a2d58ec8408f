import { type Kysely, sql } from 'kysely'
import type { Tables } from '#store/tables.ts'
import { type Among, amongRows, everybody } from './among.ts'
import { measureText } from './assignment-row.ts'
import { type PublishedClose, readCloses } from './read-closes.ts'
import { readMigrations, readMonths } from './read-months.ts'
import { readNear } from './read-near.ts'
import type { MovedParty, Summary } from './summary.ts'
import { anyone, openRows } from './withhold.ts'

/** What the caller knows and the store does not. */
export type SummaryFrame = Pick<Summary, 'bank' | 'ladder' | 'tiers'> & {
    readonly close: PublishedClose
    readonly run: Omit<Summary['run'], 'runId' | 'policyKey'>
    /** Rows of the models that list faults of the data, by code. */
    readonly findings: Summary['findings']
    /** Everybody where not told. */
    readonly among?: Among
}

const monthsShown = 12
const movedMax = 10
/** A part of the bank has few enough to see more of them. */
const partMax = 20
const nearPartMax = 50

/** The result on one ladder at one close, of the whole bank or of a part of it. */
export async function readSummary(db: Kysely<Tables>, frame: SummaryFrame): Promise<Summary> {
    const { bank, ladder, tiers, close, among = everybody } = frame
    const isPart = among.kind !== 'everybody'
    const closes = (await readCloses(db))
        .filter((one) => one.ladder === close.ladder && one.month <= close.month)
        .slice(-monthsShown)
    const months = await readMonths(db, closes, among)
    const before = closes.at(-2)
    const causes = months.at(-1)?.causes ?? {}
    const fromCauses = ['stale', 'untiered'].flatMap((code) => {
        const count = causes[code] ?? 0
        return count === 0 ? [] : [{ code, count }]
    })
    return {
        bank,
        ladder,
        tiers,
        run: { ...frame.run, runId: close.runId, policyKey: close.policyKey },
        months,
        migrations:
            before === undefined ? [] : await readMigrations(db, { before, after: close, among }),
        near: await readNear(db, { close, tiers, among, ...(isPart && { limit: nearPartMax }) }),
        moved: await readMoved(db, { close, before: before ?? null, among }),
        findings: [...fromCauses, ...frame.findings],
        // The store knows of assignments only; who has the warehouse at hand adds them.
        spreads: [],
    }
}

/** Moves of the tier earned, for anyone's eyes: nothing of restricted parties. */
async function readMoved(
    db: Kysely<Tables>,
    {
        close,
        before,
        among,
    }: {
        readonly close: PublishedClose
        readonly before: PublishedClose | null
        readonly among: Among
    },
): Promise<readonly MovedParty[]> {
    const { rows } = await sql<{
        record_key: string
        name: string | null
        branch: string | null
        from: string | null
        to: string | null
        cause: string
        measure: string | null
        reviews_left: number | null
    }>`
        with moved as (
            select assigned.*, row_number() over (
                partition by earned_cause order by measure desc nulls last, party_id
            ) as rank
            from serving.assignments assigned
            where ladder = ${close.ladder} and month = ${close.month}
                and edition = ${close.edition}
                and earned_cause in ('upgraded', 'downgraded', 'protected')
                and ${openRows(anyone, 'assigned')} and ${amongRows(among, 'assigned')}
        )
        select party.record_key, party.name_masked as name, party.branch,
            case when old.restricted then old.tier else old.earned_tier end as "from",
            moved.earned_tier as "to", moved.earned_cause as cause,
            moved.measure::text, moved.reviews_left
        from moved
        join serving.parties party on party.party_id = moved.party_id
        left join serving.assignments old on old.ladder = moved.ladder
            and old.month = ${before?.month ?? 0} and old.edition = ${before?.edition ?? 0}
            and old.party_id = moved.party_id
        where rank <= ${among.kind === 'everybody' ? movedMax : partMax}
        order by moved.earned_cause desc, rank`.execute(db)
    return rows.map((row) => ({
        recordKey: row.record_key,
        name: row.name,
        branch: row.branch,
        from: row.from,
        to: row.to,
        cause: row.cause,
        measure: row.measure === null ? null : measureText(BigInt(row.measure)),
        reviewsLeft: row.reviews_left,
    }))
}
