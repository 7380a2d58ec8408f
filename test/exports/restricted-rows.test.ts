import { expect, test } from 'vitest'
import { isRestrictedRow, type RowOwners } from '#pipeline/export/restricted-rows.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

// Rows of restricted customers, by whichever column leads to them.

const kept = keepWarehouse()

// Record 10n + k is of party n, k = 0 or 1; account 100r is of record r.
const parties = [1, 2, 3, 4, 5, 6]
const records = parties.flatMap((party) => [10 * party, 10 * party + 1])
/** The parties of which a confidential rule holds. */
const hidden = [2, 5]

function relation(name: string, rows: readonly (readonly number[])[], columns: string): string {
    const values = rows.map((row) => `(${row.join(', ')})`).join(', ')
    return `(select * from (values ${values}) ${name}(${columns}))`
}

const owners: RowOwners = {
    restricted: hidden.map((party) => `select ${party} as party_id`),
    partyMap: relation(
        'pairs',
        records.map((record) => [record, Math.trunc(record / 10)]),
        'record_id, party_id',
    ),
    accounts: relation(
        'pairs',
        records.map((record) => [record * 100, record]),
        'account_id, owner_record_id',
    ),
}

async function hiddenIn(column: string, values: readonly number[]): Promise<readonly number[]> {
    const condition = isRestrictedRow([column, 'amount'], { alias: 'shown', owners })
    const rows = relation('given', [...values.map((value) => [value, 1]), [0, 1]], 'id, amount')
    const found = await kept.warehouse.rows(
        `select ${column} as id from (select nullif(id, 0) as ${column}, amount from ${rows} g)
            shown where ${condition} order by 1`,
    )
    return found.map(({ id }) => Number(id))
}

test.each(['party_id', 'old_party_id', 'new_party_id'])(
    'a row names its customer: %s',
    async (name) => {
        expect(await hiddenIn(name, parties)).toEqual(hidden)
    },
)

test.each(['record_id', 'owner_record_id', 'holder_record_id', 'to_record_id'])(
    'a row names a record of its customer: %s',
    async (name) => {
        const expected = records.filter((record) => hidden.includes(Math.trunc(record / 10)))
        expect(await hiddenIn(name, records)).toEqual(expected)
    },
)

test('a row names an account of its customer', async () => {
    const expected = records.filter((record) => hidden.includes(Math.trunc(record / 10)))
    const accounts = records.map((record) => record * 100)
    expect(await hiddenIn('account_id', accounts)).toEqual(expected.map((record) => record * 100))
})

test('nothing is hidden where no column leads to a customer, or nobody is restricted', () => {
    expect(isRestrictedRow(['product', 'record_key'], { alias: 'a', owners })).toBeNull()
    const none = { ...owners, restricted: [] }
    expect(isRestrictedRow(['party_id'], { alias: 'a', owners: none })).toBeNull()
})
