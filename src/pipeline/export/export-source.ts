import type { Month } from '#domain/month.ts'
import type { ReportScope } from '#serving/report-summary.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { Policy } from '#tiers/policy.ts'

/** What the codes of a column are, where the catalogue of features does not tell it. */
export type ColumnCodes = 'tier' | 'earned_cause' | 'cause' | 'near' | 'yes_no' | 'feature'

/** A column that may leave, as its model knows it. */
export type ExportColumn = {
    readonly name: string
    /** In the words of the shared subset: `decimal(18,2)`. */
    readonly type: string
    readonly unit: string | null
    readonly codes: ColumnCodes | null
    /** Whether nothing but what a message may show is left of its values. */
    readonly isMasked: boolean
}

/** Rows that may leave, and what they are. */
export type ExportSource = {
    readonly kind: 'table' | 'list' | 'cut'
    /** `features.party_months`, `near`, the id of a cut. */
    readonly name: string
    /** Null where the rows are of no one month. */
    readonly month: Month | null
    /** The run that made them. */
    readonly runId: string
    /** The rules that gave the tiers, where there are some. */
    readonly policy: { readonly key: string; readonly policy: Policy } | null
    /** What else they were chosen by: `{ ladder: 'wealth', tier: 'gold' }`. */
    readonly filter: Readonly<Record<string, string>>
    readonly columns: readonly ExportColumn[]
    /** A SELECT of these columns, by these names, in a fixed order of rows. */
    readonly sql: string
    /**
     * Rows that are left out, or emptied but for the tier given, as a confidential rule holds of
     * their customer; of a list or a cut all such customers of the month.
     */
    readonly withheld: number
}

/** For whom an export is made, and how much of it is shown. */
export type ExportReader = {
    readonly viewer: Viewer
    /** Whether personal data stays as it is. Sensitive traits are for compliance alone even so. */
    readonly isUnmasked: boolean
}

/** Which table is to leave, and of which month. */
export type TableAsked = {
    readonly name: string
    /** Null for the last one. */
    readonly month: Month | null
    /** Of a table that closes make; the first of the bank where the table has several. */
    readonly ladder: string
    /** Null for all. */
    readonly columns: readonly string[] | null
    readonly reader: ExportReader
}

/** What a part of the bank adds to the filter of an export: `{ branch: '1100' }`. */
export function scopeFilter(scope: ReportScope): ExportSource['filter'] {
    if (scope.kind === 'bank') return {}
    return scope.kind === 'branch' ? { branch: scope.id } : { rm: scope.id }
}
