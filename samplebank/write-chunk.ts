import { bookingsOf } from './bookings.ts'
import { never } from './calendar.ts'
import { writeHolder, writeSpends, writeStatement } from './cards.ts'
import { type ChunkParts, type Desk, openDesk } from './chunk.ts'
import { writeClientMonth } from './client-months.ts'
import { isClient, type Stint, stintsOf, writeCampaigns, writeClient } from './clients.ts'
import { writeCoreCustomer } from './core-customers.ts'
import {
    type AccountMonth,
    accountMonths,
    type BalanceKeys,
    balanceKeys,
    writeBalance,
    writeDayBalances,
    writeTransactions,
} from './core-months.ts'
import { writeLoanMonth, writeLoans, writeRepayments } from './credit.ts'
import { type CustomerMonth, monthKeying, monthsOf } from './customer-month.ts'
import { writeNote } from './desk-notes.ts'
import { keying, quotient } from './draw.ts'
import { writeFirms } from './firms.ts'
import { type OldMonth, writeOldSystem } from './old-system.ts'
import { writeOrganisation } from './organisation.ts'
import { identityOf } from './people.ts'
import { slots } from './products.ts'
import { writeProfile } from './profiles.ts'
import { writeRates } from './rates.ts'
import { type Traits, traitsOf } from './traits.ts'
import { writeCustomerTruth, writeMonthTruth } from './truth.ts'
import { writeHoldingMonth, writeHoldings, writeOrders } from './wealth.ts'

/** Customers are numbered from 0; a chunk is `from` … `to` − 1. */
export type Chunk = { readonly from: number; readonly to: number }

/** What a chunk is written with: the same gives the same, on any thread. */
export type ChunkOrder = Chunk & {
    readonly seed: number
    /** All customers of the bank. */
    readonly customers: number
    readonly hasFaults: boolean
}

/** Groups and supply chains lie within so many neighbours. */
const blockCustomers = 100
/** Faults come anew with each so many: chunks begin at such customers. */
export const faultsEvery = 1000

/** Writes all rows of some customers; tells of every block how many are done. */
export function writeChunk(
    order: ChunkOrder,
    onCustomers: (customers: number) => void,
): ChunkParts {
    const { from, to, seed } = order
    const desk = openDesk(order)
    const traits = traitsOf(seed)
    const blocks = keying('block', seed)
    const work: Work = { keyOf: monthKeying(seed), keys: balanceKeys(seed) }
    if (from === 0) {
        writeRates(desk)
        writeOrganisation(desk)
        writeCampaigns(desk)
    }
    for (let first = from; first < to; first += blockCustomers) {
        if (first % faultsEvery === 0) desk.begin()
        const last = Math.min(first + blockCustomers, to)
        const all = Array.from({ length: last - first }, (_, index) => traits(first + index))
        for (const one of all) writeCustomer(desk, one, work)
        const no = quotient(first, blockCustomers)
        writeFirms(desk, { no, key: blocks(no), all })
        onCustomers(all.length)
    }
    return desk.parts()
}

type Work = {
    readonly keyOf: (i: number, step: number) => number
    readonly keys: BalanceKeys
}

function writeCustomer(desk: Desk, traits: Traits, work: Work): void {
    const identity = identityOf(traits)
    const stints = isClient(traits) ? stintsOf(desk, traits) : null
    writeCoreCustomer(desk, traits, identity)
    if (traits.from.card !== never) writeHolder(desk, traits, identity)
    writeHoldings(desk, traits)
    writeLoans(desk, traits)
    if (stints !== null) writeClient(desk, traits, { identity, stints })
    writeProfile(desk, traits)
    writeNote(desk, traits, identity)
    writeCustomerTruth(desk, traits)
    const measured: OldMonth[] = []
    const { keys } = work
    for (const month of monthsOf(traits, work)) {
        measured.push(writeMonth(desk, month, { keys, stints }))
    }
    writeOldSystem(desk, traits, measured)
}

function writeMonth(
    desk: Desk,
    month: CustomerMonth,
    { keys, stints }: Pick<Work, 'keys'> & { readonly stints: readonly Stint[] | null },
): OldMonth {
    const { traits, step, key } = month
    const bookings = bookingsOf(month)
    writeTransactions(desk, month, bookings)
    writeDayBalances(desk, month, bookings)
    writeOrders(desk, month, bookings)
    writeRepayments(desk, month)
    if (traits.from.card !== never) writeSpends(desk, month, bookings)
    if (stints !== null) writeClientMonth(desk, month, stints)
    const readable: AccountMonth[] = []
    const accounts = accountMonths(month, { bookings, keys })
    for (const account of accounts) {
        const { slot, currency, end } = account
        desk.count({ step, slot, currency, amount: end })
        if (!writeAccountMonth(desk, month, account)) readable.push(account)
    }
    const measure = writeMonthTruth(desk, month, { accounts, readable })
    return { step, measure, key }
}

/** Each product's month lies in the system that keeps it. */
function writeAccountMonth(desk: Desk, month: CustomerMonth, account: AccountMonth): boolean {
    switch (account.slot) {
        case slots.wealth:
        case slots.fund:
        case slots.insurance:
            return writeHoldingMonth(desk, month, account)
        case slots.mortgage:
        case slots.loan:
            return writeLoanMonth(desk, month, account)
        case slots.card:
            return writeStatement(desk, month, account)
        default:
            return writeBalance(desk, month, account)
    }
}
