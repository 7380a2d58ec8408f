/** What kind of value a feature has; it decides which operators and values a condition takes. */
export type FeatureType = 'money' | 'number' | 'boolean' | 'text' | 'date'

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
    readonly grain: 'month'
    /** The time that the value looks at. */
    readonly window: 'month' | 'month_end' | 'months_3' | 'months_6' | 'months_12' | 'year' | 'life'
    /** Where it comes from, in one sentence for people who read the models. */
    readonly source: string
    /**
     * What the value is for a party without any such holding while the batch is complete; a text
     * where it stands on no list.
     */
    readonly absent: 'zero' | 'null' | { readonly text: string }
    /** What one unknown account makes of it: the whole is unknown, or the account is skipped. */
    readonly partial: 'null' | 'skip'
    /** A sensitive trait must not decide what a customer gets: policies may not name it. */
    readonly sensitive: boolean
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
    | 'transactions'
    | 'days'
    | 'months'
    | 'years'

/** A model of one row per party and month. */
export type FeatureTable = `${'features' | 'scores'}.${string}`

/** The features that conditions and measures may name, by id. */
export type Catalogue = ReadonlyMap<string, Feature>
