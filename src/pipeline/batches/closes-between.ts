import type { Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'

/** A close in force, and the number of the run that made it. */
export type CloseUse = {
    readonly ladder: string
    readonly month: Month
    readonly edition: number
    readonly runNo: number
}

/**
 * The closes in force that were made after one run and until another: by numbers of runs, as a
 * clock may have been moved in between. `until` null: until now.
 */
export async function closesBetween(
    db: Kysely<Tables>,
    { after, until }: { readonly after: number; readonly until: number | null },
): Promise<readonly CloseUse[]> {
    const rows = await db
        .selectFrom('serving.closes as close')
        .innerJoin('serving.runs as run', 'run.run_id', 'close.run_id')
        .distinctOn(['close.ladder', 'close.month'])
        .select(['close.ladder', 'close.month', 'close.edition', 'run.run_no'])
        .orderBy('close.ladder')
        .orderBy('close.month')
        .orderBy('close.edition', 'desc')
        .execute()
    return rows
        .map(({ run_no: runNo, ...close }) => ({ ...close, runNo }))
        .filter(({ runNo }) => runNo > after && (until === null || runNo <= until))
}
