import { quoted } from '#sources/sql-text.ts'

/** How the rows of a table lead to customers. */
export type RowOwners = {
    /** Selects of `party_id` of the customers of whom a confidential rule holds. */
    readonly restricted: readonly string[]
    /** SQL of the tables that lead from an account or a record to a customer. */
    readonly partyMap: string
    readonly accounts: string
}

/** Columns that lead to a customer, directly or by its records. */
const partyColumns: ReadonlySet<string> = new Set(['party_id', 'old_party_id', 'new_party_id'])

/**
 * A condition over the rows of `alias`: that they are of a restricted customer. Null where none is
 * restricted, or no column leads to a customer.
 */
export function isRestrictedRow(
    columns: readonly string[],
    { alias, owners }: { readonly alias: string; readonly owners: RowOwners },
): string | null {
    const { restricted, partyMap, accounts } = owners
    if (restricted.length === 0) return null
    const hidden = `select party_id from (${restricted.join(' union all ')}) restricted`
    const records = `select record_id from ${partyMap} mapped where party_id in (${hidden})`
    const owned = `select account_id from ${accounts} owned where owner_record_id in (${records})`
    const found = columns.flatMap((name) => {
        const value = `${alias}.${quoted(name)}`
        if (partyColumns.has(name)) return [`coalesce(${value} in (${hidden}), false)`]
        if (/(?:^|_)record_id$/.test(name)) return [`coalesce(${value} in (${records}), false)`]
        return name === 'account_id' ? [`coalesce(${value} in (${owned}), false)`] : []
    })
    return found.length === 0 ? null : `(${found.join(' or ')})`
}
