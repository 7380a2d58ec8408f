import { type Kysely, sql } from 'kysely'
import { assertClock } from '#store/assert-clock.ts'
import type { Tables } from '#store/tables.ts'
import type { Workbench } from './workbench.ts'

/** One thing that was done, as the audit reads it. */
export type DoneEvent = {
    /** `overrides.approve` */
    readonly action: string
    /** `override 17`, `wealth@2026-01` */
    readonly subject: string
    readonly details: Readonly<Record<string, unknown>>
}

/** What a change leaves: its result, and the events that are recorded with it. */
export type Changed<T> = { readonly result: T; readonly events: readonly DoneEvent[] }

/** Tables whose rows are checked against one another before new ones are added. */
export type CheckedTable =
    | 'policy_versions'
    | 'overrides'
    | 'grants'
    | 'opening_states'
    | 'matchings'
    | 'identity_decisions'

/**
 * Makes one change by people: rows and events together or not at all. Whoever changes the same
 * table at the same time waits, so that what was checked is still true when it is written.
 * Throws Refusal `workbench.clock_behind`, and what `work` throws.
 */
export async function change<T>(
    { store, actor }: Workbench,
    table: CheckedTable,
    work: (db: Kysely<Tables>) => Promise<Changed<T>>,
): Promise<T> {
    return await store.transaction(async ({ db }) => {
        const checked = sql.table(`workbench.${table}`)
        await sql`lock table ${checked} in share row exclusive mode`.execute(db)
        await assertClock(db)
        const { result, events } = await work(db)
        const details = events.map((event) => JSON.stringify(event.details))
        await sql`
            insert into audit.events (actor, os_user, action, subject, details)
            select ${actor.name}, ${actor.osUser}, action, subject, details::jsonb
            from unnest(
                ${events.map(({ action }) => action)}::text[],
                ${events.map(({ subject }) => subject)}::text[],
                ${details}::text[]
            ) with ordinality as done (action, subject, details, position)
            order by position`.execute(db)
        return result
    })
}
