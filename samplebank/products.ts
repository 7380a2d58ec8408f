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
/** What a product is called. */
export type ProductName = Product['name']
/** Something of each product. */
export type PerProduct<T> = Readonly<Record<ProductName, T>>

/** The slot of each product, to index balances by. */
export const slots = {
    current: 0,
    term: 1,
    wealth: 2,
    fund: 3,
    insurance: 4,
    mortgage: 5,
    loan: 6,
    card: 7,
    foreign: 8,
} as const satisfies PerProduct<number>

/** The number by which the core knows a customer. */
export function customerNo(i: number): number {
    return 100_000_000 + i
}

/** The number of a second record of a person in the core. */
export function secondCustomerNo(i: number): number {
    return 200_000_000 + i
}

/** An account's number in the core. */
export function accountNo(i: number, slot: number): number {
    return 620_000_000_000 + i * 10 + slot
}

/** Prime, so that multiplying scatters without collisions; above the number of customers. */
const scatterPrime = 99_999_989

/** The number of a holding of wealth products. */
export function holdingNo(i: number, slot: number): string {
    return `W${String(i * 10 + slot).padStart(10, '0')}`
}

/** The number of a loan. */
export function loanNo(i: number, slot: number): string {
    return `L${String(i * 10 + slot).padStart(10, '0')}`
}

/** By what numbers the other systems know a customer: in no order that the core would know. */
export function ownNo(system: 'card' | 'crm' | 'firm', i: number): string {
    const [letter, factor, shift] = ownNumbers[system]
    return letter + String((i * factor + shift) % scatterPrime).padStart(8, '0')
}

// The products stay below 2^53 for ten million customers.
const ownNumbers = {
    card: ['H', 7_368_787, 1_234_567],
    crm: ['C', 15_485_863, 7_654_321],
    firm: ['F', 32_452_843, 2_345_678],
} as const

/**
 * The number of a credit card: sixteen digits, the last by Luhn's rule (ISO/IEC 7812-1). 9999 is
 * the beginning of no issuer's.
 */
export function cardNo(i: number): string {
    const body = `9999${String(i).padStart(11, '0')}`
    let sum = 0
    for (let at = 0; at < 15; at++) {
        const digit = body.charCodeAt(at) - 48
        sum += at % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
    }
    return body + String((10 - (sum % 10)) % 10)
}
