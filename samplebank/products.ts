import { dateOf } from './calendar.ts'
import { draw } from './draw.ts'

/** What a customer can hold, one account of each; the slot is the last digit of its number. */
export const products = [
    { name: 'current', slot: 0, product: 'deposit', owes: false },
    { name: 'term', slot: 1, product: 'deposit', owes: false },
    { name: 'wealth', slot: 2, product: 'wealth', owes: false },
    { name: 'fund', slot: 3, product: 'fund', owes: false },
    { name: 'insurance', slot: 4, product: 'insurance', owes: false },
    { name: 'mortgage', slot: 5, product: 'mortgage', owes: true },
    { name: 'loan', slot: 6, product: 'loan', owes: true },
    { name: 'card', slot: 7, product: 'card', owes: true },
    { name: 'foreign', slot: 8, product: 'deposit', owes: false },
] as const

/** One of the products. */
export type Product = (typeof products)[number]
/** What a product is called in the columns of customer months. */
export type ProductName = Product['name']

/** SQL of the number by which the bank knows a customer. */
export function customerNo(i: string): string {
    return `(100000000 + ${i})`
}

/** SQL of an account's number. */
export function accountNo(i: string, slot: number | string): string {
    return `(620000000000 + (${i}) * 10 + ${slot})`
}

/** SQL of an account's currency, from the customer's traits. */
export function currencyOf(product: ProductName): string {
    return product === 'foreign' ? 'foreign_currency' : `'CNY'`
}

/** SQL of the day of the month on which an account begins: late, when the salary has come in. */
export function openDay(product: Product): string {
    return product.name === 'current'
        ? 'day(open_date)'
        : `(16 + ${draw('key', `open_day:${product.slot}`, 10)})`
}

/** SQL of the day on which an account begins. */
export function openDate(product: Product): string {
    return product.name === 'current'
        ? 'open_date'
        : dateOf(`${product.name}_from`, openDay(product))
}
