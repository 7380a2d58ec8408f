import type { Day, Month } from '#domain/month.ts'
import type { ContractTable } from '#sources/contract.ts'
import type { QualityCount } from '#sources/quality.ts'

/** How many rows or cells were rejected for one reason in one column. */
export type RejectCount = {
    /** `sources.cell_date` */
    readonly code: string
    /** Null where the record as a whole is at fault. */
    readonly column: string | null
    readonly count: number
}

/** What importing counts of one table: rows read are rows accepted and rows rejected. */
export type TableCounts = {
    readonly table: string
    readonly read: number
    readonly accepted: number
    readonly rejected: number
    readonly rejects: readonly RejectCount[]
}

/** A closed month whose rows a delivery makes different. */
export type LateMonth = { readonly month: Month; readonly rows: number }

/** What is kept of one table of a batch, so that nobody has to scan it to know. */
export type TableFacts = TableCounts & {
    readonly delivery: ContractTable['delivery']
    /** The columns of its Parquet, with their types in the words of contracts. */
    readonly columns: readonly { readonly name: string; readonly type: string }[]
    /** The last day of its period column; the last day of the month where that is a month. */
    readonly reach: Day | null
    /** The days (yyyymmdd) or months (yyyymm) that it brings; null: it comes by other ways. */
    readonly periods: readonly number[] | null
    /** Closed months that it changes: they wait for a restatement. */
    readonly late: readonly LateMonth[]
    /** How good its data is; counted when it is taken, and left out when it is read again. */
    readonly quality?: readonly QualityCount[]
}

/** One delivery of one system that was accepted, as the store keeps it. */
export type Batch = {
    /** The name of its folder. */
    readonly batchId: string
    readonly system: string
    readonly contractSha256: string
    readonly files: readonly {
        readonly table: string
        readonly file: string
        readonly sha256: string
        readonly bytes: number
    }[]
    /** Rows by table. */
    readonly rows: Readonly<Record<string, number>>
    /** One entry a table; none in batches that were taken before these were kept. */
    readonly tables: readonly TableFacts[]
    /** Whether it was taken back: it then counts for nothing, and may be taken anew. */
    readonly isUndone?: boolean
}

/** The store's list of batches. A folder of a batch that is not on it does not count. */
export type BatchLedger = {
    /** Also finds batches that were taken back. */
    find(batchId: string): Promise<Batch | null>
    record(batch: Batch): Promise<void>
    /** The batch of a system that was taken last and not taken back. */
    latest(system: string): Promise<Batch | null>
}

/** Typed tables of a delivery before anything of it is recorded. */
export type TypedDelivery = {
    /** Holds `<table>/*.parquet`, and below `rejects/` the same of what was rejected. */
    readonly folder: string
    readonly tables: readonly TableCounts[]
}
