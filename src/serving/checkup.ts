import type { Month } from '#domain/month.ts'
import type { Names } from '#features/parse-names.ts'
import type { InferredRule } from '#tiers/infer-rule.ts'
import type { MoneyText } from './summary.ts'

/** What a tier given and a tier due can differ by. */
export const caseKinds = [
    'rise_missed',
    'dropped_early',
    'fall_forgotten',
    'raised_wrongly',
] as const
/**
 * `rise_missed`: should have risen and did not; `dropped_early`: lost a tier it still had a right
 * to; `fall_forgotten`: should have fallen and did not; `raised_wrongly`: was given a tier that it
 * had not reached. The first two had too little, the other two too much.
 */
export type CaseKind = (typeof caseKinds)[number]

/** Months in a row in which one customer was given another tier than the rule gives. */
export type TierCase = {
    readonly customer: string
    readonly kind: CaseKind
    /** The months whose given tier is wrong. */
    readonly from: Month
    readonly to: Month
    readonly months: number
    /** Places of tiers in the rule. */
    readonly given: number
    readonly due: number
    /** The average that decided in the last of these months. */
    readonly measure: MoneyText
    /** Whether it is wrong in the last month of the table: something can still be done. */
    readonly isOpen: boolean
}

/** A customer just under or just over a threshold in the last month. */
export type NearCase = {
    readonly customer: string
    readonly direction: 'up' | 'down'
    /** The tier whose threshold is near, and the one given. */
    readonly tier: number
    readonly given: number
    readonly measure: MoneyText
    /** What is missing to the threshold, or lies above it. */
    readonly gap: MoneyText
}

/** Cases of one kind, added up. */
export type CaseTotal = {
    readonly cases: number
    readonly open: number
    readonly months: number
    /** What these customers have: the average of each case's last month. */
    readonly assets: MoneyText
    readonly openAssets: MoneyText
}

/** Rows of a table that was read. */
export type GivenTable = {
    readonly file: string
    readonly rows: number
    readonly customers: number
    readonly first: Month
    readonly last: Month
    /** Where the average comes from: the file's own column, or the closes of a ladder. */
    readonly measure:
        | { readonly from: 'file' }
        | { readonly from: 'ladder'; readonly ladder: string }
    readonly currency: string
    /** Months between a customer's first and last that have no row. */
    readonly gapMonths: number
    readonly rowsWithoutMeasure: number
    readonly rowsWithoutTier: number
    /** Customers that the bank does not know, and some of them; empty where the file says all. */
    readonly unknown: { readonly customers: number; readonly some: readonly string[] }
}

/** How well the rule tells what the old system gave. */
export type RuleFit = {
    /** Rows with a measure, a tier given and one due. */
    readonly rows: number
    readonly sameRows: number
    /** Months in which the tier given or the one due changed. */
    readonly changes: number
    readonly sameChanges: number
    /** Rows by the tier given and the one due, places in the rule. */
    readonly matrix: readonly {
        readonly given: number
        readonly due: number
        readonly rows: number
    }[]
}

/** What another policy would have given in the last month. */
export type OtherPolicy = {
    readonly policy: string
    readonly name: Names
    /** Its tiers, lowest first. */
    readonly tiers: readonly { readonly id: string; readonly name: Names }[]
    /** Keys of the policy that a measure alone cannot tell of. */
    readonly dropped: readonly string[]
    /** Customers by the tier given (place in the rule) and the one it would have given. */
    readonly matrix: readonly {
        readonly given: number
        readonly tier: string
        readonly customers: number
        readonly assets: MoneyText
    }[]
}

/** What a check-up of an old system found. */
export type Checkup = {
    readonly table: GivenTable
    readonly rule: InferredRule
    readonly fit: RuleFit
    readonly totals: Readonly<Record<CaseKind, CaseTotal>>
    /** Customers with a case, each once, and what those whose case is open have. */
    readonly concerned: {
        readonly customers: number
        readonly open: number
        readonly assets: MoneyText
    }
    /** The largest open cases of those who had too little, and of those who had too much. */
    readonly tooLow: readonly TierCase[]
    readonly tooHigh: readonly TierCase[]
    readonly near: {
        readonly up: {
            readonly customers: number
            readonly assets: MoneyText
            readonly gap: MoneyText
        }
        readonly down: {
            readonly customers: number
            readonly assets: MoneyText
            readonly gap: MoneyText
        }
        readonly some: readonly NearCase[]
    }
    readonly other: OtherPolicy | null
}
