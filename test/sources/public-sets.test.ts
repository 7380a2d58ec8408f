import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tableOf } from '#sources/contract.ts'
import { isThere } from '../import/is-there.ts'
import { columnOf, type Desk, draftFiles, importDrafted, openDesk, typesOf } from './drafted.ts'

/**
 * What SOURCE.md beside each set says of it. The contracts are drafted from the files and import
 * them without an edit.
 */
const shared = process.env.TONG_SHARED ?? join(import.meta.dirname, '../../../shared')
const data = join(shared, 'data')
const present = await isThere(join(data, 'berka/account.asc'))
if (!present) {
    console.warn(`\nNOT TESTED: no public sets in ${data}; TONG_SHARED names another place\n`)
}

let desk: Desk
beforeAll(async () => {
    desk = await openDesk()
})
afterAll(async () => {
    await desk.close()
})

async function load(set: string, files: readonly string[]) {
    const folder = join(data, set)
    const drafted = await draftFiles(
        desk,
        files.map((name) => join(folder, name)),
    )
    const imported = await importDrafted(desk, { ...drafted, folder })
    return { ...drafted, ...imported }
}

describe.runIf(present)('a contract drafted from Berka', () => {
    let berka: Awaited<ReturnType<typeof load>>
    beforeAll(async () => {
        const small = ['account', 'card', 'client', 'disp', 'district', 'loan', 'order']
        const files = [...small.map((name) => `${name}.asc`), 'trans_first_99999.asc.gz']
        berka = await load('berka', files)
    })

    it('imports every row', () => {
        expect(berka.rows).toEqual({
            ...{ account: 4500, card: 892, client: 5369, disp: 5369, district: 77 },
            ...{ loan: 682, order: 6471, trans_first_99999: 99_999 },
        })
    })

    it('has the types, absent values and forms of days of the shipped contract', () => {
        const { contract } = berka
        expect(typesOf(contract, 'loan')).toEqual({
            loan_id: 'bigint',
            account_id: 'bigint',
            date: 'date',
            amount: 'decimal(18,2)',
            duration: 'integer',
            payments: 'decimal(18,2)',
            status: 'varchar',
        })
        expect(columnOf(contract, 'loan.date').format).toBe('%y%m%d')
        expect(columnOf(contract, 'card.issued').format).toBe('%y%m%d 00:00:00')
        expect(columnOf(contract, 'district.A12').nulls).toEqual(['?'])
        expect(columnOf(contract, 'district.A15').nulls).toEqual(['?'])
        expect(columnOf(contract, 'trans_first_99999.k_symbol').nulls).toEqual([' '])
        expect(columnOf(contract, 'client.birth_number')).toMatchObject({
            type: { name: 'varchar' },
            pii: 'id_number',
        })
    })

    it('finds every key and every relation, and no other', () => {
        const { contract } = berka
        expect(contract.tables.map(({ name, key }) => [name, ...key])).toEqual([
            ['account', 'account_id'],
            ['card', 'card_id'],
            ['client', 'client_id'],
            ['disp', 'disp_id'],
            ['district', 'A1'],
            ['loan', 'loan_id'],
            ['order', 'order_id'],
            ['trans_first_99999', 'trans_id'],
        ])
        const relations = contract.tables.flatMap(({ name, relations: own }) =>
            own.map(({ columns, to }) => `${name}.${columns.join('+')} → ${to}`),
        )
        expect(relations.toSorted()).toEqual([
            'account.district_id → district',
            'card.disp_id → disp',
            'client.district_id → district',
            'disp.account_id → account',
            'disp.client_id → client',
            'loan.account_id → account',
            'order.account_id → account',
            'trans_first_99999.account_id → account',
        ])
    })
})

describe.runIf(present)('contracts drafted from other public sets', () => {
    it('the card customers of churn: one number a customer, 1,627 of whom left', async () => {
        const { rows, contract, read } = await load('churn', ['BankChurners.csv.gz'])
        expect(rows).toEqual({ bankchurners: 10_127 })
        const { key, columns } = tableOf(contract, 'bankchurners')
        expect(key).toEqual(['CLIENTNUM'])
        expect(columns.length).toBe(23)
        expect(typesOf(contract, 'bankchurners')).toMatchObject({
            CLIENTNUM: 'bigint',
            Attrition_Flag: 'varchar',
            Customer_Age: 'integer',
            Credit_Limit: 'decimal(18,2)',
            Total_Trans_Ct: 'integer',
            Avg_Utilization_Ratio: 'decimal(18,3)',
        })
        const [left] = await read(
            'bankchurners',
            `select count(*) as n from TABLE where "Attrition_Flag" = 'Attrited Customer'`,
        )
        expect(left).toEqual({ n: 1627n })
    })

    it('the purchases of CDNOW by customer', async () => {
        const { rows, contract } = await load('cdnow', [
            'cdnow_customers_summary.csv',
            'cdnow_customers_summary_with_transactions.csv',
        ])
        expect(rows).toEqual({
            cdnow_customers_summary: 2357,
            cdnow_customers_summary_with_transactions: 2357,
        })
        expect(typesOf(contract, 'cdnow_customers_summary')).toEqual({
            ID: 'bigint',
            frequency: 'integer',
            recency: 'decimal(18,2)',
            T: 'decimal(18,2)',
        })
    })

    it('persons and pairs of Splink: a key of two columns, both of which are persons', async () => {
        const files = ['fake_1000.csv', 'fake_1000_labels.csv']
        const { rows, contract } = await load('linkage', files)
        expect(rows).toEqual({ fake_1000: 1000, fake_1000_labels: 3176 })
        expect(columnOf(contract, 'fake_1000.dob')).toMatchObject({
            type: { name: 'date' },
            pii: 'birth_date',
        })
        const labels = tableOf(contract, 'fake_1000_labels')
        expect(labels.key).toEqual(['unique_id_l', 'unique_id_r'])
        expect(labels.relations).toEqual([
            { columns: ['unique_id_l'], to: 'fake_1000' },
            { columns: ['unique_id_r'], to: 'fake_1000' },
        ])
    })
})

describe.runIf(present)('contracts drafted from files that refer to one another or to days', () => {
    it('the divisions of China: codes of which the longer name the shorter', async () => {
        const files = ['areas.csv', 'cities.csv', 'provinces.csv']
        const { rows, contract } = await load('names', files)
        expect(rows).toEqual({ areas: 2978, cities: 342, provinces: 31 })
        expect(tableOf(contract, 'areas').relations).toEqual([
            { columns: ['cityCode'], to: 'cities' },
            { columns: ['provinceCode'], to: 'provinces' },
        ])
    })

    it('the prices of SPY: a day a row', async () => {
        const name = 'pypfopt_tests_spy_prices_1993_2019'
        const { rows, contract, read } = await load('portfolio', [`${name}.csv.gz`])
        expect(rows).toEqual({ [name]: 6765 })
        expect(tableOf(contract, name).key).toEqual(['date'])
        const [days] = await read(name, 'select min(date) as first, max(date) as last from TABLE')
        expect(days).toEqual({ first: '1993-01-29', last: '2019-12-09' })
    })
})

describe.runIf(present)('contracts drafted from sets whose rows have no key', () => {
    it('bank marketing: 12 rows repeat others and are kept', async () => {
        const { rows, contract, text, read } = await load('bank-marketing', [
            'bank-full.csv.gz',
            'bank-additional-full.csv.gz',
        ])
        expect(rows).toEqual({ bank_full: 45_211, bank_additional_full: 41_188 })
        expect(tableOf(contract, 'bank_additional_full').key).toEqual([])
        expect(text).toContain('12 repeat others')
        expect(columnOf(contract, 'bank_full.pdays').nulls).toEqual(['-1'])
        expect(columnOf(contract, 'bank_additional_full.pdays').nulls).toEqual(['999'])
        expect(columnOf(contract, 'bank_full.y').type).toEqual({ name: 'boolean' })
        const yes = 'select count(*) as n from TABLE where y'
        expect(await read('bank_full', yes)).toEqual([{ n: 5289n }])
        expect(await read('bank_additional_full', yes)).toEqual([{ n: 4640n }])
    })

    it('the e-mail test of uplift: 9,394 visits, 578 conversions, 67,258.13 spent', async () => {
        const { rows, read } = await load('uplift', ['hillstrom.csv.gz'])
        expect(rows).toEqual({ hillstrom: 64_000 })
        const [sums] = await read(
            'hillstrom',
            'select count(*) filter (where visit) as visits, sum(spend) as spent, ' +
                'count(*) filter (where conversion) as conversions from TABLE',
        )
        const spent = { units: 6_725_813n, scale: 2 }
        expect(sums).toEqual({ visits: 9394n, conversions: 578n, spent })
    })

    it('german credit: with a heading and without one, 700 good and 300 bad', async () => {
        const named = await load('german-credit', ['german.csv'])
        expect(named.rows).toEqual({ german: 1000 })
        const bare = await load('german-credit', ['german.data'])
        expect(bare.rows).toEqual({ german: 1000 })
        const read = tableOf(bare.contract, 'german').read
        expect(read).toMatchObject({ header: 'none', delimiter: ' ' })
        for (const { one, name } of [
            { one: named, name: 'class' },
            { one: bare, name: 'column_21' },
        ]) {
            const sql = `select ${name} as class, count(*) as n from TABLE group by 1 order by 1`
            expect(await one.read('german', sql)).toEqual([
                { class: 1, n: 700n },
                { class: 2, n: 300n },
            ])
        }
    })
})
