import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastDayOf, type Month } from '#domain/month.ts'
import type { SourcePart, SourceTable } from '#pipeline/batches/source-table.ts'
import { planSteps, type Step } from '#pipeline/plan.ts'
import { type FinishedStep, readStepNote, runSteps } from '#pipeline/run-steps.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'
import { type SmallModel, smallInputs, smallModels } from './small-models.ts'

const months: readonly Month[] = [202501, 202502, 202503]
const money = 'decimal(18,2)'
const timed = { account_id: 'bigint', opened_date: 'date', closed_date: 'date' }
const booked = { account_id: 'bigint', booked_date: 'date', amount: money }

/** A bank of one system: accounts come whole with every batch, bookings by days. */
const models: Readonly<Record<string, SmallModel>> = {
    'staging.old__bookings': {
        sql: "select account_id, booked_date, amount from {{ source('old', 'bookings') }} b",
        columns: booked,
        key: ['account_id'],
        view: true,
        months: { of: 'booked_date' },
    },
    'identity.accounts': {
        sql: "select account_id, opened_date, closed_date from {{ source('old', 'accounts') }} a",
        columns: timed,
        key: ['account_id'],
        months: { from: 'opened_date', later: ['closed_date'] },
    },
    'identity.bookings': {
        sql: `select * from {{ ref('staging.old__bookings') }} b
            where booked_date <= {{ param('as_of') }}`,
        columns: booked,
        key: ['account_id'],
        view: true,
        months: { of: 'booked_date' },
    },
    'features.sums': {
        sql: `select accounts.account_id, {{ param('month') }} as month,
                cast(coalesce(sum(b.amount), 0) as decimal(18,2)) as total,
                max(accounts.closed_date) as closed_date
            from {{ ref('identity.accounts') }} accounts
            left join {{ ref('identity.bookings') }} b on b.account_id = accounts.account_id
            group by accounts.account_id`,
        columns: { account_id: 'bigint', month: 'integer', total: money, closed_date: 'date' },
        key: ['account_id'],
        grain: 'month',
    },
    'features.windows': {
        sql: `select account_id, {{ param('month') }} as month,
                cast(sum(total) as decimal(18,2)) as total
            from {{ ref('features.sums', 3) }} sums group by account_id`,
        columns: { account_id: 'bigint', month: 'integer', total: money },
        key: ['account_id'],
        grain: 'month',
    },
}

type Types = Readonly<Record<string, string>>

type Batch = {
    readonly accounts: string
    readonly bookings: string
    readonly days: readonly number[] | null
}

const first: Batch = {
    accounts: "(1, date '2025-01-05', null), (2, date '2025-02-01', null)",
    bookings: `(1, date '2025-01-07', 10.00), (1, date '2025-02-03', 20.00),
        (2, date '2025-02-28', 5.50)`,
    days: [20250107, 20250203, 20250228],
}
/** March: a booking, an account closed, and a new one. */
const march: Batch = {
    accounts: `(1, date '2025-01-05', date '2025-03-20'), (2, date '2025-02-01', null),
        (3, date '2025-03-03', null)`,
    bookings: "(1, date '2025-03-04', -30.00), (3, date '2025-03-09', 1.00)",
    days: [20250304, 20250309],
}
/** All of it once more, by another file. */
const whole: Batch = {
    accounts: march.accounts,
    bookings: `${march.bookings}, ${first.bookings}`,
    days: null,
}
/** February once more: what was booked on the 28th was wrong. */
const correction: Batch = {
    accounts: march.accounts,
    bookings: "(2, date '2025-02-28', 6.50)",
    days: [20250228],
}

let opened: TestWarehouse

beforeAll(async () => {
    opened = await openTestWarehouse()
    const batches = Object.entries({ first, march, whole, correction })
    for (const [id, batch] of batches) {
        const write = async (table: 'accounts' | 'bookings', types: Types): Promise<void> => {
            const names = Object.keys(types).join(', ')
            const cells = Object.entries(types).map(
                ([name, type]) => `cast(${name} as ${type}) as ${name}`,
            )
            await opened.warehouse.writeParquet({
                sql: `select ${cells.join(', ')} from (values ${batch[table]}) as t (${names})`,
                folder: join(opened.folder, 'batches', id, table),
            })
        }
        await write('accounts', timed)
        await write('bookings', booked)
    }
})
afterAll(async () => {
    await opened.close()
})

describe('months that are over', () => {
    it('keep their keys and are not built again when the next month arrives', async () => {
        const before = await build([first], 202502)
        const after = await build([first, march], 202503)
        for (const { id, key, digest } of finishedBy(before, 202502)) {
            const again = after.find((one) => one.id === id)
            expect([id, again?.key, again?.digest, again?.reused]).toEqual([id, key, digest, true])
        }
        expect(finishedBy(before, 202502)).toHaveLength(4)
        expect(after.find(({ id }) => id === 'features.sums@202503')?.reused).toBe(false)
    })

    it('hold the same rows when all of it is delivered once more', async () => {
        const before = await build([first, march], 202503)
        const after = await build([first, march, whole], 202503)
        const digests = (steps: readonly FinishedStep[]): readonly unknown[] =>
            finishedBy(steps, 202503).map(({ id, digest }) => [id, digest])
        expect(digests(after)).toEqual(digests(before))
        expect(digests(after)).toHaveLength(6)
    })

    it('are built again from the month that is corrected on, and no earlier', async () => {
        const before = await build([first, march], 202503)
        const after = await build([first, march, correction], 202503)
        const changed = finishedBy(after, 202503).filter(
            ({ id, key }) => before.find((one) => one.id === id)?.key !== key,
        )
        expect(changed.map(({ id }) => id).sort()).toEqual([
            'features.sums@202502',
            'features.windows@202502',
            'features.windows@202503',
        ])
        const [row] = await opened.warehouse.rows(
            `select total from ${relation(after, 'features.windows@202503')} w
                where account_id = 2`,
        )
        expect(row?.total).toEqual({ units: 650n, scale: 2 })
    })

    it('do not know what comes later', async () => {
        const steps = await build([first, march], 202503)
        const rows = await opened.warehouse.rows(
            `select account_id, closed_date from ${relation(steps, 'features.sums@202502')} s
                order by account_id`,
        )
        expect(rows).toEqual([
            { account_id: 1n, closed_date: null },
            { account_id: 2n, closed_date: null },
        ])
    })
})

function finishedBy(steps: readonly FinishedStep[], last: Month): readonly FinishedStep[] {
    return steps.filter(({ model, month }) => model.startsWith('features.') && (month ?? 0) <= last)
}

function relation(steps: readonly FinishedStep[], id: string): string {
    const step = steps.find((one) => one.id === id)
    return opened.warehouse.parquet([join(opened.folder, 'snapshots', step?.path ?? 'none')])
}

/** Builds all months to the last as a run does: first what has no month, then the months. */
async function build(batches: readonly Batch[], last: Month): Promise<readonly FinishedStep[]> {
    const { warehouse, folder } = opened
    const folders = {
        snapshots: join(folder, 'snapshots'),
        batches: join(folder, 'batches'),
        human: join(folder, 'human'),
        scratch: join(folder, 'tmp'),
    }
    const loaded = smallModels(models)
    const plan = async (built: readonly Step[]): Promise<readonly Step[]> => {
        const known = new Map<string, NonNullable<FinishedStep['months']>>()
        for (const step of built) {
            const note = await readStepNote(step, folders)
            if (note?.months !== undefined) known.set(step.path, note.months)
        }
        const targets = months.filter((month) => month <= last)
        return planSteps(
            targets.map((month) => ({ model: 'features.windows', month, ladder: null })),
            {
                models: loaded,
                inputs: { ...smallInputs, ...inputsOf(batches), asOf: lastDayOf(last) },
                warehouse,
                knownMonths: (path) => known.get(path) ?? null,
            },
        )
    }
    const quiet = { signal: new AbortController().signal, now: () => 0, onProgress: () => {} }
    const options = { warehouse, models: loaded, folders, ...quiet }
    const ground = (await plan([])).filter(({ month }) => month === null)
    await runSteps(ground, options)
    return await runSteps(await plan(ground), options)
}

function inputsOf(batches: readonly Batch[]) {
    const named = Object.entries({ first, march, whole, correction })
    const idOf = (batch: Batch): string => named.find(([, one]) => one === batch)?.[0] ?? ''
    const bookings = batches.map(
        (batch): SourcePart => ({
            batchId: idOf(batch),
            delivery: batch.days === null ? 'whole' : 'periods',
            columns: null,
            periods: batch.days,
            rows: 0,
        }),
    )
    const day = { column: 'booked_date', every: 'day', isDate: true } as const
    const columnsOf = (columns: Readonly<Record<string, string>>): SourceTable['columns'] =>
        Object.entries(columns).map(([name, type]) => ({ name, type, aliases: [] }))
    const last = batches.at(-1)
    const accounts: SourcePart = {
        batchId: last === undefined ? '' : idOf(last),
        delivery: 'whole',
        columns: null,
        periods: null,
        rows: 0,
    }
    return {
        systems: ['old'],
        firstMonth: 202501,
        firstClose: 202501,
        sourceTable: ({ table }: { readonly table: string }): SourceTable =>
            table === 'accounts'
                ? {
                      key: ['account_id'],
                      period: null,
                      columns: columnsOf(timed),
                      parts: [accounts],
                  }
                : { key: [], period: day, columns: columnsOf(booked), parts: bookings },
    }
}
