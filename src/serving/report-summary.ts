import type { Language } from '#domain/say.ts'
import type { ManagementMode, Stage } from '#features/stage-words.ts'
import type { QualityReport } from './quality-report.ts'
import type { MoneyText, Summary } from './summary.ts'

/** What a report is about. */
export type ReportScope =
    | { readonly kind: 'bank' }
    /** A unit of the organisation with all units below it. */
    | { readonly kind: 'branch'; readonly id: string; readonly name: string }
    /** The book of a relationship manager, as it stands on the last day of the month. */
    | { readonly kind: 'manager'; readonly id: string; readonly name: string }

/** A stage of life with the bank; `stage` null: assets have never been known. */
export type StageSize = {
    readonly stage: Stage | null
    readonly parties: number
    readonly assets: MoneyText
    /** Parties that were in it a month before, whatever they are now. */
    readonly before: number
    readonly entered: number
    readonly left: number
    readonly mode: ManagementMode | null
    /** How the stage is dealt with, by the policy. */
    readonly advice: Readonly<Record<Language, string>> | null
}

/** Parties that went from one stage to another. */
export type StageMove = {
    readonly before: Stage
    readonly stage: Stage
    readonly parties: number
}

/** Bands of the value score, highest first; null: no score, or none of the score's population. */
export const valueBands = ['high', 'middle', 'ordinary', null] as const
export type ValueBand = (typeof valueBands)[number]

/** Parties of one tier and one band of value; assets of restricted ones count as none. */
export type ValueCell = {
    readonly tier: string | null
    readonly band: ValueBand
    readonly parties: number
    readonly assets: MoneyText
}

/** Parties of one fifth of recency and one of frequency, 5 being the best; null: unknown. */
export type RfmCell = {
    readonly recency: number | null
    readonly frequency: number | null
    readonly parties: number
    readonly assets: MoneyText
    /** Sum of the monetary fifths of those who have one, and how many they are. */
    readonly monetarySum: number
    readonly monetaryKnown: number
}

/** How much of the assets at month-end rests on few parties; shares are of one. */
export type AssetConcentration = {
    readonly parties: number
    readonly total: MoneyText
    readonly gini: number | null
    /** Fewest parties that hold 80 % together. */
    readonly partiesFor80: number
    /** What the richest so many of a hundred hold. */
    readonly top: readonly { readonly percent: number; readonly share: number | null }[]
    /** What the poorest 5, 10 … 95 % hold; empty where nobody holds anything. */
    readonly lorenz: readonly { readonly percent: number; readonly share: number }[]
}

/** Whether money may be won, or lost. */
export type Stake = 'win' | 'keep' | 'mend'

/** A customer on a list of things to do; masked. */
export type ActionParty = {
    readonly recordKey: string
    readonly name: string | null
    readonly branch: string | null
    readonly tier: string | null
    /** What is at stake with it; null: not known. */
    readonly amount: MoneyText | null
}

/** Something to do, for so many customers. */
export type ReportAction = {
    /** Has texts of its own, `exports.action.<code>`; else those of `named`. */
    readonly code: string
    /** Name and purpose of a ready-made group; null: the code's own texts. */
    readonly named: {
        readonly name: Readonly<Record<Language, string>>
        readonly purpose: Readonly<Record<Language, string>>
    } | null
    readonly stake: Stake
    readonly parties: number
    /** What is at stake with all of them. */
    readonly amount: MoneyText
    /** How that amount is counted: a key `exports.stake.<basis>`. */
    readonly basis: 'missing' | 'assets' | 'maturing_30d'
    /** The command that lists them, without `tong`. */
    readonly command: string
    /** The largest of them. */
    readonly first: readonly ActionParty[]
}

/**
 * All that a report shows: the result of a close, and what runs have built beside it. A part is
 * null where no run has built it.
 */
export type ReportSummary = Summary & {
    readonly scope: ReportScope
    readonly lifecycle: {
        readonly stages: readonly StageSize[]
        /** The ways between stages that most went, the most frequent first. */
        readonly moves: readonly StageMove[]
    } | null
    readonly values: readonly ValueCell[] | null
    readonly rfm: readonly RfmCell[] | null
    readonly concentration: AssetConcentration | null
    /** Assets in terms that end within 90 days after the month. */
    readonly maturing: { readonly parties: number; readonly amount: MoneyText } | null
    /** Null in the report of a part of the bank: deliveries are the whole bank's. */
    readonly quality: QualityReport | null
    /** What to do next, by the money at stake. */
    readonly actions: readonly ReportAction[]
    /** The run that the sections of features and scores rest on; null: none has built them. */
    readonly featuresRun: string | null
}
