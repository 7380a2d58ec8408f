import type { ColumnType } from './column-type.ts'
import type { Draft, DraftTable } from './draft.ts'
import { headingSays, headingWords } from './draft-words.ts'

/** Where a table of customers says what: names of columns, null where none does. */
export type CustomerRoles = {
    readonly table: string
    readonly key: string
    readonly name: string | null
    /** Tells persons from companies. */
    readonly kind: string | null
    readonly birthDate: string | null
    readonly branch: string | null
}

/** The same of a table of accounts. */
export type AccountRoles = {
    readonly table: string
    readonly key: string
    readonly customer: string
    readonly product: string | null
    readonly currency: string | null
    readonly opened: string | null
    readonly closed: string | null
    readonly matures: string | null
}

/** The same of a table of balances, a row an account and month. */
export type BalanceRoles = {
    readonly table: string
    readonly account: string
    readonly month: string
    /** Whether the month is a day of it; otherwise it is written as yyyymm. */
    readonly isDay: boolean
    readonly average: string | null
    readonly end: string | null
}

/** The same of a table of exchange rates, a row a currency and month. */
export type RateRoles = {
    readonly table: string
    readonly currency: string
    readonly month: string
    readonly isDay: boolean
    readonly rate: string
}

/** Which tables of unknown files hold what a bank needs to be tiered. */
export type BankRoles = {
    readonly customers: CustomerRoles
    readonly accounts: AccountRoles
    readonly balances: BalanceRoles
    /** Null: balances of other currencies than the bank's own are unknown. */
    readonly rates: RateRoles | null
}

/** The parts that were not found: `customers`, `accounts`, `balances`; none where roles are. */
export type GuessedRoles =
    | { readonly roles: BankRoles; readonly missing: readonly [] }
    | { readonly roles: null; readonly missing: readonly NeededPart[] }

/** Without these there is nothing to tier. */
export type NeededPart = 'customers' | 'accounts' | 'balances'

type Column = { readonly name: string; readonly type: ColumnType['name'] }

/**
 * Guesses by headings and types which table holds customers, which accounts and which month
 * balances. A table may stand for one of them only; of several that could be it, the one whose name
 * says so comes first, else the first.
 */
export function guessRoles(draft: Draft): GuessedRoles {
    const balances = first(draft.tables, { word: 'balance', guess: balanceRoles })
    const others = draft.tables.filter(({ name }) => name !== balances?.table)
    const accounts = first(others, { word: 'account', guess: accountRoles })
    const rest = others.filter(({ name }) => name !== accounts?.table)
    const customers = first(rest, { word: 'customer', guess: customerRoles })
    if (customers !== null && accounts !== null && balances !== null) {
        const taken = [customers.table, accounts.table, balances.table]
        const left = draft.tables.filter(({ name }) => !taken.includes(name))
        const rates = first(left, { word: 'rate', guess: rateRoles })
        return { roles: { customers, accounts, balances, rates }, missing: [] }
    }
    const found = { customers, accounts, balances }
    const names = ['customers', 'accounts', 'balances'] as const
    return { roles: null, missing: names.filter((name) => found[name] === null) }
}

function first<T>(
    tables: readonly DraftTable[],
    { word, guess }: { readonly word: string; readonly guess: (table: DraftTable) => T | null },
): T | null {
    const isNamed = ({ name }: DraftTable): boolean => headingWords(name).includes(word)
    const named = tables.filter(isNamed)
    for (const table of [...named, ...tables.filter((one) => !isNamed(one))]) {
        const roles = guess(table)
        if (roles !== null) return roles
    }
    return null
}

function customerRoles(table: DraftTable): CustomerRoles | null {
    const columns = columnsOf(table)
    const key = idOf(columns, 'customer') ?? onlyKey(table)
    if (key === null || idOf(columns, 'account') !== null) return null
    const pii = (wanted: string): string | null =>
        table.columns.find(({ column }) => column.pii === wanted)?.column.name ?? null
    const name = pii('name') ?? saying(columns, 'person_name') ?? saying(columns, 'name')
    if (name === null) return null
    const kind = columns.find(
        (one) => one.type === 'varchar' && /kind|type|类|類|性质|性質/i.test(one.name),
    )
    return {
        ...{ table: table.name, key, name, kind: kind?.name ?? null },
        birthDate: dateOf(columns, /birth|dob|生日|出生/i),
        branch: saying(columns, 'branch'),
    }
}

function accountRoles(table: DraftTable): AccountRoles | null {
    const columns = columnsOf(table)
    const key = idOf(columns, 'account')
    const customer = idOf(columns, 'customer')
    if (key === null || customer === null || key === customer) return null
    const product =
        columns.find(({ name }) => headingWords(name).includes('product')) ??
        columns.find((one) => one.type === 'varchar' && /kind|type|类|類/i.test(one.name))
    return {
        ...{ table: table.name, key, customer, product: product?.name ?? null },
        currency: columns.find(({ name }) => headingWords(name).includes('currency'))?.name ?? null,
        opened: dateOf(columns, /open|start|开户|開戶|起/i),
        closed: dateOf(columns, /clos|销户|銷戶|结清|結清/i),
        matures: dateOf(columns, /matur|due|到期/i),
    }
}

function balanceRoles(table: DraftTable): BalanceRoles | null {
    const columns = columnsOf(table)
    const account = idOf(columns, 'account')
    const money = columns.filter(({ type }) => type === 'decimal' || type === 'double')
    const month = monthOf(columns)
    if (account === null || month === null || money.length === 0) return null
    const average = money.find(({ name }) => /av(era)?g|mean|日均|平均|均/i.test(name))
    const end =
        money.find(({ name }) => /end|clos|eom|期末|月末/i.test(name)) ??
        money.find(({ name }) => name !== average?.name && headingSays(name, 'money')) ??
        (average === undefined ? money[0] : undefined)
    return {
        ...{ table: table.name, account, month: month.name, isDay: month.isDay },
        ...{ average: average?.name ?? null, end: end?.name ?? null },
    }
}

function rateRoles(table: DraftTable): RateRoles | null {
    const columns = columnsOf(table)
    const currency = columns.find(({ name }) => headingWords(name).includes('currency'))
    const month = monthOf(columns)
    const rate = columns.find(
        ({ name, type }) => type === 'decimal' && /rate|汇率|匯率|牌价|牌價/i.test(name),
    )
    if (currency === undefined || month === null || rate === undefined) return null
    const { name, isDay } = month
    return {
        ...{ table: table.name, currency: currency.name, month: name, isDay, rate: rate.name },
    }
}

/** The column of months: yyyymm, or a day whose heading speaks of a month. */
function monthOf(
    columns: readonly Column[],
): { readonly name: string; readonly isDay: boolean } | null {
    const whole = columns.find(
        ({ name, type }) => ['integer', 'bigint'].includes(type) && headingSays(name, 'month'),
    )
    const day = columns.find(({ name, type }) => type === 'date' && /month|月/i.test(name))
    const found = whole ?? day
    return found === undefined ? null : { name: found.name, isDay: found === day }
}

function columnsOf({ columns }: DraftTable): readonly Column[] {
    return columns.map(({ column }) => ({ name: column.name, type: column.type.name }))
}

function idOf(columns: readonly Column[], word: string): string | null {
    const typed = columns.filter(({ type }) => ['varchar', 'integer', 'bigint'].includes(type))
    const named = typed.filter(({ name }) => headingWords(name).includes(word))
    const numbered = named.find(({ name }) => {
        const words = headingWords(name)
        return words.includes('no') || words.includes('key') || headingSays(name, 'identifier')
    })
    return (numbered ?? named.find(({ name }) => headingWords(name).length === 1))?.name ?? null
}

function onlyKey({ key }: DraftTable): string | null {
    return key.length === 1 ? (key[0] ?? null) : null
}

function saying(
    columns: readonly Column[],
    word: Parameters<typeof headingSays>[1],
): string | null {
    const said = columns.find(({ name, type }) => type === 'varchar' && headingSays(name, word))
    return said?.name ?? null
}

function dateOf(columns: readonly Column[], heading: RegExp): string | null {
    return columns.find(({ name, type }) => type === 'date' && heading.test(name))?.name ?? null
}

/** Rejected rows that a draft bears where its keys or relations are guessed, in rows of all. */
const bornePer = 100

/**
 * The draft with what its roles say: keys, relations, and room for the rows that break them; only
 * the tables with a role stay. What was wrong with a row is told when it is taken in.
 */
export function withRoles(draft: Draft, roles: BankRoles): Draft {
    const { customers, accounts, balances, rates } = roles
    const keys: Readonly<Record<string, readonly string[]>> = {
        [customers.table]: [customers.key],
        [accounts.table]: [accounts.key],
        [balances.table]: [balances.account, balances.month],
        ...(rates === null ? {} : { [rates.table]: [rates.currency, rates.month] }),
    }
    const relations: Readonly<Record<string, DraftTable['relations']>> = {
        [accounts.table]: [relation(accounts.customer, customers.table)],
        [balances.table]: [relation(balances.account, accounts.table)],
    }
    const tables = draft.tables
        .filter(({ name }) => keys[name] !== undefined)
        .map((table): DraftTable => {
            const key = keys[table.name] ?? table.key
            const had = table.relations.some((one) => one.isSure)
            const refers = relations[table.name] !== undefined
            const isSure = sameNames(key, table.key) && (had || !refers)
            return {
                ...table,
                key,
                record: table.name === customers.table ? (table.record ?? 'customer') : null,
                relations: relations[table.name] ?? [],
                misfits: isSure ? table.misfits : Math.ceil(table.rows / bornePer),
                notes: table.notes.filter(({ isDoubt }) => !isDoubt),
            }
        })
    return { ...draft, tables }
}

function relation(column: string, to: string): DraftTable['relations'][number] {
    return { columns: [column], to, isSure: true, notes: [] }
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
    return one.toSorted().join(' ') === other.toSorted().join(' ')
}
