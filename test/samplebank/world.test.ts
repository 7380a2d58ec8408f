import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SmallSample, writeSmallSample } from './small-sample.ts'

// What the seven systems say together: it ties where it must and differs where life does.

let bank: SmallSample
beforeAll(async () => {
    bank = await writeSmallSample({ customers: 20_000, threads: 2 })
}, 240_000)
afterAll(() => bank.close())

/** The one row of a question. */
async function one(sql: string): Promise<Readonly<Record<string, number>>> {
    const [row = {}] = await bank.ask(sql)
    return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, Number(cell)]))
}

/** Rows that break a law. */
async function broken(sql: string): Promise<number> {
    return (await one(`select count(*) as broken from (${sql})`)).broken ?? Number.NaN
}

const subjectOf = `case product when 'loan' then '1301' when 'mortgage' then '1303'
    when 'card' then '1311' when 'deposit' then '2011' when 'wealth' then '3101'
    when 'fund' then '3102' else '3103' end`

describe('the books', () => {
    it('show what all systems hold, to the cent and to the account', async () => {
        const sums = `, sums as (
            select month, ${subjectOf} as subject, currency, sum("end") as total,
                count(*) as accounts
            from all_balances join all_accounts using (account_no) group by all
        )`
        const row = await one(`${sums} select count(*) as totals,
            count(*) filter (sums.total <> truth_ledger.true_total
                or sums.accounts <> truth_ledger.accounts
                or stated_total <> true_total) as wrong,
            count(*) filter (sums.month is null or truth_ledger.month is null) as alone
            from sums full join truth_ledger using (month, subject, currency)`)
        expect(row).toMatchObject({ wrong: 0, alone: 0 })
        expect(row.totals).toBeGreaterThan(200)
    })

    it('are what the ledger delivers', async () => {
        const file = bank.warehouse.parquet([join(bank.folder, 'sample_ledger')])
        const row = await one(`select count(*) as rows, count(*) filter (
                balance <> stated_total or delivered.accounts <> truth_ledger.accounts) as wrong
            from ${file} delivered full join truth_ledger using (month, subject, currency)`)
        expect(row).toEqual({ rows: bank.written.rows['truth/ledger.csv'], wrong: 0 })
    })

    it('end the last month as its days do', async () => {
        const row = await one(`, last_days as (
            select account_no, max_by(balance, day) as balance from day_balances group by 1
        ) select count(*) as accounts, count(*) filter (balance <> "end") as wrong
        from last_days join balances using (account_no) where month = 202512`)
        expect(row.wrong).toBe(0)
        expect(row.accounts).toBeGreaterThan(20_000)
    })
})

describe('the systems', () => {
    it('write in encodings of their own', async () => {
        const read = async (file: string): Promise<Buffer> => readFile(join(bank.folder, file))
        expect((await read('sample_crm/staff.csv')).subarray(0, 3).toString('hex')).toBe('efbbbf')
        expect((await read('sample_credit/firms.tsv')).subarray(0, 2).toString('hex')).toBe('fffe')
        const packed = await read('sample_credit/repayments.tsv.gz')
        expect(packed.subarray(0, 2).toString('hex')).toBe('1f8b')
        const strict = new TextDecoder('utf-8', { fatal: true })
        const holders = await read('sample_cards/holders.txt')
        expect(() => strict.decode(holders)).toThrow(TypeError)
        expect(new TextDecoder('gb18030', { fatal: true }).decode(holders)).toMatch(/[王李张]/)
    })

    it('number cards by Luhn, so that one wrong digit is noticed', async () => {
        const rows = await bank.ask('select card_no from sample_cards_cards')
        expect(rows.length).toBeGreaterThan(1000)
        for (const { card_no } of rows) expect(String(card_no)).toSatisfy(isLuhn)
        expect(isLuhn('4539578763621486')).toBe(true)
        expect(isLuhn('4539578763621487')).toBe(false)
    })

    it('know nearly all customers by the number of the core, and not all', async () => {
        const row = await one(`select
            count(*) filter (coalesce(core_customer_no, '0') = '0') as unknown, count(*) as holders
            from sample_cards_holders`)
        const share = (row.unknown ?? 0) / (row.holders ?? 1)
        expect(share).toBeGreaterThan(0.05)
        expect(share).toBeLessThan(0.12)
    })

    it('differ about the same person as people do', async () => {
        const row = await one(`, pairs as (
            select holders.name as their_name, core.name as name, card_name, mobile, phone,
                holders.id_number as their_id, core.id_number as id, holders.address as theirs,
                core.address as address
            from sample_cards_holders holders
            join truth_records records on records.system = 'sample_cards' and key = holder_no
            join customers core on core.customer_no = records.customer_no
        ) select count(*) as pairs,
            count(*) filter (their_name <> name and length(their_name) = length(name)) as spelt,
            count(*) filter (their_name like '% %') as spaced,
            count(*) filter (length(their_id) = 15 and '19' || '' || substr(their_id, 7, 6)
                <> substr(id, 7, 2) || substr(id, 9, 6)) as wrong_old,
            count(*) filter (length(their_id) = 15) as old,
            count(*) filter (mobile <> phone) as phones,
            count(*) filter (theirs <> address) as moved,
            count(*) filter (not regexp_matches(card_name, '^[A-Z]+ [A-Z]+$')) as odd_card_names
        from pairs`)
        expect(row).toMatchObject({ wrong_old: 0, odd_card_names: 0 })
        for (const kind of ['spelt', 'spaced', 'old', 'phones', 'moved']) {
            expect({ kind, share: (row[kind] ?? 0) / (row.pairs ?? 1) }).toSatisfy(
                ({ share }: { readonly share: number }) => share > 0.01 && share < 0.3,
            )
        }
    })

    it('have twins: one day of birth, one home, two people', async () => {
        const row = await one(`, persons as (
            select customer_no, name, birth_date, address, id_number from customers
            where kind = 'person' and customer_no < 200000000 and customer_no % 4 < 2
        ) select count(*) as twins,
            count(*) filter (substr(one.name, 1, 1) <> substr(other.name, 1, 1)) as strangers,
            count(*) filter (one.id_number = other.id_number) as same
        from persons one join persons other
            on other.customer_no = one.customer_no + 1 and other.customer_no % 4 = 1
            and other.birth_date = one.birth_date`)
        expect(row.twins).toBeGreaterThan(100)
        expect(row).toMatchObject({ strangers: 0, same: 0 })
    })
})

/** ISO/IEC 7812-1, annex B: every second digit from the right doubled, the sum a ten. */
function isLuhn(number: string): boolean {
    const sum = [...number].toReversed().reduce((total, digit, at) => {
        const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1)
        return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
    return sum % 10 === 0
}

const amount = (column: string): string =>
    `case when ${column} like '%万' then cast(replace(${column}, '万', '') as decimal(18,4)) * 10000
        else cast(${column} as decimal(18,4)) end`

describe('companies', () => {
    it('hand in statements that balance, some of them bad ones', async () => {
        const items = ['total_assets', 'total_liabilities', 'total_equity', 'current_assets']
        const more = [
            'fixed_assets',
            'other_assets',
            'net_profit',
            'profit_before_tax',
            'income_tax',
        ]
        const read = [...items, ...more].map((item) => `${amount(item)} as ${item}`)
        const row = await one(`, read as (select ${read.join(', ')} from sample_credit_statements)
            select count(*) as all_of_them,
            count(*) filter (total_assets <> total_liabilities + total_equity
                or total_assets <> current_assets + fixed_assets + other_assets
                or net_profit <> profit_before_tax - income_tax) as unbalanced,
            count(*) filter (net_profit < 0) as losses,
            count(*) filter (total_equity < 0) as overindebted from read`)
        expect(row.unbalanced).toBe(0)
        expect(row.all_of_them).toBeGreaterThan(1000)
        expect(row.losses).toBeGreaterThan(20)
        expect(row.overindebted).toBeGreaterThan(0)
    })

    it('belong to groups and supply one another', async () => {
        const chains = `select supplier_no as firm_no from sample_credit_chains
            union all select buyer_no from sample_credit_chains
            union all select head_firm_no from sample_credit_groups`
        expect(
            await broken(`select * from (${chains}) anti join sample_credit_firms
            using (firm_no)`),
        ).toBe(0)
        expect(
            await broken('select 1 from sample_credit_chains where supplier_no = buyer_no'),
        ).toBe(0)
        const row = await one(`select count(*) as groups, min(members) as least from (
            select count(*) as members from sample_credit_firms where group_no is not null
            group by group_no)`)
        expect(row.groups).toBe(bank.written.rows['sample_credit/groups.tsv'])
        expect(row.least).toBeGreaterThanOrEqual(2)
    })
})

describe('loans', () => {
    const instalments = `instalments as (
        select loan_no, cast(due_on as date) as due, cast(paid_on as date) as paid,
            cast(overdue_days as int) as days from sample_credit_repayments
    )`

    it('are of the class that their days overdue make, or watched', async () => {
        const row = await one(`, ${instalments}, overdue as (
            select loan_no, max(date '2025-12-31' - due) as days from instalments
            where paid is null group by 1
        ), classed as (
            select class, closed_on, case when days > 360 then '5' when days > 270 then '4'
                when days > 90 then '3' when days > 0 then '2' else '1' end as by_days
            from sample_credit_loans left join overdue using (loan_no)
        ) select count(*) as loans, count(*) filter (class <> by_days) as differ,
            count(*) filter (class <> by_days and (by_days <> '1' or class <> '2')) as wrong,
            count(*) filter (by_days <> '1' and closed_on is not null) as closed,
            count(*) filter (by_days = '2') as special,
            count(*) filter (by_days = '3') as substandard,
            count(*) filter (by_days >= '4') as worse from classed`)
        expect(row).toMatchObject({ wrong: 0, closed: 0 })
        const share = (of: number | undefined): number => (of ?? 0) / (row.loans ?? 0)
        expect(share(row.differ)).toBeLessThan(0.03)
        expect(share(row.special)).toBeGreaterThan(0.004)
        expect(share(row.substandard)).toBeGreaterThan(0.002)
        expect(share(row.worse)).toBeGreaterThan(0.002)
        expect(share((row.special ?? 0) + (row.substandard ?? 0) + (row.worse ?? 0))).toBeLessThan(
            0.05,
        )
    })

    it('are not paid again once somebody has given up', async () => {
        const wrong = await broken(`with ${instalments} select * from instalments one
            join instalments later using (loan_no)
            where one.paid is null and later.due > one.due and later.paid is not null`)
        expect(wrong).toBe(0)
    })

    it('are made up for on one day, at most three months late', async () => {
        const row = await one(`, ${instalments}, late as (
            select loan_no, paid, count(*) as months, count(*) filter (days > 20) as late,
                max(days) as days from instalments where paid is not null group by 1, 2
        ) select count(*) filter (late > 0) as caught_up, count(*) filter (months > 4) as many,
            count(*) filter (days > 93) as days_many,
            count(*) filter (late > 0 and months <> late + 1) as alone from late`)
        expect(row).toMatchObject({ many: 0, days_many: 0, alone: 0 })
        expect(row.caught_up).toBeGreaterThan(10)
    })

    it('tell the days from due to paid, or to the last day', async () => {
        const wrong = await broken(`with ${instalments} select * from instalments
            where days <> coalesce(paid, date '2025-12-31') - due`)
        expect(wrong).toBe(0)
    })
})

describe('managers', () => {
    it('stand in one tree and look after one client at a time', async () => {
        expect(
            await broken(`select * from sample_crm_staff anti join sample_crm_units
            using (unit_no)`),
        ).toBe(0)
        expect(
            await broken(`select 1 from sample_crm_units where parent_no is null
            having count(*) <> 1`),
        ).toBe(0)
        expect(
            await broken(`select * from sample_crm_books one join sample_crm_books other
            on other.client_no = one.client_no and other.from_on > one.from_on
            and other.from_on <= coalesce(one.until_on, date '9999-12-31')`),
        ).toBe(0)
        const row = await one(`select count(*) filter (until_on is not null) as handed_over,
            count(distinct staff_no) as busy from sample_crm_books`)
        expect(row.handed_over).toBeGreaterThan(100)
        expect(row.busy).toBeGreaterThan(100)
    })

    it('hear more complaints from those who are about to leave', async () => {
        const row = await one(`, months as (
            select truth_months.customer_no, event = 'moving_away'
                and truth_months.month >= event_month as is_leaving,
                complaint_no is not null as complains
            from truth_months join truth_customers using (customer_no)
            join truth_records records on records.customer_no = truth_months.customer_no
                and records.system = 'sample_crm'
            left join sample_crm_complaints complaints on client_no = key
                and year(complaints.opened_on) * 100 + month(complaints.opened_on)
                    = truth_months.month
        ) select avg(cast(complains as int)) filter (is_leaving) as leaving,
            avg(cast(complains as int)) filter (is_leaving is distinct from true) as staying
        from months`)
        expect(row.leaving).toBeGreaterThan(0.05)
        expect(row.staying).toBeLessThan(0.02)
    })
})

describe('campaigns', () => {
    // 9 points more of those below sixty buy a fund when called, 2 of the others; 4 points more
    // buy a wealth product after a message, and 3 fewer of the elder (samplebank/campaigns.ts).
    it('work as the truth says, and the lot shows it', async () => {
        const row = await one(`select
            avg(cast(would_if_contacted as int)) - avg(cast(would_if_left_alone as int)) as lift,
            avg(cast(bought as int)) filter (arm = 'treated')
                - avg(cast(bought as int)) filter (arm = 'control') as seen,
            count(*) filter (arm = 'treated') as treated, count(*) as members
            from truth_campaigns where campaign_no = 'CP202409'`)
        expect(row.lift).toBeGreaterThan(0.02)
        expect(row.lift).toBeLessThan(0.12)
        const spread = 4 * Math.sqrt(0.1 / ((row.members ?? 1) / 4))
        expect(Math.abs((row.seen ?? 1) - (row.lift ?? 0))).toBeLessThan(spread)
        expect((row.treated ?? 0) / (row.members ?? 1)).toBeCloseTo(0.6, 1)
    })

    it('are followed by holdings of those who bought, and of nobody else', async () => {
        const wrong = await broken(`select * from truth_campaigns
            left join sample_wealth_holdings holdings
                on cast(holdings.customer_no as bigint) = truth_campaigns.customer_no
                and kind = case campaign_no when 'CP202409' then 'F' else 'W' end
            where bought <> (holding_no is not null)`)
        expect(wrong).toBe(0)
    })

    it('say of nobody left alone that he was contacted', async () => {
        expect(
            await broken(`select * from sample_crm_campaign_members
            where (arm = 'treated') <> (contacted_on is not null)
                or responded_on < contacted_on`),
        ).toBe(0)
    })
})

describe('term deposits', () => {
    it('leave for other banks when they end, some of them for good', async () => {
        const row = await one(`select count(*) as left_for_good,
            count(*) filter (closed_on is null) as open,
            count(*) filter (year(closed_on) * 100 + month(closed_on) <> term_left_month) as wrong
            from truth_customers join accounts using (customer_no)
            where term_left_month is not null and accounts.kind = 'term'`)
        expect(row).toMatchObject({ open: 0, wrong: 0 })
        expect(row.left_for_good).toBeGreaterThan(100)
    })
})
