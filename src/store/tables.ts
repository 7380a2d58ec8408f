import type { ColumnType, Generated } from 'kysely'

/** 64-bit integers cross as bigint; money in minor units, measures in millionths. */
type Big = ColumnType<bigint, bigint | string, bigint | string>
type Instant = ColumnType<Date, Date | string, never>

/** One delivery of one source system that was accepted. */
export type BatchesTable = {
    readonly batch_id: string
    readonly batch_no: Generated<number>
    readonly system: string
    readonly imported_at: Generated<Instant>
    readonly actor: string
    readonly contract_sha256: string
    /** `[{ table, file, sha256, bytes }]` */
    readonly files: ColumnType<readonly BatchFile[], string, never>
    /** Rows by table. */
    readonly rows: ColumnType<Readonly<Record<string, number>>, string, never>
}

/** A file as it was delivered. */
export type BatchFile = {
    readonly table: string
    readonly file: string
    readonly sha256: string
    readonly bytes: number
}

/** A run whose manifest is written. */
export type RunsTable = {
    readonly run_id: string
    readonly run_no: Generated<number>
    readonly kind: 'run' | 'close'
    /** `2025-12-31` */
    readonly as_of: string
    readonly digest: string
    readonly code_version: string
    readonly engine: string
    readonly finished_at: Generated<Instant>
    readonly actor: string
}

/** The one pointer: which run readers see. It has one row. */
export type PublishedTable = { readonly only: Generated<boolean>; readonly run_id: string }

/** A version of a ladder's rules that a close has used, as its file spells it. */
export type PoliciesTable = {
    /** `wealth@2025-01#<first 12 hex of sha256>` */
    readonly policy_key: string
    readonly ladder: string
    readonly version: string
    readonly text: string
}

/** One close of one month on one ladder: which snapshots hold it. */
export type ClosesTable = {
    readonly ladder: string
    readonly month: number
    readonly edition: number
    readonly run_id: string
    readonly policy_key: string
    /** Where tiers.assignments lies below the snapshots folder. */
    readonly assignments_path: string
    /** Where the features.party_months lies that was read. */
    readonly facts_path: string
    readonly digest: string
    readonly parties: number
    readonly closed_at: Generated<Instant>
    readonly actor: string
}

/** What a reader may see of a party; personal data is masked. */
export type PartiesTable = {
    readonly party_id: Big
    /** `berka:client:17` */
    readonly record_key: string
    readonly kind: 'person' | 'company'
    readonly name_masked: string | null
    readonly branch: string | null
    readonly region: string | null
    readonly industry: string | null
    readonly first_month: number
}

/** A tier given to a party on a ladder for a month; see tiers.assignments for the meaning. */
export type AssignmentsTable = {
    readonly ladder: string
    readonly month: number
    readonly edition: number
    readonly party_id: Big
    readonly measure: Big | null
    readonly raw_tier: string | null
    readonly route: number | null
    readonly earned_tier: string | null
    readonly earned_cause: string
    readonly tier: string | null
    readonly cause: string
    readonly below_count: number
    readonly below_tier_max: string | null
    readonly up_count: number
    readonly up_tier_min: string | null
    readonly stale_count: number
    readonly closes_since_entry: number
    readonly reviews_left: number | null
    readonly next_tier: string | null
    readonly next_gap: Big | null
    readonly keep_gap: Big | null
    readonly near: 'up' | 'down' | null
    readonly qualified_for: string | null
    /** Assets of the month in minor units; null where they are not known. */
    readonly assets: Big | null
}

/** All tables of the store, by schema. */
export type Tables = {
    readonly 'workbench.batches': BatchesTable
    readonly 'serving.runs': RunsTable
    readonly 'serving.published': PublishedTable
    readonly 'serving.policies': PoliciesTable
    readonly 'serving.closes': ClosesTable
    readonly 'serving.parties': PartiesTable
    readonly 'serving.assignments': AssignmentsTable
}
