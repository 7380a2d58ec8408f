import type { Dialect } from '../dialect.ts'

const firstDay = (month: string): string =>
    `make_date(cast((${month}) // 100 as integer), cast((${month}) % 100 as integer), 1)`

const monthIndex = (month: string): string => `((${month}) // 100 * 12 + (${month}) % 100 - 1)`

const hash60 = (text: string): string => `cast('0x' || substr(sha256(${text}), 1, 15) as bigint)`

/** The phrases in the words of DuckDB. */
export const duckdbDialect: Dialect = {
    add_days: (day, count) => `cast((${day}) + cast((${count}) as integer) as date)`,
    add_months: (month, count) => {
        const index = `(${monthIndex(String(month))} + (${count}))`
        return `cast(${index} // 12 * 100 + ${index} % 12 + 1 as integer)`
    },
    count_bits: (bits) => `cast(bit_count(${bits}) as integer)`,
    day_bit: (day) => `(1::integer << cast(day(${day}) - 1 as integer))`,
    days_in: (month) => `cast(day(last_day(${firstDay(String(month))})) as integer)`,
    days_between: (from, to) => `date_diff('day', (${from}), (${to}))`,
    first_day: (month) => firstDay(String(month)),
    hash60,
    idiv: (dividend, divisor) => `((${dividend}) // nullif((${divisor}), 0))`,
    last_day: (month) => `last_day(${firstDay(String(month))})`,
    masked_name: (text) =>
        `(substr((${text}), 1, 1) || repeat('*', greatest(length(${text}) - 1, 1)))`,
    masked_number: (text) => {
        const shown = `case when length(${text}) >= 9 then substr(${text}, -4) else '' end`
        return `(repeat('*', length(${text}) - length(${shown})) || ${shown})`
    },
    mean: (sum, count) => {
        // Whole cents, half away from zero: a quotient of decimals would be a double here. All in
        // 64 bits, which is thirty times faster than 128; a sum that does not fit is an error.
        const cents = `cast(cast((${sum}) as decimal(18,2)) * 100 as bigint)`
        const divisor = `cast(nullif((${count}), 0) as bigint)`
        const magnitude = `((2 * abs(${cents}) + ${divisor}) // (2 * ${divisor}))`
        return `cast(sign(${cents}) * ${magnitude} * cast(0.01 as decimal(3,2)) as decimal(18,2))`
    },
    month_of: (day) => `cast(year(${day}) * 100 + month(${day}) as integer)`,
    month_index: (month) => monthIndex(String(month)),
    or_bits: (bits) => `bit_or(${bits})`,
    ratio: (dividend, divisor) =>
        `(cast((${dividend}) as double) / nullif(cast((${divisor}) as double), 0))`,
    record_id: (...parts) => {
        const prefixed = parts.map((part) => `length(${part}) || ':' || ${part}`)
        return hash60(prefixed.join(' || '))
    },
    row_before: (column) => `lag(${column}) over ()`,
    row_hash: (text) => `cast('0x' || substr(md5(${text}), 1, 15) as bigint)`,
    as_text: (value) => `cast((${value}) as varchar)`,
}
