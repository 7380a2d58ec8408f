import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleBankFiles, type TextTableName, textTables } from '#samplebank/sample-files.ts'
import { wealthTiers } from '#samplebank/wealth-levels.ts'
import { writeSampleBank } from '#samplebank/write-sample-bank.ts'
import { type SmallSample, writeSmallSample } from './small-sample.ts'

let bank: SmallSample
let smaller: SmallSample
beforeAll(async () => {
    bank = await writeSmallSample({ customers: 3000, threads: 2 })
    smaller = await writeSmallSample({ customers: 1000, threads: 2 })
})
afterAll(async () => {
    await bank.close()
    await smaller.close()
})

async function digests(sample: SmallSample): Promise<readonly string[]> {
    const texts = await Promise.all(sampleBankFiles.map((file) => sample.text(file)))
    return texts.map((text) => createHash('sha256').update(text).digest('hex'))
}

/** The same in every bank of a size, or without faults empty. */
const seedless = [
    ...['sample/rates.csv', 'sample_crm/units.csv', 'sample_crm/campaigns.csv'],
    ...['sample_wealth/shelf.xlsx', 'late/sample/balances.csv', 'truth/faults.csv'],
]

/** What a law that no row may break finds. */
async function broken(sql: string): Promise<number> {
    const [row] = await bank.ask(`select count(*) as broken from (${sql})`)
    return Number(row?.broken)
}

describe('the same bytes', () => {
    it('on one thread and on two', async () => {
        // So many that the engine gives each thread parts of its own to read.
        const customers = 6000
        const alone = await writeSmallSample({ customers, threads: 1 })
        const shared = await writeSmallSample({ customers, threads: 2 })
        expect(await digests(shared)).toEqual(await digests(alone))
        await alone.close()
        await shared.close()
    }, 120_000)

    it('but not for another seed', async () => {
        const other = await writeSmallSample({ customers: 1000, threads: 2, seed: 2 })
        const same = (await digests(other)).filter((digest, index) => {
            return !seedless.includes(sampleBankFiles[index] ?? '') && digest === expected[index]
        })
        expect(same).toEqual([])
        await other.close()
    })

    let expected: readonly string[] = []
    beforeAll(async () => {
        expected = await digests(smaller)
    })

    it('for the customers that a smaller bank has too', async () => {
        const few = await smaller.text('sample/customers.csv')
        expect((await bank.text('sample/customers.csv')).startsWith(few)).toBe(true)
        const months = await smaller.text('truth/months.csv')
        expect((await bank.text('truth/months.csv')).startsWith(months)).toBe(true)
    })

    it('and as many rows as it says, with nothing left behind', async () => {
        for (const file of Object.keys(textTables) as TextTableName[]) {
            const text = await bank.text(file)
            // A line end between quotes ends no row.
            const rows = text.replaceAll(/"[^"]*"/g, '').split('\n').length - 2
            expect({ file, rows }).toEqual({ file, rows: bank.written.rows[file] })
        }
        expect(await readdir(bank.folder)).not.toContain('.work')
    })

    it('in chunks as in one piece', async () => {
        const chunked = await writeSmallSample({
            customers: 3000,
            threads: 2,
            chunkCustomers: 1000,
        })
        for (const file of sampleBankFiles) {
            // A ledger is written anew by the engine: its rows are compared by the truth's.
            if (file.endsWith('.parquet')) continue
            const same = (await chunked.text(file)) === (await bank.text(file))
            expect({ file, same }).toEqual({ file, same: true })
        }
        await chunked.close()
    })
})

describe('what belongs together', () => {
    it.each([
        [
            'accounts have a customer',
            'select * from all_accounts anti join customers using (customer_no)',
        ],
        [
            'balances have an account',
            'select * from all_balances anti join all_accounts using (account_no)',
        ],
        [
            'transactions have an account of their currency',
            `select cast(account_no as varchar) from transactions t
            left join accounts a using (account_no)
            where a.currency is distinct from t.currency
            union all
            select account_no from all_transactions anti join all_accounts using (account_no)`,
        ],
        [
            'transactions lie within the life of their account',
            `select * from all_transactions join all_accounts using (account_no)
            where booked_on < opened_on or booked_on > coalesce(closed_on, date '2025-12-31')`,
        ],
        [
            'balances lie within the life of their account',
            `select * from all_balances join all_accounts using (account_no)
            where month < year(opened_on) * 100 + month(opened_on)
                or month > coalesce(year(closed_on) * 100 + month(closed_on), 202512)`,
        ],
        [
            'no account is older than its customer',
            `select * from all_accounts a
            join customers c using (customer_no) where a.opened_on < c.opened_on`,
        ],
        ['no balance is negative', 'select * from all_balances where average < 0 or "end" < 0'],
        ['no transaction is of nothing', 'select * from all_transactions where amount = 0'],
        [
            'every foreign month has a rate',
            `select * from balances join accounts using (account_no)
            anti join rates using (currency, month) where currency <> 'CNY'`,
        ],
        [
            'lists have a customer who was there',
            `select * from lists left join customers using (customer_no)
            where opened_on is null or listed_on < opened_on`,
        ],
        [
            'listings end after they begin, and none in days to come',
            `select * from lists where ended_on < listed_on or listed_on > date '2025-12-31'
                or ended_on > date '2025-12-31'`,
        ],
        [
            'households have persons who were there',
            `select * from households left join customers using (customer_no)
            where kind is distinct from 'person' or joined_on < opened_on`,
        ],
        [
            'members leave after they join, and with the bank at the latest',
            `select * from households join (
                select * exclude (closed_on), closed_on from accounts
                where account_no % 10 = 0
            ) using (customer_no)
            where left_on < joined_on or joined_on > date '2025-12-31'
                or left_on > date '2025-12-31' or left_on > closed_on
                or (closed_on is not null and left_on is null)`,
        ],
        [
            'persons have no sales',
            `select * from customers where kind = 'person' and annual_sales > 0`,
        ],
        [
            'paying a card off is no spending',
            `select * from all_transactions
            where kind = 'card' and (amount > 0 or channel = 'auto')`,
        ],
        [
            'numbers are unique',
            `select customer_no from customers group by 1 having count(*) > 1
            union all select count(*) from all_accounts group by account_no having count(*) > 1
            union all select txn_no from transactions group by 1 having count(*) > 1
            union all select count(*) from all_balances group by account_no, month
                having count(*) > 1
            union all select count(*) from truth_records group by system, entity, key
                having count(*) > 1`,
        ],
        [
            'ID numbers are unique among first records, phones outside of families',
            `select id_number from customers where customer_no < 200000000
                group by 1 having count(*) > 1
            union all select phone from customers where customer_no < 200000000
                group by 1 having count(distinct customer_no // 4) > 1`,
        ],
    ])('%s', async (_, sql) => {
        expect(await broken(sql)).toBe(0)
    })

    it('a customer who has left holds no open account', async () => {
        const [row] = await bank.ask(`select count(distinct customer_no) as customers,
            count(*) filter (closed_on is null) as open
            from truth_customers join all_accounts using (customer_no)
            where left_month is not null`)
        expect(Number(row?.customers)).toBeGreaterThan(10)
        expect(row?.open).toBe(0n)
    })
})

const monthly = `
    ends as (
        select account_no, month, average, "end" as closing, product,
            case when product in ('mortgage', 'loan', 'card') then -1 else 1 end as sign,
            lag("end") over (partition by account_no order by month) as prior,
            lag(month) over (partition by account_no order by month) as prior_month,
            last_day(make_date(month // 100, month % 100, 1)) as month_end
        from all_balances join all_accounts using (account_no)
    ),
    booked as (
        select account_no, year(booked_on) * 100 + month(booked_on) as month,
            sum(amount) as amount,
            sum(amount * (date_diff('day', booked_on, last_day(booked_on)) + 1)) as by_day
        from all_transactions group by 1, 2
    ),
    ledger as (
        select ends.*, sign * coalesce(amount, 0) as amount, sign * coalesce(by_day, 0) as by_day
        from ends left join booked using (account_no, month)
        where prior is not null and product <> 'fund'
            and (month - prior_month = 1 or month - prior_month = 89)
    )`

describe('balances and transactions', () => {
    it('tie: a month ends with what it began with and what was booked', async () => {
        const [row] = await bank.ask(`, ${monthly} select count(*) as months,
            count(*) filter (closing <> prior + amount) as broken from ledger`)
        expect(row?.broken).toBe(0n)
        expect(Number(row?.months)).toBeGreaterThan(50_000)
    })

    it('averages are day-ends over days, half up to the cent', async () => {
        const [row] = await bank.ask(`, ${monthly}, cents as (
            select *, cast((prior * day(month_end) + by_day) * 100 as hugeint) as sum from ledger
        ) select count(*) filter (
            cast(average * 100 as hugeint)
                <> (2 * sum + day(month_end)) // (2 * day(month_end))
        ) as broken from cents`)
        expect(row?.broken).toBe(0n)
    })
})

describe('the truth', () => {
    it('agrees with the files where they have everything', async () => {
        const [row] = await bank.ask(`, yuan as (
            select customer_no, month, product,
                round(average * coalesce(rate, 1), 2) as average
            from all_balances join all_accounts using (account_no)
            left join rates using (currency, month)
            where product in ('deposit', 'wealth', 'fund')
        ), sums as (
            select customer_no, month,
                sum(case when product = 'wealth' then average * 12 else average * 10 end) as tenths
            from yuan group by 1, 2
        ) select count(*) as months, count(*) filter (tenths <> measure * 10) as broken
        from truth_months join sums using (customer_no, month) where known`)
        expect(row?.broken).toBe(0n)
        expect(Number(row?.months)).toBeGreaterThan(65_000)
    })

    it('names the tier that the measure reaches', async () => {
        const tiers = new Map(wealthTiers)
        for (const row of await bank.ask(`select tier, cast(floor(min(measure)) as bigint) as least,
            cast(ceil(max(measure)) as bigint) as most from truth_months group by 1`)) {
            const above = wealthTiers.find(
                ([, atLeast]) => atLeast > (tiers.get(`${row.tier}`) ?? 0),
            )
            expect(Number(row.least)).toBeGreaterThanOrEqual(tiers.get(`${row.tier}`) ?? Number.NaN)
            expect(Number(row.most)).toBeLessThanOrEqual(above?.[1] ?? Number.MAX_VALUE)
        }
    })
})

describe('a believable bank', () => {
    it('has the pyramid of persons that banks have', async () => {
        const rows = await bank.ask(`select tier, 100.0 * count(*) / sum(count(*)) over () as share
            from truth_months join customers using (customer_no)
            where kind = 'person' and month >= 202501 group by 1`)
        const shares = Object.fromEntries(rows.map(({ tier, share }) => [tier, Number(share)]))
        expect(shares.mass).toBeGreaterThan(68)
        expect(shares.mass).toBeLessThan(80)
        expect(shares.gold).toBeGreaterThan(16)
        expect(shares.gold).toBeLessThan(26)
        expect(shares.platinum).toBeGreaterThan(3)
        expect(shares.platinum).toBeLessThan(7)
        expect(shares.diamond).toBeGreaterThan(0.4)
        expect(shares.diamond).toBeLessThan(1.6)
        expect(shares.private).toBeGreaterThan(0.05)
        expect(shares.private).toBeLessThan(0.6)
    })

    it('has all turns of life, newcomers in every month, gaps in its files', async () => {
        const events = await bank.ask('select distinct event from truth_customers order by 1')
        expect(events.map(({ event }) => event)).toEqual([
            'dip',
            'house',
            'inheritance',
            'moving_away',
            'rise',
            null,
        ])
        const [row] = await bank.ask(`select
            (select count(distinct joined_month) from truth_customers) as joined,
            (select count(*) from truth_months where not known) as unknown,
            (select count(*) from truth_months) as months,
            (select count(*) from all_balances where average is null) as blank`)
        expect(Number(row?.joined)).toBe(24)
        expect(Number(row?.unknown) / Number(row?.months)).toBeGreaterThan(0.002)
        expect(Number(row?.unknown) / Number(row?.months)).toBeLessThan(0.02)
        expect(Number(row?.blank)).toBeGreaterThan(0)
    })

    it('lists three in a thousand, most as important, and some no longer', async () => {
        const [row] = await bank.ask(`select count(*) filter (list = 'red') as red,
            count(*) filter (list = 'black') as black, count(ended_on) as ended from lists`)
        expect(Number(row?.red)).toBeGreaterThan(2)
        expect(Number(row?.red)).toBeLessThan(13)
        expect(Number(row?.black)).toBeGreaterThan(0)
        expect(Number(row?.black)).toBeLessThan(9)
        expect(Number(row?.ended)).toBeGreaterThan(0)
    })

    it('has households of two to four, most of whom agree to be pooled, and movers', async () => {
        const [row] = await bank.ask(`, sizes as (
            select household_no, count(*) as size from households group by 1
        ) select count(*) filter (size > 1) * 2 > count(*) as shared, max(size) as largest,
            (select 10 * count(*) filter (consent) from households) // (select count(*)
                from households) as tenths_agree,
            (select count(*) from households where joined_on >= date '2024-01-01') as joined,
            (select count(*) from households join customers using (customer_no)
                where left_on is not null) as gone
        from sizes`)
        expect(row).toMatchObject({ shared: true, largest: 4n, tenths_agree: 8n })
        expect(Number(row?.joined)).toBeGreaterThan(50)
        expect(Number(row?.gone)).toBeGreaterThan(20)
    })

    it('knows the sales of nearly all companies, a few of them large', async () => {
        const [row] = await bank.ask(`select count(*) as companies, count(annual_sales) as known,
            count(*) filter (annual_sales >= 20000000) as medium
            from customers where kind = 'company'`)
        const companies = Number(row?.companies)
        expect(Number(row?.known)).toBeGreaterThan(companies * 0.9)
        expect(Number(row?.known)).toBeLessThan(companies)
        expect(Number(row?.medium)).toBeGreaterThan(companies * 0.02)
        expect(Number(row?.medium)).toBeLessThan(companies * 0.2)
    })

    it('books three to six transactions a customer and month', async () => {
        const perMonth =
            bank.written.rows['sample/transactions.csv'] / bank.written.rows['truth/months.csv']
        expect(perMonth).toBeGreaterThan(3)
        expect(perMonth).toBeLessThan(6)
    })
})

describe('writeSampleBank', () => {
    it('ends when it is told to, and leaves no work behind', async () => {
        const abort = new AbortController()
        const folder = `${bank.folder}/aborted`
        const writing = writeSampleBank({
            warehouse: bank.warehouse,
            folder,
            customers: 1000,
            seed: 1,
            signal: abort.signal,
            onProgress: () => abort.abort(new Error('enough')),
        })
        await expect(writing).rejects.toThrow('enough')
        expect(await readdir(folder)).toEqual([])
    })

    it('tells how far it is, up to the end', async () => {
        const told: number[] = []
        await writeSampleBank({
            warehouse: bank.warehouse,
            folder: `${bank.folder}/told`,
            customers: 1000,
            seed: 1,
            onProgress: ({ done }) => told.push(done),
        })
        expect(told).toEqual(told.toSorted((left, right) => left - right))
        expect(told.length).toBeGreaterThan(5)
        expect(told.at(-1)).toBe(1000)
    })
})
