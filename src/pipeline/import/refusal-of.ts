import type { FailureCode } from '#domain/failures.ts'
import { type Failure, type FailureParam, failure } from '#domain/result.ts'
import type { ContractTable } from '#sources/contract.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import type { SettledTable } from './settle-table.ts'

/** How many faults of one kind in one column are told in full; the rest are counted. */
export const toldMax = 5

/** How many lines of the rest are named. */
const linesMax = 10

/** All rejects of a delivery as failures, by table and reason, in the order of the files. */
export async function refusalOf(
    settled: readonly SettledTable[],
    { warehouse }: { readonly warehouse: Warehouse },
): Promise<readonly Failure[]> {
    const failures: Failure[] = []
    for (const one of settled) {
        if (one.rejects === null) continue
        if (one.isTooMany && !bearsNone(one.table)) failures.push(tooMany(one))
        failures.push(...(await listed(warehouse, { ...one, rejects: one.rejects })))
    }
    return failures
}

function bearsNone({ rejectsMax }: ContractTable): boolean {
    return 'rows' in rejectsMax ? rejectsMax.rows === 0 : rejectsMax.millionths === 0
}

function tooMany({ table, counts, fileName }: SettledTable): Failure {
    const { read, rejected } = counts
    const { rejectsMax } = table
    const allowed =
        'rows' in rejectsMax ? String(rejectsMax.rows) : `${rejectsMax.millionths / 10_000}%`
    const params = { table: table.name, read, rejected, allowed }
    return failure('sources.rejects_many', params, { file: fileName })
}

/** The first rejects of each kind in full, and one failure for the rest of a kind. */
async function listed(
    warehouse: Warehouse,
    { rejects, fileName }: SettledTable & { readonly rejects: string },
): Promise<readonly Failure[]> {
    const groups = 'partition by code, "column"'
    const ranked =
        `select *, file_row_number as reject_no, ` +
        `row_number() over (${groups} order by file_row_number) as place, ` +
        `count(*) over (${groups}) as alike from ${warehouse.parquet([rejects])} rejects`
    const rows = await warehouse.rows(
        `select * from (${ranked}) ranked where place <= ${toldMax + linesMax} order by reject_no`,
    )
    const told = rows.filter((row) => Number(row.place) <= toldMax)
    const failures = told.map((row) => failureOf(row, fileName))
    const last = told.filter((row) => Number(row.place) === toldMax && Number(row.alike) > toldMax)
    return [...failures, ...last.map((row) => restOf(row, { rows, fileName }))]
}

function failureOf(row: Row, file: string): Failure {
    const params = JSON.parse(String(row.params)) as Record<string, FailureParam>
    return failure(row.code as FailureCode, params, { file, line: Number(row.line) })
}

function restOf(
    row: Row,
    { rows, fileName }: { readonly rows: readonly Row[]; readonly fileName: string },
): Failure {
    const more = rows.filter(
        (one) => one.code === row.code && one.column === row.column && Number(one.place) > toldMax,
    )
    const count = Number(row.alike) - toldMax
    const lines = more.map(({ line }) => String(line)).join(', ')
    const params = {
        table: String(row.table),
        hasColumn: row.column === null ? 'no' : 'yes',
        column: typeof row.column === 'string' ? row.column : '',
        count,
        lines: count > more.length ? `${lines} …` : lines,
    }
    return failure('sources.faults_alike', params, { file: fileName })
}
