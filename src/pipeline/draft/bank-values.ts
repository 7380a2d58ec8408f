import type { BankRoles } from '#sources/bank-roles.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { TypedDelivery } from '../batches/batch.ts'
import { typedTable } from './try-delivery.ts'

/** What stands in the columns whose meaning a person has to confirm. */
export type BankValues = {
    readonly kinds: readonly string[]
    readonly products: readonly string[]
    /** The commonest first. */
    readonly currencies: readonly string[]
    /** The first and the last month with a balance, as yyyymm; null: there is none. */
    readonly months: { readonly first: number; readonly last: number } | null
}

/** More values than this are no list of kinds; they are not read further. */
export const valuesMax = 60

/** Reads the values of the roles of a delivery whose tables are typed. */
export async function bankValues(
    warehouse: Warehouse,
    { typed, roles }: { readonly typed: TypedDelivery; readonly roles: BankRoles },
): Promise<BankValues> {
    const { customers, accounts, balances } = roles
    const valuesOf = async (table: string, column: string | null): Promise<readonly string[]> => {
        if (column === null) return []
        const rows = await warehouse.rows(
            `select cast(${quoted(column)} as varchar) as value, count(*) as often
            from ${typedTable({ warehouse, typed }, table)} delivered
            where ${quoted(column)} is not null
            group by 1
            order by often desc, value
            limit ${valuesMax + 1}`,
        )
        return rows.map(({ value }) => String(value))
    }
    const month = quoted(balances.month)
    const written = balances.isDay ? `year(${month}) * 100 + month(${month})` : month
    const [reach] = await warehouse.rows(
        `select min(${written}) as first, max(${written}) as last
        from ${typedTable({ warehouse, typed }, balances.table)} delivered`,
    )
    const first = reach?.first ?? null
    return {
        kinds: await valuesOf(customers.table, customers.kind),
        products: await valuesOf(accounts.table, accounts.product),
        currencies: await valuesOf(accounts.table, accounts.currency),
        months: first === null ? null : { first: Number(first), last: Number(reach?.last) },
    }
}
