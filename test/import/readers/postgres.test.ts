import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '#runtime/embedded-postgres.ts'
import { literal } from '#sources/sql-text.ts'
import { openSourceDatabase } from '#store/source-database.ts'
import { clientConfigOf } from '#store/store-address.ts'
import { openTestWarehouse, type TestWarehouse } from '../../open-warehouse.ts'
import { type PeopleRead, peopleRows, readPeople } from './people.ts'

let bench: TestWarehouse
let folder: string
let server: EmbeddedPostgres
let client: Client
beforeAll(async () => {
    bench = await openTestWarehouse()
    folder = await mkdtemp(join(tmpdir(), 'tong-source-'))
    await chmod(folder, 0o711)
    server = await openEmbeddedPostgres({ storeFolder: folder, stateFolder: join(folder, 'state') })
    client = new Client(clientConfigOf(server.address))
    await client.connect()
    await client.query(
        'create table people (no bigint, name text, balance numeric(18,2), opened date, ' +
            'active boolean, note varchar(99))',
    )
    for (const row of peopleRows) {
        const values = row.map((one) => (one === null ? 'null' : literal(one)))
        await client.query(`insert into people values (${values.join(', ')})`)
    }
})
afterAll(async () => {
    await client.end()
    await server.close()
    await bench.close()
    await rm(folder, { recursive: true, force: true })
})

/** Reads a query; `meanwhile` happens once the database is open. */
async function readQuery(query: string, meanwhile = async () => {}): Promise<PeopleRead> {
    const database = await openSourceDatabase(server.address)
    try {
        await database.describe('select 1')
        await meanwhile()
        const read = `{ format: postgres, query: ${JSON.stringify(query)} }`
        return await readPeople(bench, { files: {}, read, database })
    } finally {
        await database.close()
    }
}

const all = 'select * from people order by no -- all of them'

describe('a query of a database', () => {
    it('gives the same rows as a file', async () => {
        const { rows, lines, faults } = await readQuery(all)
        expect(faults).toEqual([])
        // The column has two places behind the point, and line ends become CR.
        const expected = peopleRows.map((cells) =>
            cells.map((one) => (one === '1234.5' ? '1234.50' : (one?.replace('\n', '\r') ?? null))),
        )
        expect(rows).toEqual(expected)
        expect(lines).toEqual([1, 2, 3])
    })

    it('sees one moment', async () => {
        const { rows } = await readQuery(all, async () => {
            await client.query("insert into people values (4, '后来')")
        })
        await client.query('delete from people where no = 4')
        expect(rows).toHaveLength(3)
    })

    it('must have the columns of the contract', async () => {
        const { faults } = await readQuery('select no, name as nmae, balance from people')
        expect(faults).toEqual([
            'column_misspelt people name',
            'column_missing people opened',
            'column_missing people active',
            'column_missing people note',
        ])
    })

    it.each([
        ['of a table that is not there', 'select * from nobody'],
        ['that is none', 'selct 1'],
        ['that writes', "insert into people values (9, 'x') returning *"],
        [
            'that writes in what it reads',
            'with w as (delete from people returning *) select * from w',
        ],
        [
            'that says two things',
            'select * from people) source; delete from people; select * from (select 1',
        ],
        [
            'that fails on its way',
            'select no, name, balance, opened, no / 0 = 1 as active, note from people',
        ],
    ])('%s is refused', async (_name, query) => {
        const { faults } = await readQuery(query)
        expect(faults).toEqual(['query_failed'])
        const { rows } = await client.query('select count(*) as n from people')
        expect(rows).toEqual([{ n: '3' }])
    })

    it('without a database is refused', async () => {
        const read = '{ format: postgres, query: select 1 }'
        expect((await readPeople(bench, { files: {}, read })).faults).toEqual(['database_missing'])
    })

    it('of a database that is not there is refused, without the password', async () => {
        const url = 'postgres://teller:secret@127.0.0.1:1/core'
        const refusal = await openSourceDatabase({ url }).catch((cause: unknown) => cause)
        expect(refusal).toBeInstanceOf(Refusal)
        expect(refusal).toMatchObject({
            failures: [
                {
                    code: 'sources.database_unreachable',
                    params: { database: '127.0.0.1:1/core' },
                },
            ],
        })
        expect(JSON.stringify(refusal)).not.toMatch(/secret|teller/)
    })
})
