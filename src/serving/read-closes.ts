import type { Kysely } from 'kysely'
import { type Day, formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'

/** One published close of a ladder. */
export type PublishedClose = {
    readonly ladder: string
    readonly month: Month
    readonly edition: number
    readonly runId: string
    readonly policyKey: string
    readonly factsPath: string
    readonly assignmentsPath: string
    readonly parties: number
    /** Why it was restated, or made with a batch missing; null: neither. */
    readonly reason: string | null
    /** The day in UTC on which it was published. */
    readonly closedOn: Day
}

/** All closes in force, by ladder and month: of each the highest edition. */
export async function readCloses(db: Kysely<Tables>): Promise<readonly PublishedClose[]> {
    const editions = await readEditions(db)
    return editions.filter(({ ladder, month }, index) => {
        const next = editions[index + 1]
        return next === undefined || next.ladder !== ladder || next.month !== month
    })
}

/** All closes there ever were, by ladder, month and edition. */
export async function readEditions(db: Kysely<Tables>): Promise<readonly PublishedClose[]> {
    const rows = await db
        .selectFrom('serving.closes')
        .selectAll()
        .orderBy('ladder')
        .orderBy('month')
        .orderBy('edition')
        .execute()
    return rows.map((row) => ({
        ladder: row.ladder,
        month: row.month,
        edition: row.edition,
        runId: row.run_id,
        policyKey: row.policy_key,
        factsPath: row.facts_path,
        assignmentsPath: row.assignments_path,
        parties: row.parties,
        reason: row.reason,
        closedOn: row.closed_at.toISOString().slice(0, 10),
    }))
}

/**
 * The close that a reader means: the last one, or that of a month. Refuses where nothing is
 * closed (`serving.nothing_closed`) or that month is not (`serving.month_not_closed`).
 */
export async function readClose(
    db: Kysely<Tables>,
    { ladder, month }: { readonly ladder: string; readonly month: Month | null },
): Promise<PublishedClose> {
    const closes = (await readCloses(db)).filter((close) => close.ladder === ladder)
    const last = closes.at(-1) ?? refuse('serving.nothing_closed', { ladder })
    if (month === null) return last
    const found = closes.find((close) => close.month === month)
    const first = formatMonth(closes[0]?.month ?? last.month)
    const params = { month: formatMonth(month), first, last: formatMonth(last.month) }
    return found ?? refuse('serving.month_not_closed', params)
}
