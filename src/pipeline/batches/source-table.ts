import { refuse } from '#domain/result.ts'
import { formatColumnType } from '#sources/column-type.ts'
import { type Contract, type ContractTable, tableOf } from '#sources/contract.ts'
import { isPeriod, periodOf, type SourcePeriod } from './period.ts'

/** One batch that a table of a source is put together from. */
export type SourcePart = {
    readonly batchId: string
    readonly delivery: ContractTable['delivery']
    /** Its columns when it was taken; null: those of the contract. */
    readonly columns: readonly { readonly name: string; readonly type: string }[] | null
    /** The days (yyyymmdd) or months (yyyymm) that it brings; null: not known. */
    readonly periods: readonly number[] | null
    readonly rows: number
}

/** A table of a source system as models read it: put together from one or more batches. */
export type SourceTable = {
    readonly key: readonly string[]
    readonly period: SourcePeriod | null
    readonly columns: readonly {
        readonly name: string
        readonly type: string
        /** Names that the column had in older batches. */
        readonly aliases: readonly string[]
    }[]
    /** The batches that count, in the order in which they were taken. */
    readonly parts: readonly SourcePart[]
}

/** A table that lies in one batch as the contract describes it. */
export function tableOfOneBatch(batchId: string): SourceTable {
    const part: SourcePart = { batchId, delivery: 'whole', columns: null, periods: null, rows: 0 }
    return { key: [], period: null, columns: [], parts: [part] }
}

/**
 * The table of a contract with the parts that make it up. Throws Refusal `pipeline.period_changed`
 * where batches were taken by periods that the contract does not know any more.
 */
export function sourceTableOf(
    contract: Contract,
    { table: name, parts }: { readonly table: string; readonly parts: readonly SourcePart[] },
): SourceTable {
    const table = tableOf(contract, name)
    const period = periodOf(table)
    for (const part of parts) assertPeriodsFit(part, { period, table, system: contract.system })
    return {
        key: table.key,
        period,
        columns: table.columns.map((column) => ({
            name: column.name,
            type: formatColumnType(column.type),
            aliases: column.aliases,
        })),
        parts: countingParts(parts),
    }
}

function assertPeriodsFit(
    { delivery, periods }: SourcePart,
    {
        period,
        table,
        system,
    }: {
        readonly period: SourcePeriod | null
        readonly table: ContractTable
        readonly system: string
    },
): void {
    if (delivery !== 'periods' || periods === null) return
    if (period !== null && periods.every((one) => isPeriod(period, one))) return
    refuse('pipeline.period_changed', { system, table: table.name })
}

/**
 * Of all parts of a table those that a row can come from: a whole one hides all before it, and one
 * whose periods have all come again is hidden too.
 */
export function countingParts(parts: readonly SourcePart[]): readonly SourcePart[] {
    const whole = parts.findLastIndex(replacesAll)
    const since = parts.slice(Math.max(0, whole))
    const counting = since.filter((part, index) => {
        if (part.delivery !== 'periods' || part.periods === null) return true
        const later = since.slice(index + 1)
        return part.periods.some((one) => !later.some(({ periods }) => periods?.includes(one)))
    })
    // A table that was delivered without a row is there all the same.
    return counting.length === 0 ? since.slice(-1) : counting
}

/** Whether a part takes the place of everything before it. */
export function replacesAll({ delivery, periods }: SourcePart): boolean {
    return delivery === 'whole' || (delivery === 'periods' && periods === null)
}
