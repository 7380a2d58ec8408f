import { appendFile, cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWarehouse } from '../keep-warehouse.ts'
import { filesOf, importSmallBank, removeBank, type SmallBank, smallPolicy } from './small-bank.ts'
import { customers } from './small-bank-files.ts'
import { answerOf, refusalOf, tong } from './tong-process.ts'

// The small bank, half a year closed, and policies that are tried on it. Whoever has a constant
// average of n thousand and a bit is placed by it: what is expected is counted from the averages.

type Size = { readonly parties: number; readonly sums: { readonly assets: string } }
type Trial = {
    readonly before: { readonly isStored: boolean; readonly versions: readonly string[] }
    readonly months: readonly {
        readonly month: string
        readonly before: readonly { readonly tier: string | null; readonly parties: number }[]
        readonly after: readonly { readonly tier: string | null; readonly parties: number }[]
    }[]
    readonly matrix: readonly (Size & { from: string | null; to: string | null })[]
    readonly near: Record<'before' | 'after', readonly { tier: string; up: number; down: number }[]>
    readonly moved: Record<'up' | 'down' | 'other' | 'same', Size>
    readonly movers: readonly {
        readonly recordKey: string
        readonly direction: string
        readonly reason: { readonly code: string; readonly threshold: string | null }
    }[]
    readonly moversListed: number
}

/** Averages of the 32 customers without a story in a month; see the delivery's own maker. */
const averagesIn = (month: number): readonly number[] =>
    Array.from({ length: 32 }, (_, index) => 1000 * (index + 1) + month)

const kept = keepWarehouse()
let bank: SmallBank
let lower: string
let capped: string

beforeAll(async () => {
    bank = await importSmallBank()
    expect(await tong({ args: ['close', '--through', '2025-06'], data: bank.data })).toMatchObject({
        exit: 0,
    })
    const text = await readFile(join(bank.data, smallPolicy), 'utf8')
    const edited = text.replace('2025-01', '2025-02').replace('50000 CNY', '20000 CNY')
    lower = join(bank.files, 'lower.yaml')
    await writeFile(lower, edited)
    const cap = `caps:
    - id: watched
      when: { feature: deposit_avg_month, op: ">=", value: 70000 CNY }
      at_most: mass
      confidential: true
      reason: { zh-CN: 核查, zh-TW: 核查, en: Under review }\n`
    capped = join(bank.files, 'capped.yaml')
    await writeFile(capped, edited + cap)
}, 120_000)

afterAll(() => removeBank(bank))

const tried = async (...args: string[]): Promise<Trial> =>
    await answerOf<Trial>({ args: ['try', ...args], data: bank.data })

describe('a lower threshold', () => {
    test('lifts whoever stands between the two, and says why', async () => {
        const trial = await tried(lower, '--limit', '100')
        const lifted = averagesIn(6).filter((average) => average >= 20_000)
        // Beside them 45,000 all along, and 20,000 since March.
        const assets = lifted.reduce((sum, average) => sum + average, 0) + 45_000 + 20_000
        expect(trial.moved.up).toEqual({
            parties: lifted.length + 2,
            sums: { assets: `${assets}.00` },
        })
        expect(trial.moved.down.parties + trial.moved.other.parties).toBe(0)
        expect(trial.matrix.filter(({ from, to }) => from !== to)).toEqual([
            { from: 'mass', to: 'gold', ...trial.moved.up },
        ])
        expect(trial.movers).toHaveLength(lifted.length + 2)
        const keys = trial.movers.map(({ recordKey }) => recordKey)
        expect(keys.slice(0, 1)).toEqual([customers.near])
        expect(keys).toContain(customers.falls)
        for (const { direction, reason } of trial.movers) {
            expect([direction, reason.code, reason.threshold]).toEqual(['up', 'reached', '20000'])
        }
    })

    test('counts every month under both, and who is near', async () => {
        const trial = await tried(lower)
        const golds = trial.months.map(({ month, before, after }) => [
            month,
            before.find(({ tier }) => tier === 'gold')?.parties,
            after.find(({ tier }) => tier === 'gold')?.parties,
        ])
        const lifted = (month: number) => averagesIn(month).filter((one) => one >= 20_000).length
        // 60,000 that fall to 20,000 and are protected until May, 80,000 in EUR and the unknown;
        // 80,000 from April on. Under the lower threshold nobody falls, and 45,000 is enough.
        expect(golds).toEqual([
            ['2025-01', 3, 4 + lifted(1)],
            ['2025-02', 3, 4 + lifted(2)],
            ['2025-03', 3, 4 + lifted(3)],
            ['2025-04', 4, 5 + lifted(4)],
            ['2025-05', 3, 5 + lifted(5)],
            ['2025-06', 3, 5 + lifted(6)],
        ])
        const within = (from: number, until: number): number =>
            averagesIn(6).filter((one) => one >= from && one < until).length
        expect(trial.near.before[0]).toEqual({ tier: 'gold', up: 1, down: 0 })
        expect(trial.near.after[0]).toEqual({
            tier: 'gold',
            up: within(16_000, 20_000),
            down: within(20_000, 22_000) + 1,
        })
    })

    test('leaves the bank as it was', async () => {
        const files = await filesOf(bank.data)
        const listed = await answerOf({ args: ['list'], data: bank.data })
        const page = join(bank.files, 'page.html')
        const out = join(bank.files, 'movers.csv')
        const trial = await tried(lower, '--page', page, '--out', out)
        expect(await filesOf(bank.data)).toEqual(files)
        expect(await answerOf({ args: ['list'], data: bank.data })).toEqual(listed)
        const rows = (await readFile(out, 'utf8')).trimEnd().split('\n')
        expect(rows).toHaveLength(1 + trial.moversListed)
        expect(await readFile(page, 'utf8')).not.toMatch(/(?:src|href)="(?!data:)|url\(|@import/)
    })
})

/** The folders in which the bank keeps what identity did to parties. */
async function changesFolders(): Promise<readonly string[]> {
    const snapshots = join(bank.data, 'snapshots')
    const files = await readdir(snapshots, { recursive: true })
    const own = files.filter((file) => /party_changes\/.*\.parquet$/.test(file))
    return [...new Set(own.map((file) => dirname(join(snapshots, file))))]
}

describe('a bank that was closed by earlier code', () => {
    test('is tried on as if its changes of parties told of every ladder', async () => {
        const now = await tried(lower)
        const [folder = '', ...others] = await changesFolders()
        expect(others).toEqual([])
        const whole = join(bank.files, 'whole')
        await cp(folder, whole, { recursive: true })
        const { warehouse } = kept
        const old = join(kept.folder, basename(folder))
        await warehouse.writeParquet({
            sql: `select month, kind, old_party_id, new_party_id
                from ${warehouse.parquet([whole])} changes`,
            folder: old,
        })
        await rm(folder, { recursive: true })
        await cp(old, folder, { recursive: true })
        try {
            expect(await tried(lower)).toEqual(now)
        } finally {
            await rm(folder, { recursive: true })
            await rename(whole, folder)
        }
    })
})

describe('what it is held against', () => {
    test('closes that stand are read; made again they give the same figures', async () => {
        // A rule that never acts makes other closes of the policy that stands, and no other tiers.
        const idle = join(bank.files, 'idle.yaml')
        const floor = `floors:
    - id: never
      when: { feature: deposit_avg_month, op: "<", value: 0 CNY }
      at_least: gold
      reason: { zh-CN: 从不, zh-TW: 從不, en: Never }\n`
        await writeFile(idle, (await readFile(join(bank.data, smallPolicy), 'utf8')) + floor)
        const stored = await tried(lower, '--limit', '100')
        const named = await tried(lower, '--against', 'corner@2025-01', '--limit', '100')
        const made = await tried(lower, '--against', idle, '--limit', '100')
        expect([stored, named, made].map(({ before }) => before.isStored)).toEqual([
            ...[true, true, false],
        ])
        const figures = ({ before: _, ...rest }: Trial): unknown => rest
        expect(figures(made)).toEqual(figures(stored))
        expect(figures(named)).toEqual(figures(stored))
    })

    test('a policy against itself moves nobody', async () => {
        const { moved } = await tried(lower, '--against', lower)
        expect(moved.up.parties + moved.down.parties + moved.other.parties).toBe(0)
        expect(moved.same.parties).toBeGreaterThan(32)
    })

    test('a trial that begins later goes on from the tiers of the month before', async () => {
        const { months } = await tried('corner@2025-01', '--from', '2025-05')
        const all = await tried('corner@2025-01')
        expect(months).toEqual(all.months.slice(4))
    })
})

describe('a confidential cap', () => {
    // 600,000 and twice 80,000: one in EUR, one since April.
    const lowered = 3

    test('counts in totals, and names nobody to whom it may not be told', async () => {
        const [open, secret] = [await tried(lower), await tried(capped)]
        expect(secret.moved.down.parties).toBe(lowered)
        expect(secret.moversListed).toBe(open.moversListed)
        expect(secret.movers.some(({ direction }) => direction === 'down')).toBe(false)
    })

    test('is told to compliance', async () => {
        const person = `people:\n    - { name: ${userInfo().username}, compliance: true }\n`
        await appendFile(join(bank.data, 'tong.yaml'), person)
        const trial = await tried(capped, '--limit', '100')
        const down = trial.movers.filter(({ direction }) => direction === 'down')
        expect(down.map(({ reason }) => reason.code)).toEqual(Array(lowered).fill('given'))
        expect(down.map(({ recordKey }) => recordKey)).toContain(customers.enters)
    })
})

describe('what cannot be tried', () => {
    test.each([
        [['--from', '2025-05', '--to', '2025-02'], 'pipeline.trial_months_reversed', '2025-05'],
        [['--to', '2025-12'], 'pipeline.trial_month_unknown', '2025-06'],
        [['--from', '2024-11'], 'pipeline.trial_month_unknown', '2025-01'],
        [['--out', '/nowhere/movers.csv'], 'cli.file_unwritable', '/nowhere/movers.csv'],
    ])('%s', async (flags, code, named) => {
        const refused = await refusalOf({ args: ['try', lower, ...flags], data: bank.data })
        expect(refused.exit).toBe(2)
        expect(refused.failures).toMatchObject([{ code }])
        expect(refused.failures[0]?.sentence).toContain(named)
    })

    test('a file with faults: all of them, with their places', async () => {
        const wrong = join(bank.files, 'wrong.yaml')
        const text = await readFile(lower, 'utf8')
        await writeFile(
            wrong,
            text.replace('20000 CNY', '20000 USD').replace('wait: 3', 'waits: 3'),
        )
        const { exit, failures } = await refusalOf({ args: ['try', wrong], data: bank.data })
        expect(exit).toBe(3)
        expect(failures.length).toBeGreaterThan(1)
        expect(failures.every(({ sentence }) => sentence !== '')).toBe(true)
    })

    test('a policy of a ladder that the bank does not have', async () => {
        const other = join(bank.files, 'other.yaml')
        const text = await readFile(lower, 'utf8')
        await writeFile(other, text.replace('ladder: corner', 'ladder: plaza'))
        const { exit, failures } = await refusalOf({ args: ['try', other], data: bank.data })
        expect(exit).toBe(3)
        expect(failures).toMatchObject([{ code: 'pipeline.trial_ladder_unknown' }])
    })
})
