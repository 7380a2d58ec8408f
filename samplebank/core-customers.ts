import { type Day, dayOf, dayOfStep, isoDay, lastDay, monthsCount, never } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { openDayOf } from './customer-month.ts'
import { chance, pick, quotient } from './draw.ts'
import { stayOf } from './homes.ts'
import { likenessOf } from './likeness.ts'
import { branches } from './names.ts'
import { type Identity, tradeOf } from './people.ts'
import {
    accountNo,
    customerNo,
    type Product,
    type ProductName,
    products,
    secondCustomerNo,
    slots,
} from './products.ts'
import { houseMonths, loanMonths, rollMonths } from './rolls.ts'
import type { Traits } from './traits.ts'

const draws = {
    birthKnown: chance('birth_known'),
    agreement: chance('agreement'),
    sales: chance('sales'),
    salesKnown: chance('sales_known'),
    list: chance('list'),
    listedOn: chance('listed_on'),
    listedDays: chance('listed_days'),
    listEnded: chance('is_listing_ended'),
    listReason: chance('list_reason'),
    isSecond: chance('second_record'),
} as const

/** One in so many persons has a second number in the core. */
const secondOneIn = 60

/** Rows of a customer in the core: the customer, a second record of some, accounts, lists. */
export function writeCoreCustomer(desk: Desk, traits: Traits, identity: Identity): void {
    writeCustomer(desk, traits, identity)
    if (traits.isPerson && draws.isSecond(traits.key, secondOneIn) === 0) {
        writeSecond(desk, traits, identity)
    }
    for (const product of products) {
        if (product.product === 'deposit') writeAccount(desk, traits, product)
    }
    writeList(desk, traits)
    writeStay(desk, traits)
}

function writeCustomer(desk: Desk, traits: Traits, identity: Identity): void {
    const { key, isPerson, isMale, level } = traits
    const file = desk.files['sample/customers.csv']
    const branch = pick(branches, traits.branch)
    const birthDay = draws.birthKnown(key, 100) > 0 ? identity.birthDay : null
    const agreement = draws.agreement(key, 1000)
    const hasSigned = isPerson && level >= 500_000_000 && agreement < 850
    file.row([
        String(customerNo(traits.i)),
        isPerson ? 'person' : 'company',
        identity.name,
        identity.idNumber,
        identity.phone,
        identity.address,
        dayText(birthDay),
        isPerson ? (isMale ? 'male' : 'female') : '',
        branch.name,
        branch.region,
        isPerson ? '' : tradeOf(traits).industry,
        agreement < 5 ? '' : String(hasSigned),
        isPerson ? '' : knownSales(traits),
        isoDay(traits.openDay),
    ])
    desk.ended('sample/customers.csv')
    writeRecord(desk, ['sample', 'customer', String(customerNo(traits.i))], traits)
}

/** The number under which a person was known before, when nobody looked. No account hangs on it. */
function writeSecond(desk: Desk, traits: Traits, identity: Identity): void {
    const branch = pick(branches, traits.branch)
    const { name, idNumber, phone, address } = likenessOf(traits, { identity, system: 'second' })
    desk.files['sample/customers.csv'].row([
        String(secondCustomerNo(traits.i)),
        ...['person', name, idNumber ?? '', phone ?? '', address ?? ''],
        dayText(identity.birthDay),
        ...['', branch.name, branch.region, '', '', ''],
        isoDay(traits.openDay - 400),
    ])
    desk.ended('sample/customers.csv')
    writeRecord(desk, ['sample', 'customer', String(secondCustomerNo(traits.i))], traits)
}

/** What a record of a system is in truth. */
export function writeRecord(
    desk: Desk,
    record: readonly [system: string, entity: string, key: string],
    { i }: Traits,
): void {
    desk.files['truth/records.csv'].row([...record, String(customerNo(i))])
}

/** A year of what comes in, more or less, in whole thousand yuan; of a few it is unknown. */
function knownSales(traits: Traits): string {
    return draws.salesKnown(traits.key, 100) >= 4 ? `${yearlySales(traits)}.00` : ''
}

/** The sales of a company in a year, in yuan. */
export function yearlySales({ key, income, level }: Traits): number {
    const year = income > 0 ? income * 12 : level * 2
    const noisy = quotient(year * (850 + draws.sales(key, 300)), 1000)
    return quotient(noisy, 100_000) * 1000
}

function writeAccount(desk: Desk, traits: Traits, product: Product): void {
    if (traits.from[product.name] === never) return
    const { i, wishes } = traits
    desk.files['sample/accounts.csv'].row([
        String(accountNo(i, product.slot)),
        String(customerNo(i)),
        'deposit',
        product.name === 'term' ? 'term' : 'demand',
        product.name === 'foreign' ? wishes.foreignCurrency : 'CNY',
        isoDay(openDateOf(traits, product.name)),
        dayText(closedDayOf(traits, product.name)),
        dayText(maturityOf(traits, product.name)),
    ])
    desk.ended('sample/accounts.csv')
}

/** The first day of an account. */
export function openDateOf(traits: Traits, name: ProductName): Day {
    return name === 'current'
        ? traits.openDay
        : dayOfStep(traits.from[name], openDayOf(traits, slots[name]))
}

/** The day on which an account ends; null while it is open. */
export function closedDayOf(traits: Traits, name: ProductName): Day | null {
    const { leftStep, leftDay, termUntil } = traits
    if (name === 'term' && termUntil !== never) return dayOfStep(termUntil, traits.termUntilDay)
    return leftStep === never ? null : dayOfStep(leftStep, leftDay)
}

/** The next day on which a term ends after the last month, or the day on which a loan is due. */
export function maturityOf(traits: Traits, name: ProductName): Day | null {
    const from = traits.from[name]
    if (closedDayOf(traits, name) !== null) return null
    const on = (step: number): Day => dayOfStep(step, openDayOf(traits, slots[name]))
    switch (name) {
        case 'term':
        case 'wealth': {
            const length = rollMonths[name]
            return on(from + (quotient(monthsCount - 1 - from, length) + 1) * length)
        }
        case 'mortgage':
            return on(from + houseMonths)
        case 'loan':
            return on(from + loanMonths)
        default:
            return null
    }
}

/** Why customers stand on the lists; the bank keeps it to itself. */
const reasons = {
    red: ['重点客户', '战略合作单位', '社会公众人物', '重大项目关系人'],
    black: ['被执行人', '涉嫌欺诈', '恶意拖欠', '可疑交易'],
} as const

/**
 * Two in a thousand are important, one is to be kept at a distance. Some listings have ended,
 * whatever became of the customer.
 */
function writeList(desk: Desk, { i, key, openDay }: Traits): void {
    const drawn = draws.list(key, 1000)
    if (drawn >= 3) return
    const list = drawn < 2 ? 'red' : 'black'
    const listedOn = Math.max(openDay, dayOf(2022, 6, 1) + draws.listedOn(key, 1200))
    const isEnded = draws.listEnded(key, 100) < 40
    const endsOn = listedOn + 90 + draws.listedDays(key, 600)
    desk.files['sample/lists.csv'].row([
        String(customerNo(i)),
        list,
        isoDay(listedOn),
        isEnded && endsOn <= lastDay ? isoDay(endsOn) : '',
        pick(reasons[list], draws.listReason(key, 4)),
    ])
}

function writeStay(desk: Desk, traits: Traits): void {
    const stay = stayOf(traits)
    if (stay === null) return
    desk.files['sample/households.csv'].row([
        String(stay.no),
        String(customerNo(traits.i)),
        String(stay.consent),
        isoDay(stay.joinedDay),
        dayText(stay.leftDay),
    ])
}

/** A day as ISO 8601 has it; nothing for null. */
export function dayText(day: Day | null): string {
    return day === null ? '' : isoDay(day)
}
