import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastDayOf, type Month } from '#domain/month.ts'
import { valueOrThrow } from '#domain/result.ts'
import type { BankInputs } from '#pipeline/bank-inputs.ts'
import type { Batch } from '#pipeline/batches/batch.ts'
import { tableOfOneBatch } from '#pipeline/batches/source-table.ts'
import { importBatch } from '#pipeline/import/import-batch.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { planSteps } from '#pipeline/plan.ts'
import { type FinishedStep, relationOfStep, runSteps } from '#pipeline/run-steps.ts'
import { sampleSystems, tableOfFile } from '#samplebank/sample-files.ts'
import { parseContract } from '#sources/contract.ts'
import { plainSurvivorship } from '../pipeline/plain-survivorship.ts'
import { type SmallSample, writeSmallSample } from './small-sample.ts'

const modelsFolder = join(import.meta.dirname, '../../models')
const months: readonly Month[] = [202501, 202502, 202512]

let bank: SmallSample
let batches: ReadonlyMap<string, Batch>
let steps: readonly FinishedStep[]
beforeAll(async () => {
    bank = await writeSmallSample({ customers: 1000, threads: 2 })
    await mkdir(join(bank.folder, 'tmp'))
    const taken = new Map<string, Batch>()
    for (const system of sampleSystems) taken.set(system, await importSystem(bank, system))
    batches = taken
    steps = await build(bank)
}, 240_000)
afterAll(() => bank.close())

async function importSystem({ warehouse, folder }: SmallSample, system: string): Promise<Batch> {
    const contractText = await readFile(join(modelsFolder, `sources/${system}.yml`), 'utf8')
    const report = await importBatch({
        warehouse,
        ledger: { find: async () => null, latest: async () => null, record: async () => {} },
        contract: valueOrThrow(parseContract(contractText, { file: `${system}.yml` })),
        contractText,
        folder: join(folder, system),
        into: { batches: join(folder, 'batches'), tmp: join(folder, 'tmp') },
        signal: new AbortController().signal,
        onProgress: () => {},
    })
    return report.batch
}

async function build({ warehouse, folder }: SmallSample): Promise<readonly FinishedStep[]> {
    const models = await loadModels([modelsFolder])
    const inputs: BankInputs = {
        asOf: lastDayOf(202512),
        baseCurrency: 'CNY',
        systems: sampleSystems,
        sourceTable: ({ system }) => {
            const batch = batches.get(system)
            return batch === undefined ? null : tableOfOneBatch(batch.batchId)
        },
        firstMonth: 202402,
        firstClose: 202501,
        rulesOf: () => ({ policyKey: '', params: {}, columns: {} }),
        scoresOf: () => ({}),
        closedPath: () => null,
        humanPath: () => null,
        parties: null,
        survivorship: plainSurvivorship,
        openingOf: () => null,
    }
    const targets = months.map((month) => ({ model: 'features.party_months', month, ladder: null }))
    const whole = ['identity.sample__balances', 'identity.balances', 'identity.transactions']
    const wanted = [...targets, ...whole.map((model) => ({ model, month: null, ladder: null }))]
    return await runSteps(planSteps(wanted, { models, inputs, warehouse }), {
        ...readOptions({ warehouse, folder }),
        models,
        signal: new AbortController().signal,
        now: () => 0,
        onProgress: () => {},
    })
}

/** SQL that reads what a model built. */
function built(model: string, month: Month | null = null): string {
    const step = steps.find((one) => one.model === model && one.month === month)
    if (step === undefined) throw new Error(`${model} is not built`)
    return relationOfStep(step, readOptions(bank))
}

function readOptions({ warehouse, folder }: Pick<SmallSample, 'warehouse' | 'folder'>) {
    const folders = {
        snapshots: join(folder, 'snapshots'),
        batches: join(folder, 'batches'),
        human: join(folder, 'human'),
        scratch: join(folder, 'tmp'),
    }
    return { warehouse, folders }
}

describe('the sample bank in the pipeline', () => {
    it.each(sampleSystems)('fits contract %s to the last row', (system) => {
        const batch = batches.get(system)
        const written = Object.entries(bank.written.rows)
            .filter(([file]) => file.startsWith(`${system}/`))
            .map(([file, rows]) => [tableOfFile(file).table.replace('desk', 'clients'), rows])
        expect(batch?.rows).toEqual(Object.fromEntries(written))
    })

    it('has a balance row for every month of an account, null where none came', async () => {
        const [row] = await bank.ask(`select count(*) as rows, count(balance_avg) as known,
            (select count(average) from balances) as delivered
            from ${built('identity.sample__balances')}`)
        expect(row?.known).toBe(row?.delivered)
        expect(Number(row?.rows)).toBeGreaterThan(Number(row?.known))
    })

    it('hides names of persons and shows those of companies', async () => {
        const rows = await bank.ask(`select customers.kind, name, name_masked from customers
            join ${built('identity.sample__records')} records
                on records.source_key = cast(customer_no as varchar)`)
        expect(rows).toHaveLength(bank.written.rows['sample/customers.csv'])
        for (const { kind, name, name_masked } of rows) {
            const masked = `${String(name).slice(0, 1)}${'*'.repeat(String(name).length - 1)}`
            expect(name_masked).toBe(kind === 'company' ? name : masked)
        }
    })

    it.each(months)(
        'knows who stands on a list, and what was spent by card, in %i',
        async (month) => {
            const end = `date '${lastDayOf(month)}'`
            const [row] = await bank.ask(`, listed as (
            select customer_no, case when bool_or(list = 'black') then 'black'
                else 'red' end as list
            from lists where listed_on <= ${end} and (ended_on is null or ended_on >= ${end})
            group by 1
        ), spent as (
            select customer_no, -sum(amount) as spent from all_transactions join all_accounts
                using (account_no)
            where is_linked and kind = 'card' and amount < 0 and booked_on <= ${end}
                and booked_on > last_day(${end} - interval 12 months)
            group by 1
        ) select count(*) as customers, count(spent.spent) as spent,
            count(*) filter (importance <> coalesce(listed.list, 'ordinary')) as misplaced,
            count(*) filter (card_spend_12m <> coalesce(spent.spent, 0)) as misspent,
            count(*) filter (features.annual_sales is distinct from customers.annual_sales)
                as missold
        from ${built('features.party_months', month)} features
        join ${built('identity.sample__records')} records on record_id = party_id
        join customers on cast(customers.customer_no as varchar) = source_key
        left join listed using (customer_no) left join spent using (customer_no)`)
            expect(row).toMatchObject({ misplaced: 0n, misspent: 0n, missold: 0n })
            expect(Number(row?.customers)).toBeGreaterThan(900)
            expect(Number(row?.spent)).toBeGreaterThan(500)
        },
    )

    it.each(months)('gives the true measure of each customer in %i', async (month) => {
        const [row] = await bank.ask(`, measured as (
            select source_key, deposit_avg_month + fund_avg_month
                + wealth_product_avg_month * cast(1.2 as decimal(2,1)) as measure
            from ${built('features.party_months', month)} features
            join ${built('identity.sample__records')} records on record_id = party_id
        ) select count(*) as customers,
            count(*) filter (known and truth.measure is distinct from measured.measure) as wrong,
            count(*) filter (not known and measured.measure is not null) as guessed
        from truth_months truth left join measured
            on measured.source_key = cast(truth.customer_no as varchar)
        where truth.month = ${month}`)
        expect({ wrong: row?.wrong, guessed: row?.guessed }).toEqual({ wrong: 0n, guessed: 0n })
        expect(Number(row?.customers)).toBeGreaterThan(900)
    })
})
