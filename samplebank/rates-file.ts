import { months } from './calendar.ts'

/** Yuan per unit at the beginning, in ten-thousandths. */
const beginnings = { USD: 71_800, HKD: 9_180, EUR: 77_900 } as const

/** Monthly average rates, made up from integers alone; the same for every seed. */
const rates = Object.entries(beginnings).flatMap(([currency, beginning], index) =>
    months.map((month, step) => {
        const drift = ((step * 7 + index * 5) % 13) - 6 + step
        return { currency, month, step, units: beginning + Math.trunc((beginning * drift) / 1000) }
    }),
)

/** SQL of the rates' file: yuan per 1 unit, the month's average. */
export function ratesFileSql(): string {
    return `select currency, month, rate from (${rateRows()}) rates order by currency, month`
}

/** SQL of currency, step, month and rate. */
export function rateRows(): string {
    const rows = rates.map(
        ({ currency, month, step, units }) => `('${currency}', ${step}, ${month}, ${units})`,
    )
    return `select currency, step, month,
    cast(cast(units as decimal(18,0)) * cast(0.0001 as decimal(5,4)) as decimal(18,4)) as rate
from (values ${rows.join(', ')}) as listed(currency, step, month, units)`
}
