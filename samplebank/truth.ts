import { months, never } from './calendar.ts'
import type { Desk } from './chunk.ts'
import type { AccountMonth } from './core-months.ts'
import type { CustomerMonth } from './customer-month.ts'
import { quotient } from './draw.ts'
import { customerNo, slots } from './products.ts'
import { rateUnits } from './rates.ts'
import type { Traits } from './traits.ts'
import { tierOf } from './wealth-levels.ts'

/** What is true of a customer and stands in no file of the bank. */
export function writeCustomerTruth(desk: Desk, traits: Traits): void {
    const { event, campaign } = traits
    const month = (step: number): string => (step < 0 || step === never ? '' : `${months[step]}`)
    const ifTurned = (value: number): string => (event === null ? '' : String(value))
    desk.files['truth/customers.csv'].row([
        String(customerNo(traits.i)),
        (traits.level / 100).toFixed(2),
        (traits.income / 100).toFixed(2),
        String(traits.growth),
        String(traits.isDormant),
        event ?? '',
        month(traits.eventStep),
        ifTurned(traits.eventSize),
        ifTurned(traits.eventSteps),
        month(traits.openStep),
        month(traits.leftStep),
        month(traits.termUntil),
    ])
    if (campaign === null) return
    desk.files['truth/campaigns.csv'].row([
        campaign.campaign.no,
        String(customerNo(traits.i)),
        campaign.arm,
        String(campaign.responds),
        String(campaign.whenContacted),
        String(campaign.whenAlone),
    ])
}

/** The weights of the shipped wealth ladder, in tenths, by slot; what it leaves out weighs 0. */
const measureTenths = [10, 10, 12, 10, 0, 0, 0, 0, 10]

/** A customer's measure: thousandths of a yuan. */
export type Measured = { readonly step: number; readonly measure: number }

/** The accounts of a month, and those of them whose rows no fault has made unreadable. */
export type SeenMonths = {
    readonly accounts: readonly AccountMonth[]
    readonly readable: readonly AccountMonth[]
}

/**
 * The true month: assets (averages in yuan), the measure of the shipped wealth ladder and the tier
 * that it reaches by itself, whether or not the files have the balances; and whether they have all
 * that the measure needs. Returns the measure in thousandths of a yuan.
 */
export function writeMonthTruth(
    desk: Desk,
    { traits, step }: CustomerMonth,
    { accounts, readable }: SeenMonths,
): number {
    let assets = 0
    let measure = 0
    let isKnown = true
    for (const account of accounts) {
        const { slot, currency, average } = account
        if (slot >= slots.mortgage && slot <= slots.card) continue
        const tenths = measureTenths[slot] ?? 0
        const yuan = currency === 'CNY' ? average : inYuan(average, { currency, step })
        assets += yuan
        measure += yuan * tenths
        const isSeen = account.hasAverage && readable.includes(account)
        if (tenths > 0 && !isSeen) isKnown = false
    }
    const file = desk.files['truth/months.csv']
    file.whole(customerNo(traits.i))
    file.next()
    file.whole(months[step] ?? 0)
    file.next()
    file.cents(assets)
    file.next()
    file.scaled(measure, 3)
    file.next()
    file.ascii(tierOf(measure))
    file.next()
    file.ascii(isKnown ? 'true' : 'false')
    file.end()
    return measure
}

/** Cents of a foreign currency in cents of yuan at the month's rate, half up. */
function inYuan(
    cents: number,
    { currency, step }: { readonly currency: string; readonly step: number },
): number {
    return quotient(2 * cents * rateUnits(currency, step) + 10_000, 20_000)
}
