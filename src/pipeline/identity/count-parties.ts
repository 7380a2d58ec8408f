import type { BankContext } from '../bank-context.ts'
import type { KnownRecords } from './find-records.ts'

/** How many records there are, and how many persons and firms they are by now. */
export type PartyCounts = {
    readonly records: number
    readonly parties: number
    /** Parties of two records and more. */
    readonly shared: number
    /** Records of the party with the most of them. */
    readonly largest: number
}

/** Counts the parties of all known records. */
export async function countParties(
    { warehouse }: Pick<BankContext, 'warehouse'>,
    { relation }: KnownRecords,
): Promise<PartyCounts> {
    const [row = {}] = await warehouse.rows(
        `select coalesce(sum(records), 0) as records, count(*) as parties,
            count_if(records > 1) as shared, coalesce(max(records), 0) as largest
        from (select party_id, count(*) as records from ${relation} known group by party_id) sizes`,
    )
    const count = (name: string): number => Number(row[name] ?? 0)
    return {
        records: count('records'),
        parties: count('parties'),
        shared: count('shared'),
        largest: count('largest'),
    }
}
