import type { Among } from '#serving/among.ts'
import type { ReportScope } from '#serving/report-summary.ts'

/** A part of the bank, or all of it, in the words of both engines. */
export type FoundScope = {
    readonly scope: ReportScope
    readonly among: Among
    /** SQL of its party ids, for behind `in`; null: all of the bank. */
    readonly parties: string | null
    /** The same without restricted ones: in a part, sums could be one party's. */
    readonly open: string | null
}

/** A part of the bank before restricted parties are told apart. */
export type FoundPart = Omit<FoundScope, 'open'>
