import { type Kysely, sql } from 'kysely'
import { refuse } from '#domain/result.ts'
import type { Tables } from './tables.ts'

/**
 * Refuses with `workbench.clock_behind` where the server's clock lies before what was last
 * recorded: an order of events that cannot be believed would be worth nothing to an auditor. Call
 * it in the transaction that records.
 */
export async function assertClock(db: Kysely<Tables>): Promise<void> {
    const { rows } = await sql<{ readonly now: Date; readonly last: Date | null }>`
        select
            clock_timestamp() as now,
            greatest(
                (select max(at) from audit.events),
                (select max(closed_at) from serving.closes)
            ) as last`.execute(db)
    const { now, last } = rows[0] ?? { now: new Date(0), last: null }
    if (last === null || now >= last) return
    refuse('workbench.clock_behind', { now: shownInstant(now), last: shownInstant(last) })
}

/** `2026-01-31 08:15:04 UTC`. */
function shownInstant(instant: Date): string {
    return `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
