import type { Insertable, Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import { assertClock } from '#store/assert-clock.ts'
import type { Store } from '#store/store.ts'
import type { ExportsTable, Tables } from '#store/tables.ts'

/** A file that leaves, as it is recorded. */
export type ExportMade = {
    /** In whose name, and the user of the operating system who typed it. */
    readonly actor: string
    readonly osUser: string
    readonly kind: 'table' | 'list' | 'cut'
    readonly name: string
    readonly month: Month | null
    readonly runId: string
    readonly policyKey: string | null
    readonly filter: Readonly<Record<string, string>>
    readonly columns: readonly string[]
    /** Those of which nothing was shown but what a message may show. */
    readonly maskedColumns: readonly string[]
    readonly rows: number
    readonly withheld: number
    readonly format: 'csv' | 'parquet' | 'xlsx'
    /** Absolute path. */
    readonly file: string
    readonly bytes: number
    readonly sha256: string
    readonly isMasked: boolean
    /** Null where personal data is masked and nobody said why it was asked for. */
    readonly reason: string | null
}

/** An export that was recorded, with its number. */
export type NumberedExport = ExportMade & { readonly exportNo: number }

/** The same with the instant at which it was recorded. */
export type ExportRecord = NumberedExport & { readonly at: Date }

/**
 * Records an export before its file appears, so that none is ever unrecorded; returns its number.
 * Refuses with `workbench.clock_behind`.
 */
export async function recordExport(store: Store, made: ExportMade): Promise<number> {
    return await store.transaction(async ({ db }) => {
        await assertClock(db)
        const { export_no: exportNo } = await db
            .insertInto('audit.exports')
            .values(rowOf(made))
            .returning('export_no')
            .executeTakeFirstOrThrow()
        return exportNo
    })
}

function rowOf(made: ExportMade): Insertable<ExportsTable> {
    const { actor, kind, name, month, columns, format, file, sha256, reason } = made
    return {
        ...{ actor, kind, name, month, columns, format, file, sha256, reason },
        os_user: made.osUser,
        run_id: made.runId,
        policy_key: made.policyKey,
        filter: JSON.stringify(made.filter),
        masked_columns: made.maskedColumns,
        rows: BigInt(made.rows),
        withheld: BigInt(made.withheld),
        bytes: BigInt(made.bytes),
        masked: made.isMasked,
    }
}

/** The exports that were made, the latest first, with the number of all. */
export async function readExports(
    db: Kysely<Tables>,
    { limit }: { readonly limit: number },
): Promise<{ readonly total: number; readonly exports: readonly ExportRecord[] }> {
    const { total } = await db
        .selectFrom('audit.exports')
        .select((column) => column.fn.countAll<bigint>().as('total'))
        .executeTakeFirstOrThrow()
    const rows = await db
        .selectFrom('audit.exports')
        .selectAll()
        .orderBy('export_no', 'desc')
        .limit(limit)
        .execute()
    const exports = rows.map((row): ExportRecord => {
        const { at, actor, kind, name, month, filter, columns, format, file, sha256, reason } = row
        return {
            ...{ at, actor, kind, name, month, filter, columns, format, file, sha256, reason },
            exportNo: row.export_no,
            osUser: row.os_user,
            runId: row.run_id,
            policyKey: row.policy_key,
            maskedColumns: row.masked_columns,
            rows: Number(row.rows),
            withheld: Number(row.withheld),
            bytes: Number(row.bytes),
            isMasked: row.masked,
        }
    })
    return { total: Number(total), exports }
}
