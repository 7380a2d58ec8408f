import { months } from './calendar.ts'
import type { Desk } from './chunk.ts'

/** Yuan per unit at the beginning, in ten-thousandths. */
const beginnings = { EUR: 77_900, HKD: 9_180, USD: 71_800 } as const
const currencies = ['EUR', 'HKD', 'USD'] as const
/** Each currency drifts in its own way. */
const places = { USD: 0, HKD: 1, EUR: 2 } as const

/** Yuan per 1 unit in ten-thousandths, the average of a step: the same for every seed. */
export function rateUnits(currency: string, step: number): number {
    const known = currencies.find((one) => one === currency)
    if (known === undefined) throw new Error(`no rate for ${currency}`)
    const beginning = beginnings[known]
    const drift = ((step * 7 + places[known] * 5) % 13) - 6 + step
    return beginning + Math.trunc((beginning * drift) / 1000)
}

/** The rates' file. */
export function writeRates(desk: Desk): void {
    const file = desk.files['sample/rates.csv']
    for (const currency of currencies) {
        for (const [step, month] of months.entries()) {
            file.ascii(currency)
            file.next()
            file.whole(month)
            file.next()
            file.scaled(rateUnits(currency, step), 4)
            file.end()
        }
    }
}
