import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { importBatch } from '#pipeline/import/import-batch.ts'
import { parseContract } from '#sources/contract.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Cell, Row, Warehouse } from '#warehouse/warehouse.ts'
import { type BuiltModel, berkaModels, buildBerka } from './berka-models.ts'
import { isThere } from './is-there.ts'

const root = join(import.meta.dirname, '../..')
const shared = process.env.TONG_SHARED ?? join(root, '../shared')
const berka = join(shared, 'data/berka')
const present = await isThere(join(berka, 'trans_first_99999.asc.gz'))
if (!present) {
    console.warn(
        `\nNOT TESTED: Berka's files are not in ${berka}; TONG_SHARED names another place\n`,
    )
}

let folder: string
let warehouse: Warehouse
let rows: Readonly<Record<string, number>>
let built: ReadonlyMap<string, BuiltModel>

beforeAll(async () => {
    if (!present) return
    folder = await mkdtemp(join(tmpdir(), 'tong-berka-'))
    warehouse = await openDuckdb({ spillFolder: join(folder, 's'), memoryLimitGb: 1, threads: 2 })
    const contractText = await readFile(join(root, 'models/sources/berka.yml'), 'utf8')
    const into = { batches: join(folder, 'batches'), tmp: join(folder, 'tmp') }
    await mkdir(into.tmp)
    const { batch } = await importBatch({
        warehouse,
        ledger: { find: async () => null, latest: async () => null, record: async () => {} },
        contract: valueOrThrow(parseContract(contractText, { file: 'berka.yml' })),
        contractText,
        folder: berka,
        into,
        signal: new AbortController().signal,
        onProgress: () => {},
    })
    rows = batch.rows
    const from = { batch: join(into.batches, batch.batchId), asOf: '1994-10-31', folder }
    built = await buildBerka(warehouse, from)
})

afterAll(async () => {
    if (!present) return
    warehouse.close()
    await rm(folder, { recursive: true, force: true })
})

async function ask(sql: string): Promise<Row> {
    const named = sql.replace(/\b(?:identity|staging)\.berka__\w+/g, (name) => {
        return built.get(name)?.relation ?? name
    })
    return (await warehouse.rows(named))[0] ?? {}
}

function money(cell: Cell | undefined): string {
    if (typeof cell !== 'object' || cell === null) throw new Error('no money')
    return String(cell.units)
}

describe.runIf(present)('Berka', () => {
    it('is imported whole: as many rows as its source says', () => {
        expect(rows).toEqual({
            district: 77,
            client: 5369,
            account: 4500,
            disp: 5369,
            card: 892,
            loan: 682,
            order: 6471,
            trans: 99_999,
        })
    })

    it.each(berkaModels)('%s has the columns and the key of its twin', async (name) => {
        const one = built.get(name)
        if (one === undefined) throw new Error('not built')
        const { key, columns } = one.model.twin
        expect(one.columns).toEqual(
            Object.entries(columns).map(([column, { type }]) => ({ name: column, type })),
        )
        const { n } = await ask(`select count(*) as n from (select distinct ${key} from ${name}) k`)
        expect(Number(n)).toBe(one.rows)
    })

    it('has 1,468 owners with an account by September 1994', async () => {
        const { n } = await ask(
            `select count(distinct owner_record_id) as n from identity.berka__accounts
             where product = 'deposit' and opened_date <= date '1994-09-30'`,
        )
        expect(Number(n)).toBe(1468)
    })

    it('knows sex and birth from the birth number', async () => {
        // Client 1 is "706213", client 2 "450204".
        const { n } = await ask(
            `select count(*) as n from identity.berka__records
             where (source_key, sex, birth_date) in
             (('1', 'female', date '1970-12-13'), ('2', 'male', date '1945-02-04'))`,
        )
        expect(Number(n)).toBe(2)
    })
})

describe.runIf(present)('the balances of Berka', () => {
    it('list 320 of 79,804 days off, all on the last day, which is cut short', async () => {
        expect(built.get('identity.berka__day_ends')?.rows).toBe(79_804)
        const off = await ask(
            `select count(*) as n, min(booked_date) as first from identity.berka__day_end_faults`,
        )
        expect(off).toEqual({ n: 320n, first: '1994-10-31' })
    })

    it('average as a walk over every day of September 1994 does', async () => {
        const walked = await ask(
            `with days as (
                 select unnest(generate_series(date '1994-09-01', date '1994-09-30',
                     interval '1' day)) as day
             ),
             held as (
                 select a.account_id, d.day, (
                     select case when e.day_end < 0 then 0 else e.day_end end
                     from identity.berka__booked_days e
                     where e.account_id = a.account_id and e.booked_date <= d.day
                     order by e.booked_date desc limit 1
                 ) as held
                 from identity.berka__accounts a cross join days d
                 where a.product = 'deposit' and a.opened_date <= date '1994-09-30'
             ),
             averages as (
                 select account_id, cast(round(sum(coalesce(held, 0)) * 100) as bigint) as cents
                 from held group by account_id
             )
             select count(*) as n, count(*) filter (
                 where cast(b.balance_avg * 100 as bigint) <> (2 * cents + 30) // 60
             ) as differing
             from averages join identity.berka__balances b
                 on b.account_id = averages.account_id and b.month = 199409`,
        )
        expect(walked).toEqual({ n: 1468n, differing: 0n })
    })

    it('of a loan are what was lent less what was paid', async () => {
        // 105,804 lent on 1993-08-03 on account 1843 in 36 payments of 2,939, booked as 2,938.70.
        const paid = await ask(
            `select sum(amount) as paid, count(*) as n from staging.berka__trans
             where account_id = 1843 and purpose = 'UVER' and booked_date <= date '1994-09-30'`,
        )
        expect(Number(paid.n)).toBe(14)
        const owed = await ask(
            `select b.balance_end as owed from identity.berka__balances b
             join identity.berka__accounts a on a.account_id = b.account_id
             join staging.berka__loan l on cast(l.loan_id as varchar) = a.source_key
             where a.product = 'loan' and l.account_id = 1843 and b.month = 199409`,
        )
        expect(BigInt(money(owed.owed))).toBe(10_580_400n - 14n * 293_870n)
    })
})

describe.runIf(present)('the loans, cards and orders of Berka', () => {
    it('are all there, and how loans ended is not known in 1994', async () => {
        const found = await ask(
            `select
                 (select count(*) from identity.berka__loans where status is null) as loans,
                 (select count(*) from identity.berka__cards) as cards,
                 (select count(*) from identity.berka__standing_orders) as orders,
                 (select count(*) from identity.berka__regions) as regions`,
        )
        expect(found).toEqual({ loans: 682n, cards: 892n, orders: 6471n, regions: 77n })
    })

    it('are repaid as the balances say', async () => {
        const { paid, rows: payments } = await ask(
            `select sum(principal_paid) as paid, count(*) as rows
             from identity.berka__repayments r
             join identity.berka__accounts a on a.account_id = r.account_id
             join staging.berka__loan l on cast(l.loan_id as varchar) = a.source_key
             where l.account_id = 1843 and r.paid_date <= date '1994-09-30'`,
        )
        expect({ payments, paid: money(paid) }).toEqual({
            payments: 14n,
            paid: String(14n * 293_870n),
        })
    })

    it('go to accounts of other banks, of which no number leaves staging', async () => {
        const [named, known] = [
            `select count(distinct (counterparty_bank, counterparty_account)) as n
             from staging.berka__order`,
            `select count(distinct counterparty_account_id) as n
             from identity.berka__standing_orders`,
        ]
        expect(Number((await ask(named)).n)).toBeGreaterThan(1000)
        expect(await ask(known)).toEqual(await ask(named))
        const { columns = [] } = built.get('identity.berka__counterparties') ?? {}
        expect(columns.map(({ name }) => name)).not.toContain('counterparty_account')
    })
})
