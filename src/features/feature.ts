import type { SensitiveTrait } from './sensitive-traits.ts'

/** All kinds of values that a feature can have. */
export const featureTypes = ['money', 'number', 'boolean', 'text', 'date'] as const
/** What kind of value a feature has; it decides which operators and values a condition takes. */
export type FeatureType = (typeof featureTypes)[number]

/** A value known about one party in one month, with all that is to be known about the value. */
export type Feature = {
    /** Also the column of its table. Its name is the text `features.<id>.name`. */
    readonly id: string
    /**
     * The model that holds it: `features.party_months` has all parties of a month, every other
     * table only those with something to tell.
     */
    readonly table: FeatureTable
    readonly type: FeatureType
    /** `base_currency`, or what is counted; null for a kind, a date or a yes or no. */
    readonly unit: Unit | null
    /** `day`: as of one day, for daily work; a month's tier never rests on it. */
    readonly grain: 'month' | 'day'
    /** The time that the value looks at. */
    readonly window:
        | 'month'
        | 'month_end'
        | 'months_3'
        | 'months_6'
        | 'months_12'
        | 'months_24'
        | 'year'
        | 'life'
        | 'day'
        | 'days_7'
        | 'days_30'
        | 'days_90'
        | 'to_date'
    /** Where it comes from, in one sentence for people who read the models. */
    readonly source: string
    /**
     * What the value is for a party without any such holding while the batch is complete; a text
     * where it stands on no list.
     */
    readonly absent: 'zero' | 'null' | { readonly text: string }
    /** What one unknown account makes of it: the whole is unknown, or the account is skipped. */
    readonly partial: 'null' | 'skip'
    /**
     * The sensitive trait that it tells of: it must not decide what a customer gets, so policies
     * may not name it, and compliance alone is shown it. False for all others.
     */
    readonly sensitive: SensitiveTrait | false
    /** Whether the customer may not be told the value. */
    readonly hidden: boolean
    /** All values that a text can have; null where it is free, or no text. */
    readonly values: readonly string[] | null
    /** The column of `features.party_days` with the same amount at the end of one day, or null. */
    readonly day: string | null
}

/** `base_currency`, a share of one, or what is counted. */
export type Unit =
    | 'base_currency'
    | 'share'
    | 'accounts'
    | 'categories'
    | 'channels'
    | 'banks'
    | 'transactions'
    | 'days'
    | 'months'
    | 'years'
    | 'level'
    | 'lines'
    | 'managers'
    | 'campaigns'
    | 'complaints'
    | 'contacts'
    | 'instalments'
    | 'cards'
    | 'loans'
    | 'parties'
    | 'persons'
    | 'points'

/** A model of one row per party and month. */
export type FeatureTable = `${'features' | 'scores'}.${string}`

/** The features that conditions and measures may name, by id. */
export type Catalogue = ReadonlyMap<string, Feature>
