/**
 * What engines say differently, by name. Templates write `{{ name(a, b) }}`; arguments are SQL.
 * Everything else in a template belongs to the subset that DuckDB and Trino share.
 */
export type Dialect = { readonly [Name in PhraseName]: (...args: string[]) => string }

/** The number of arguments of each phrase. */
export const phraseArity = {
    /**
     * Exact decimal(18,2) of an amount × a rate, half away from zero: wide enough in between, as
     * DuckDB keeps the product of narrow decimals in 18 digits.
     */
    at_rate: 2,
    /** Day + n days, as a date. */
    add_days: 2,
    /** Month (yyyymm) + n months. */
    add_months: 2,
    /** Exact decimal(18,2) of a decimal(38,6) amount above 0 ÷ a count, rounded down. */
    cents_down: 2,
    /** The same rounded up. */
    cents_up: 2,
    /** 60 bits of some hash of cells, null among them, as bigint: good within one engine only. */
    cells_hash: 1,
    /** Number of bits set in an integer. */
    count_bits: 1,
    /** An integer whose bit says the day of the month of a date. */
    day_bit: 1,
    /** Number of days of a month (yyyymm). */
    days_in: 1,
    /** Days from the first date to the second. */
    days_between: 2,
    /**
     * Edits (insert, delete, substitute, transpose neighbours) from one text to another, counted in
     * characters or in their bytes: exact of ASCII only.
     */
    edits: 2,
    /** First day of a month (yyyymm), as a date. */
    first_day: 1,
    /** First 60 bits of sha256 of a text, as bigint. */
    hash60: 1,
    /** Whole-number quotient, truncated; null where the divisor is 0. */
    idiv: 2,
    /** Whether all characters of a text are of ASCII. */
    is_ascii: 1,
    /** Aggregate: all texts in one, in any order, with a separator between them. */
    joined_texts: 2,
    /** Last day of a month (yyyymm), as a date. */
    last_day: 1,
    /** A number with all hidden but its last four characters, or all: `*******5678`, `******`. */
    masked_number: 1,
    /** A personal name with all but its first character hidden: `张**`. */
    masked_name: 1,
    /** Exact decimal(18,2) of sum ÷ count, half away from zero; null where the count is 0. */
    mean: 2,
    /** Month (yyyymm) of a date. */
    month_of: 1,
    /** Months counted from year 0, so that their difference is a number of months. */
    month_index: 1,
    /** Aggregate: all bits of all values together. */
    or_bits: 1,
    /**
     * Aggregate: of a list of shares such as `0.1, 0.5` for each the least known value that at
     * least this share of the known ones does not exceed, as an array that counts from 1.
     */
    quantiles: 2,
    /** Quotient of two numbers as double; null where the divisor is 0. Never for money. */
    ratio: 2,
    /** Id of a record: hash60 of system, entity and key, each prefixed with its length. */
    record_id: 3,
    /**
     * Exact decimal(9,6) of part ÷ whole, half away from zero, at most ±999.999999; null unless the
     * whole is above 0. Both are amounts or counts.
     */
    share: 2,
    /**
     * About the Jaro–Winkler similarity of two texts, 0 to 1, or 1 where the engine has none: good
     * to leave out what is surely not alike.
     */
    similarity: 2,
    /** The bits that two integers have both. */
    shared_bits: 2,
    /** A column's value in the row found before this one; in no order that one could rely on. */
    row_before: 1,
    /** 60 bits of the md5 of a text, as bigint: fast, for digests only. */
    row_hash: 1,
    /** A decimal written out with its scale, dates as 2026-01-31, booleans as true and false. */
    as_text: 1,
} as const

export type PhraseName = keyof typeof phraseArity
