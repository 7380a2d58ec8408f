import type { Dialect } from '../dialect.ts'

const firstDay = (month: string): string =>
    `make_date(cast((${month}) // 100 as integer), cast((${month}) % 100 as integer), 1)`

const monthIndex = (month: string): string => `((${month}) // 100 * 12 + (${month}) % 100 - 1)`

/** Any decimal(18,2) as whole cents; only a large one takes the slow way through 128 bits. */
const cents = (amount: string): string => {
    const narrow = `cast((${amount}) as decimal(18,2))`
    const wide = `cast(cast(${narrow} as decimal(38,2)) * 100 as bigint)`
    const isSmall = `abs(${narrow}) < 10000000000000`
    return `case when ${isSmall} then cast(${narrow} * 100 as bigint) else ${wide} end`
}

const hash60 = (text: string): string => `cast('0x' || substr(sha256(${text}), 1, 15) as bigint)`

/** A quotient in cents as whole numbers: millionths, and how many of them make a cent of each. */
const partsOfCents = (
    amount: string,
    count: string,
): { readonly units: string; readonly unitsOfCent: string } => ({
    units: `cast(cast((${amount}) as decimal(38,6)) * 1000000 as hugeint)`,
    unitsOfCent: `(cast(10000 as hugeint) * nullif((${count}), 0))`,
})

const centsAsMoney = (cents: string): string =>
    `cast(cast(${cents} as decimal(38,0)) * cast(0.01 as decimal(3,2)) as decimal(18,2))`

/** The phrases in the words of DuckDB. */
export const duckdbDialect: Dialect = {
    at_rate: (amount, rate) =>
        `cast(round(cast(${amount} as decimal(20,2)) * (${rate}), 2) as decimal(18,2))`,
    add_days: (day, count) => `cast((${day}) + cast((${count}) as integer) as date)`,
    add_months: (month, count) => {
        const index = `(${monthIndex(String(month))} + (${count}))`
        return `cast(${index} // 12 * 100 + ${index} % 12 + 1 as integer)`
    },
    cents_down: (amount, count) => {
        const { units, unitsOfCent } = partsOfCents(String(amount), String(count))
        return centsAsMoney(`${units} // ${unitsOfCent}`)
    },
    cents_up: (amount, count) => {
        const { units, unitsOfCent } = partsOfCents(String(amount), String(count))
        return centsAsMoney(`(${units} + ${unitsOfCent} - 1) // ${unitsOfCent}`)
    },
    cells_hash: (...cells) => `cast(hash(${cells.join(', ')}) >> 4 as bigint)`,
    count_bits: (bits) => `cast(bit_count(${bits}) as integer)`,
    day_bit: (day) => `(1::integer << cast(day(${day}) - 1 as integer))`,
    days_in: (month) => `cast(day(last_day(${firstDay(String(month))})) as integer)`,
    days_between: (from, to) => `date_diff('day', (${from}), (${to}))`,
    edits: (a, b) => `damerau_levenshtein(${a}, ${b})`,
    first_day: (month) => firstDay(String(month)),
    hash60,
    idiv: (dividend, divisor) => `((${dividend}) // nullif((${divisor}), 0))`,
    is_ascii: (text) => `(strlen(${text}) = length(${text}))`,
    joined_texts: (text, separator) => `string_agg(${text}, ${separator})`,
    last_day: (month) => `last_day(${firstDay(String(month))})`,
    masked_name: (text) =>
        `(substr((${text}), 1, 1) || repeat('*', greatest(length(${text}) - 1, 1)))`,
    masked_number: (text) => {
        const shown = `case when length(${text}) >= 9 then substr(${text}, -4) else '' end`
        return `(repeat('*', length(${text}) - length(${shown})) || ${shown})`
    },
    mean: (sum, count) => {
        // Whole cents, half away from zero: a quotient of decimals would be a double here. All in
        // 64 bits, which is thirty times faster than 128.
        const whole = `(${cents(sum)})`
        const divisor = `cast(nullif((${count}), 0) as bigint)`
        const magnitude = `((2 * abs(${whole}) + ${divisor}) // (2 * ${divisor}))`
        const rounded = `cast(sign(${whole}) * ${magnitude} as decimal(18,0))`
        return `cast(${rounded} * cast(0.01 as decimal(3,2)) as decimal(18,2))`
    },
    month_of: (day) => `cast(year(${day}) * 100 + month(${day}) as integer)`,
    month_index: (month) => monthIndex(String(month)),
    or_bits: (bits) => `bit_or(${bits})`,
    quantiles: (value, shares) => `quantile_disc(${value}, array[${shares}])`,
    ratio: (dividend, divisor) =>
        `(cast((${dividend}) as double) / nullif(cast((${divisor}) as double), 0))`,
    record_id: (...parts) => {
        const prefixed = parts.map((part) => `length(${part}) || ':' || ${part}`)
        return hash60(prefixed.join(' || '))
    },
    row_before: (column) => `lag(${column}) over ()`,
    row_hash: (text) => `cast('0x' || substr(md5(${text}), 1, 15) as bigint)`,
    share: (part, whole) => {
        // Millionths in 64 bits, which is many times faster than 128, unless the part is too large.
        const [above, below] = [part, whole].map((one) => `cast((${one}) as decimal(18,2))`)
        const millionths = ([dividend, divisor]: readonly [string, string]): string =>
            `cast(sign(${above}) * least((${dividend} * 2000000 + ${divisor}) // ` +
            `(2 * ${divisor}), 999999999) as integer)`
        const narrow = millionths([
            `cast(abs(${above}) * 100 as bigint)`,
            `cast(${below} * 100 as bigint)`,
        ])
        const wide = millionths([
            `cast(cast(abs(${above}) as decimal(38,2)) * 100 as hugeint)`,
            `cast(cast(${below} as decimal(38,2)) * 100 as hugeint)`,
        ])
        const chosen =
            `case when ${below} > 0 and ${below} < 10000000000000 ` +
            `and abs(${above}) < 40000000000 then ${narrow} when ${below} > 0 then ${wide} end`
        return `cast((${chosen}) * cast(0.000001 as decimal(7,6)) as decimal(9,6))`
    },
    similarity: (a, b) => `jaro_winkler_similarity(${a}, ${b})`,
    shared_bits: (bits, others) => `((${bits}) & (${others}))`,
    as_text: (value) => `cast((${value}) as varchar)`,
}
