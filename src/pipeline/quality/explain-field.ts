import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { formatDecimal } from '#domain/decimal.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { traitOfField } from '#features/sensitive-traits.ts'
import type { RecordKey } from '#identity/record-key.ts'
import type { ContractColumn, ContractTable } from '#sources/contract.ts'
import { maskValue } from '#sources/mask-value.ts'
import { quoted } from '#sources/sql-text.ts'
import type { BatchColumn, Tables } from '#store/tables.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import {
    type OriginChooser,
    type OriginContext,
    type OriginReason,
    partyOrigins,
} from '../identity/choose-origin.ts'
import { type ShownField, shownFields } from '../identity/shown-fields.ts'
import {
    type FieldContext,
    keySql,
    keyText,
    linkedRecords,
    type RecordTable,
    recordTables,
} from './record-tables.ts'

/** What one batch said of a field of a record. */
export type FieldVersion = {
    readonly batchNo: number
    /** The instant in UTC, and who imported it. */
    readonly importedAt: string
    readonly actor: string
    readonly isUndone: boolean
    readonly file: string
    /** Which record of the file, from 1; null where some were rejected, so that nobody knows. */
    readonly recordNo: number | null
    /** Whether the batch has the record at all. */
    readonly isPresent: boolean
    /** Personal data masked; null where it is empty or the record is not there. */
    readonly value: string | null
    /** Whether it is the same as in the batch before that counts. */
    readonly isChange: boolean
}

/** What a column says of a record, batch by batch. */
export type FieldSaying = {
    readonly field: string
    readonly record: string
    readonly system: string
    readonly table: string
    readonly column: string
    /** Whether the record is the party's; else it only names one of the party's as its own. */
    readonly isOfParty: boolean
    /** Oldest first. */
    readonly versions: readonly FieldVersion[]
    /** What stands after all batches that count; null: the record is not there. */
    readonly standing: FieldVersion | null
    /** Whether it says something else than what is taken. */
    readonly isOther: boolean
}

/** All that is said of a field of a party. */
export type ExplainedField = {
    readonly field: string
    readonly sayings: readonly FieldSaying[]
    /** The place of the one taken among the sayings, and why; null: nobody says a value. */
    readonly taken: { readonly index: number; readonly reason: OriginReason } | null
    /** Of what no contract names but a run has put together, as it is shown; else null. */
    readonly shown: ShownField | null
}

/** Of which record, and which field; null: all that there are. */
export type FieldQuestion = { readonly record: RecordKey; readonly field: string | null }

/**
 * Where the values of a party's fields come from, batch by batch. Refuses with
 * `pipeline.record_unknown` where no batch has the record, `pipeline.field_unknown` where no table
 * tells the field and no run shows it.
 */
export async function explainFields(
    context: OriginContext,
    { record, field }: FieldQuestion,
): Promise<readonly ExplainedField[]> {
    const tables = await recordTables(context)
    const { members, originOf } = await partyOrigins(context, record)
    const others = members.filter((one) => keyText(one) !== keyText(record))
    const records = [record, ...others]
    const linked = await linkedRecords(context, { tables, records })
    const traced: TracedSaying[] = []
    for (const one of [...records, ...linked]) {
        const isOfParty = records.includes(one)
        for (const table of tablesOf(tables, one)) {
            traced.push(...(await traceRecord(context, { record: one, table, isOfParty })))
        }
    }
    if (!traced.some(({ isKnown }) => isKnown)) {
        const known = tables.map(({ contract, entity }) => `${contract.system}:${entity}`)
        refuse('pipeline.record_unknown', {
            record: keyText(record),
            known: [...new Set(known)].join(', '),
        })
    }
    const fields = [...new Set(traced.map((one) => one.field))].sort()
    const explain = (name: string) => explained(name, { traced, originOf })
    if (field === null) return fields.map(explain)
    if (fields.includes(field)) return [explain(field)]
    const shown = (await shownFields(context, record)).find((one) => one.field === field)
    if (shown !== undefined) return [{ field, sayings: [], taken: null, shown }]
    const nearest = nearestName(field, fields) ?? 'none'
    const params = { field, record: keyText(record), nearest, known: fields.join(', ') }
    return refuse('pipeline.field_unknown', params)
}

function tablesOf(tables: readonly RecordTable[], record: RecordKey): readonly RecordTable[] {
    return tables.filter(
        ({ contract, entity }) => contract.system === record.system && entity === record.entity,
    )
}

/** A saying with the values themselves, which never leave this file. */
type TracedSaying = Omit<FieldSaying, 'isOther'> & {
    readonly isKnown: boolean
    readonly key: RecordKey
    readonly bare: string | null
}

type Sayings = { readonly traced: readonly TracedSaying[]; readonly originOf: OriginChooser }

function explained(field: string, { traced, originOf }: Sayings): ExplainedField {
    const own = traced.filter((one) => one.field === field)
    const telling = own.flatMap(({ isOfParty, key, bare }) =>
        isOfParty && bare !== null ? [{ record: key, value: bare }] : [],
    )
    const origin = originOf(field, telling)
    const index = own.findIndex(
        ({ isOfParty, bare, record }) => isOfParty && bare !== null && record === origin?.record,
    )
    const chosen = own[index]
    const sayings = own.map(
        ({ bare, isKnown: _known, key: _key, ...saying }): FieldSaying => ({
            ...saying,
            isOther: bare !== null && chosen !== undefined && bare !== chosen.bare,
        }),
    )
    const taken = origin === null ? null : { index, reason: origin.reason }
    return { field, sayings, taken, shown: null }
}

type Traced = {
    readonly record: RecordKey
    readonly table: RecordTable
    readonly isOfParty: boolean
}

/** What every column with a field says of one record in one table. */
async function traceRecord(
    context: FieldContext,
    { record, table: { contract, table }, isOfParty }: Traced,
): Promise<readonly TracedSaying[]> {
    const columns = table.columns.filter((column) => column.field !== null)
    const batches = await batchesOf(context.db, { system: contract.system, table: table.name })
    const rows: BatchRow[] = []
    for (const batch of batches) {
        rows.push(await rowOf(context, { batch, table, columns, key: record.key }))
    }
    const isKnown = rows.some((row) => row.values !== null)
    return columns.map((column, index): TracedSaying => {
        const told = versionsOf(rows, { column, index })
        const standing = standingOf(told, table)
        return {
            field: column.field ?? '',
            record: keyText(record),
            system: contract.system,
            table: table.name,
            column: column.name,
            isOfParty,
            versions: told.map(({ version }) => version),
            standing: standing?.version ?? null,
            isKnown,
            key: record,
            bare: standing?.bare ?? null,
        }
    })
}

type Told = { readonly version: FieldVersion; readonly bare: string | null }

function versionsOf(
    rows: readonly BatchRow[],
    { column, index }: { readonly column: ContractColumn; readonly index: number },
): readonly Told[] {
    let before: string | null = null
    return rows.map(({ batch, values, recordNo }): Told => {
        const bare = values?.[index] ?? null
        const isChange = bare !== before
        if (!batch.isUndone) before = bare
        const value = bare === null ? null : shownValue(bare, column)
        const { batchNo, importedAt, actor, isUndone, file } = batch
        const isPresent = values !== null
        return {
            version: {
                batchNo,
                importedAt,
                actor,
                isUndone,
                file,
                recordNo,
                isPresent,
                value,
                isChange,
            },
            bare,
        }
    })
}

/** A trait is withheld at the door, which knows who looks. */
function shownValue(bare: string, { field, pii }: ContractColumn): string {
    const isTrait = pii === 'sensitive' && traitOfField(field ?? '') !== null
    return isTrait ? bare : maskValue(bare, pii)
}

/** Who is left out of a whole delivery is gone; other deliveries leave them as they are. */
function standingOf(told: readonly Told[], { delivery }: ContractTable): Told | null {
    const counting = told.filter(({ version }) => !version.isUndone)
    const last =
        delivery === 'whole'
            ? counting.at(-1)
            : counting.findLast(({ version }) => version.isPresent)
    return last?.version.isPresent === true ? last : null
}

type FieldBatch = {
    readonly batchId: string
    readonly batchNo: number
    readonly importedAt: string
    readonly actor: string
    readonly isUndone: boolean
    readonly file: string
    readonly columns: readonly BatchColumn[] | null
    readonly isWhole: boolean
}

type BatchRow = {
    readonly batch: FieldBatch
    /** By the place of the column; null: the batch does not have the record. */
    readonly values: readonly (string | null)[] | null
    readonly recordNo: number | null
}

async function batchesOf(
    db: Kysely<Tables>,
    { system, table }: { readonly system: string; readonly table: string },
): Promise<readonly FieldBatch[]> {
    const rows = await db
        .selectFrom('workbench.batch_tables as part')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'part.batch_id')
        .select(['batch.batch_id', 'batch.batch_no', 'batch.imported_at', 'batch.actor'])
        .select(['batch.status', 'batch.files', 'part.columns', 'part.rejected'])
        .where('batch.system', '=', system)
        .where('part.table_name', '=', table)
        .orderBy('batch.batch_no')
        .execute()
    return rows.map((row) => ({
        batchId: row.batch_id,
        batchNo: row.batch_no,
        importedAt: row.imported_at.toISOString(),
        actor: row.actor,
        isUndone: row.status === 'undone',
        file: row.files.find((file) => file.table === table)?.file ?? '',
        columns: row.columns,
        isWhole: Number(row.rejected) === 0,
    }))
}

type RowQuestion = {
    readonly batch: FieldBatch
    readonly table: ContractTable
    readonly columns: readonly ContractColumn[]
    readonly key: string
}

async function rowOf(
    { warehouse, folders }: FieldContext,
    { batch, table, columns, key }: RowQuestion,
): Promise<BatchRow> {
    const relation = warehouse.parquet([join(folders.batches, batch.batchId, table.name)])
    const values = columns.map((column, index) => `${columnIn(column, batch)} as f${index}`)
    const [row] = await warehouse.rows(
        `select file_row_number as row_no, ${values.join(', ')} from ${relation} delivered ` +
            `where ${keySql(table)} = $1 limit 1`,
        [key],
    )
    if (row === undefined) return { batch, values: null, recordNo: null }
    return {
        batch,
        values: columns.map((_, index) => textOf(row[`f${index}`] ?? null)),
        recordNo: batch.isWhole ? Number(row.row_no) + 1 : null,
    }
}

/** A column under the name that it had in a batch; null where the batch did not have it yet. */
function columnIn({ name, aliases }: ContractColumn, { columns }: FieldBatch): string {
    if (columns === null) return quoted(name)
    const names = [name, ...aliases]
    const there = columns.find((one) => names.includes(one.name))
    return there === undefined ? 'cast(null as varchar)' : quoted(there.name)
}

function textOf(cell: Cell): string | null {
    if (cell === null) return null
    return typeof cell === 'object' ? formatDecimal(cell) : String(cell)
}
