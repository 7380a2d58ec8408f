import type { ColumnType, Generated } from 'kysely'

/** 64-bit integers cross as bigint; money in minor units, measures in millionths. */
type Big = ColumnType<bigint, bigint | string, bigint | string>
/** When a row was written: the store says it. */
type InstantWritten = ColumnType<Date, Date | string | undefined, Date | string>
/** An instant that is null until something is done. */
type InstantOnceDone = ColumnType<Date | null, Date | string | null, Date | string | null>

/** One delivery of one source system that was accepted. */
export type BatchesTable = {
    readonly batch_id: string
    readonly batch_no: Generated<number>
    readonly system: string
    readonly imported_at: InstantWritten
    readonly actor: string
    readonly contract_sha256: string
    /** `[{ table, file, sha256, bytes }]` */
    readonly files: ColumnType<readonly BatchFile[], string, never>
    /** Rows by table. */
    readonly rows: ColumnType<Readonly<Record<string, number>>, string, never>
    /** One that was taken back counts for nothing; nothing of it is deleted. */
    readonly status: Generated<'taken' | 'undone'>
    /** The number of the last run before it; 0: there was none. */
    readonly after_run: Generated<number>
    readonly undone_by: string | null
    readonly undone_at: InstantOnceDone
    readonly undone_reason: string | null
    /** The number of the last run before it was taken back. */
    readonly undone_after_run: number | null
}

/** One table of a batch. */
export type BatchTablesTable = {
    readonly batch_id: string
    readonly table_name: string
    readonly delivery: 'whole' | 'changes' | 'periods'
    /** `[{ name, type }]`; null in batches that were taken before these were kept. */
    readonly columns: ColumnType<readonly BatchColumn[] | null, string | null, never>
    /** Rows; read is accepted and rejected. */
    readonly read: Big
    readonly accepted: Big
    readonly rejected: Big
    /** `[{ code, column, count }]` */
    readonly rejects: ColumnType<readonly BatchReject[], string, never>
    /** `2026-01-31`, the last day of its period column. */
    readonly reach: string | null
    /** The days (yyyymmdd) or months (yyyymm) that it brings. */
    readonly periods: readonly number[] | null
}

/** A column of a table as it was taken. */
export type BatchColumn = { readonly name: string; readonly type: string }

/** How many faults of one kind a column had; the column is null for whole records. */
export type BatchReject = {
    readonly code: string
    readonly column: string | null
    readonly count: number
}

/** A closed month that a batch has made different, by coming or by being taken back. */
export type LateMonthsTable = {
    readonly batch_id: string
    readonly event: 'taken' | 'undone'
    readonly table_name: string
    /** yyyymm */
    readonly month: number
    readonly rows: Big
    /** The number of the last run before it. */
    readonly after_run: number
}

/** How many of a table's values, rows or records failed a check when its batch was taken. */
export type QualityTable = {
    readonly batch_id: string
    readonly table_name: string
    /** The column or the law; empty for the whole table. */
    readonly field: string
    readonly check_name: string
    readonly failed: Big
    readonly checked: Big
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
    readonly finished_at: InstantWritten
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
    readonly closed_at: InstantWritten
    readonly actor: string
    /** Why the month was restated, or closed with a batch missing; null: neither. */
    readonly reason: string | null
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
    /** What made the last step: id of a floor, cap, override or grant; `express`. */
    readonly rule: string | null
    /** Whether only compliance may see more than the tier given. */
    readonly restricted: boolean
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

/** How many parties of a close are alike, counted when it was published. */
export type CloseCountsTable = {
    readonly ladder: string
    readonly month: number
    readonly edition: number
    readonly tier: string | null
    readonly earned_cause: string
    readonly restricted: boolean
    readonly parties: Big
    /** Their known assets together in minor units, as text. */
    readonly assets: string
}

/** A bank's own version of a ladder's rules on its way from draft to force. */
export type PolicyVersionsTable = {
    readonly version_id: Generated<number>
    readonly ladder: string
    readonly version: string
    /** The first close under these rules, yyyymm. */
    readonly effective_from: number
    /** The file as it was submitted, to the byte. */
    readonly text: string
    readonly sha256: string
    readonly status: 'submitted' | 'approved' | 'published' | 'withdrawn'
    readonly submitted_by: string
    readonly submitted_at: InstantWritten
    readonly approved_by: string | null
    readonly approved_at: InstantOnceDone
    readonly published_by: string | null
    readonly published_at: InstantOnceDone
}

/** A tier that a person asked for, against or beside the rules, for some service months. */
export type OverridesTable = {
    readonly override_id: Generated<number>
    readonly ladder: string
    readonly party_id: Big
    readonly mode: 'at_least' | 'exactly'
    readonly tier: string
    /** The id of a cap that it takes away. */
    readonly lifts: string | null
    /** Service months, both included; `until_month` moves back when it is ended early. */
    readonly from_month: number
    readonly until_month: number
    readonly reason: string
    readonly status: 'requested' | 'approved' | 'refused' | 'withdrawn'
    readonly requested_by: string
    readonly requested_at: InstantWritten
    readonly decided_by: string | null
    readonly decided_at: InstantOnceDone
}

/** One row per service month of a requested or approved override: two cannot overlap. */
export type OverrideMonthsTable = {
    readonly ladder: string
    readonly party_id: Big
    readonly month: number
    readonly override_id: number
}

/** A tier lent to a list of parties from a day to a day, both included. */
export type GrantsTable = {
    readonly grant_id: Generated<number>
    readonly ladder: string
    readonly campaign: string
    readonly tier: string
    /** `2026-01-01` */
    readonly from_day: string
    readonly until_day: string
    readonly reason: string
    readonly status: 'requested' | 'approved' | 'refused' | 'withdrawn'
    readonly requested_by: string
    readonly requested_at: InstantWritten
    readonly decided_by: string | null
    readonly decided_at: InstantOnceDone
}

/** The parties of a grant. */
export type GrantPartiesTable = { readonly grant_id: number; readonly party_id: Big }

/** The tier that a party had before the ladder's first close, as another system left it. */
export type OpeningStatesTable = {
    readonly ladder: string
    readonly party_id: Big
    readonly tier: string
    readonly below_count: number
    readonly closes_since_entry: number
}

/** Which records of all systems were found to be one; rows are added, never changed. */
export type MatchingsTable = {
    readonly matching_no: Generated<number>
    readonly at: InstantWritten
    readonly actor: string
    readonly reason: string | null
    /** `standard@2026-01#<first 12 hex of sha256>`, and the file to the byte. */
    readonly policy_key: string
    readonly policy_text: string
    readonly seed: Big
    /** Where its pairs lie below the identity folder. */
    readonly path: string
    /** One hash over what was found. */
    readonly digest: string
    readonly figures: ColumnType<Readonly<Record<string, unknown>>, string, never>
}

/** What a person decided of records; rows are added, never changed. */
export type IdentityDecisionsTable = {
    readonly decision_no: Generated<number>
    readonly at: InstantWritten
    readonly actor: string
    readonly reason: string
    readonly kind: 'together' | 'apart'
    readonly left_records: ColumnType<readonly string[], readonly string[], never>
    readonly right_records: ColumnType<readonly string[], readonly string[], never>
}

/** Decisions and matchings that were taken back; rows are added, never changed. */
export type IdentityUndosTable = {
    readonly undo_no: Generated<number>
    readonly at: InstantWritten
    readonly actor: string
    readonly reason: string
    readonly decision_no: number | null
    readonly matching_no: number | null
}

/** Records that found no party of their own: whoever names one is led to its party. */
export type PartyRecordsTable = {
    readonly record_id: Big
    /** `sample_cards:holder:H00000017` */
    readonly record_key: string
    readonly party_id: Big
}

/** What was done and by whom; rows are added, never changed. */
export type EventsTable = {
    readonly event_id: Generated<number>
    readonly at: InstantWritten
    /** In whose name it was done. */
    readonly actor: string
    /** The user of the operating system who typed it. */
    readonly os_user: string
    /** `policies.publish` */
    readonly action: string
    /** `wealth@2026-01`, `override 17` */
    readonly subject: string
    readonly details: ColumnType<Readonly<Record<string, unknown>>, string, never>
}

/** One file that has left the bank; rows are added, never changed. */
export type ExportsTable = {
    readonly export_no: Generated<number>
    readonly at: InstantWritten
    /** In whose name, and the user of the operating system who typed it. */
    readonly actor: string
    readonly os_user: string
    readonly kind: 'table' | 'list' | 'cut'
    readonly name: string
    /** Null where the rows are of no one month. */
    readonly month: number | null
    readonly run_id: string
    readonly policy_key: string | null
    /** `{ "ladder": "wealth", "tier": "gold" }` */
    readonly filter: ColumnType<Readonly<Record<string, string>>, string, never>
    readonly columns: readonly string[]
    readonly masked_columns: readonly string[]
    readonly rows: Big
    /** Rows left out, or emptied, for a confidential rule. */
    readonly withheld: Big
    readonly format: 'csv' | 'parquet' | 'xlsx'
    /** Where it was put; the file may have been moved since. */
    readonly file: string
    readonly bytes: Big
    readonly sha256: string
    /** False where personal data was asked for in full, which needs a reason. */
    readonly masked: boolean
    readonly reason: string | null
}

/** All tables of the store, by schema. */
export type Tables = {
    readonly 'workbench.batches': BatchesTable
    readonly 'workbench.batch_tables': BatchTablesTable
    readonly 'workbench.late_months': LateMonthsTable
    readonly 'workbench.quality': QualityTable
    readonly 'workbench.policy_versions': PolicyVersionsTable
    readonly 'workbench.overrides': OverridesTable
    readonly 'workbench.override_months': OverrideMonthsTable
    readonly 'workbench.grants': GrantsTable
    readonly 'workbench.grant_parties': GrantPartiesTable
    readonly 'workbench.opening_states': OpeningStatesTable
    readonly 'workbench.matchings': MatchingsTable
    readonly 'workbench.identity_decisions': IdentityDecisionsTable
    readonly 'workbench.identity_undos': IdentityUndosTable
    readonly 'audit.events': EventsTable
    readonly 'audit.exports': ExportsTable
    readonly 'serving.runs': RunsTable
    readonly 'serving.published': PublishedTable
    readonly 'serving.policies': PoliciesTable
    readonly 'serving.closes': ClosesTable
    readonly 'serving.parties': PartiesTable
    readonly 'serving.party_records': PartyRecordsTable
    readonly 'serving.assignments': AssignmentsTable
    readonly 'serving.close_counts': CloseCountsTable
}
