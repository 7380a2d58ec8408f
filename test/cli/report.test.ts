import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WeakParties } from '#pipeline/quality/weak-parties.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import { newFolder, removeBank } from '../e2e/small-bank.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import { openReportDesk, type ReportDesk } from './report-desk.ts'
import { centsOf } from './traced-parties.ts'

// The report of a sample bank of which everything is built, against what the other commands say
// and against plain loops over the rows that it is made of.

type Told = Omit<ReportSummary, 'months'> & {
    readonly file: string
    readonly months: readonly {
        readonly month: string
        readonly tiers: ReportSummary['months'][number]['tiers']
        readonly causes: Readonly<Record<string, number>>
    }[]
}

const month = '2025-12'
let data: string
let bank: Told
let desk: ReportDesk

beforeAll(async () => {
    data = join(await newFolder(), 'data')
    await answerOf({ args: ['start', '--customers', '300'], data })
    const select = ['--select', 'features.*', 'scores.*']
    await answerOf({ args: ['run', ...select, '--as-of', month], data })
    bank = await answerOf<Told>({ args: ['report'], data })
    desk = await openReportDesk(data)
}, 900_000)

afterAll(async () => {
    await desk?.close()
    await removeBank({ data })
})

function partiesOf({ months }: Pick<Told, 'months'> | ReportSummary): number {
    return (months.at(-1)?.tiers ?? []).reduce((sum, { parties }) => sum + parties, 0)
}

function assetsOf({ months }: Pick<Told, 'months'> | ReportSummary): bigint {
    return (months.at(-1)?.tiers ?? []).reduce((sum, { assets }) => sum + centsOf(assets), 0n)
}

describe('the whole bank', () => {
    test('is written beside the data, for everyone to open', async () => {
        expect(bank.file).toBe(join(data, 'report.html'))
        const page = await readFile(bank.file, 'utf8')
        expect(page.length).toBeLessThan(2_000_000)
        expect(page).not.toMatch(/NaN|Infinity|undefined/)
    })

    test('has the stages that tong lifecycle tells', async () => {
        type Stages = {
            readonly stages: readonly { readonly stage: string; readonly aum: string }[]
        }
        const told = await answerOf<Stages>({ args: ['lifecycle', '--month', month], data })
        const shown = bank.lifecycle?.stages.map(({ advice: _, assets, ...stage }) => ({
            ...stage,
            aum: assets,
        }))
        expect(shown).toEqual(told.stages)
        expect(told.stages.length).toBeGreaterThan(1)
    })

    test('has the bands and the codes that tong scores tells', async () => {
        type Counts = readonly { readonly value: string | null; readonly parties: number }[]
        type Listed = { readonly bands: Counts; readonly codes: Counts }
        const told = await answerOf<Listed>({ args: ['scores', 'list', '--month', month], data })
        for (const { value, parties } of told.bands.filter((band) => band.value !== null)) {
            const shown = bank.values?.filter(({ band }) => band === value) ?? []
            expect(shown.reduce((sum, cell) => sum + cell.parties, 0)).toBe(parties)
        }
        const all = told.codes.reduce((sum, { parties }) => sum + parties, 0)
        expect(bank.rfm?.reduce((sum, { parties }) => sum + parties, 0)).toBe(all)
        const best = told.codes.filter(({ value }) => value?.startsWith('55') === true)
        const cell = bank.rfm?.find((one) => one.recency === 5 && one.frequency === 5)
        expect(cell?.parties).toBe(best.reduce((sum, { parties }) => sum + parties, 0))
    })

    test('has the concentration that tong scores concentration tells', async () => {
        type Rows = { readonly measures: readonly Readonly<Record<string, string | number>>[] }
        const told = await answerOf<Rows>({ args: ['scores', 'concentration'], data })
        const row = told.measures.find(({ measure }) => measure === 'aum_end_month') ?? {}
        const { parties, total, gini, partiesFor80, top, lorenz } = bank.concentration ?? {}
        expect({ parties, total, gini, partiesFor80 }).toEqual({
            parties: row.parties,
            total: row.total,
            gini: Number(row.gini),
            partiesFor80: row.parties_for_80,
        })
        expect(top?.map(({ percent, share }) => [percent, share])).toEqual(
            [1, 5, 10, 20, 50].map((one) => [one, Number(row[`top_${one}_share`])]),
        )
        expect(lorenz?.at(-1)?.share).toBe(Number(row.lorenz_95))
    })

    test('has as many near, protected and grouped as the lists have', async () => {
        const totalOf = async (...args: readonly string[]): Promise<number> =>
            (await answerOf<{ readonly total: number }>({ args: ['list', ...args], data })).total
        expect(bank.near.up.parties + bank.near.down.parties).toBe(await totalOf('near'))
        expect(bank.months.at(-1)?.causes.protected ?? 0).toBe(await totalOf('protected'))
        const groups = bank.actions.filter(({ named }) => named !== null)
        expect(groups.length).toBeGreaterThan(2)
        for (const { code, parties, command, basis, amount } of groups) {
            const args = command.split(' ')
            type Cut = { readonly size: { readonly parties: number; readonly assets: string } }
            const told = await answerOf<Cut>({ args, data })
            expect([code, parties]).toEqual([code, told.size.parties])
            if (basis === 'assets') expect([code, amount]).toEqual([code, told.size.assets])
        }
    })

    test('lists what is to be done by the money at stake, the largest customers first', () => {
        const amounts = bank.actions.map(({ amount }) => Number(amount))
        expect(amounts).toEqual([...amounts].sort((one, two) => two - one))
        for (const { first, parties } of bank.actions) {
            expect(first.length).toBe(Math.min(5, parties))
        }
        // On the ladder are persons alone, and their names are masked.
        const onLadder = bank.actions.flatMap(({ first }) => first.filter((one) => one.tier))
        expect(onLadder.length).toBeGreaterThan(3)
        for (const { name } of onLadder) expect(name ?? '*').toContain('*')
    })
})

describe('a part of the bank', () => {
    test('branches add up to all whose record names a branch', async () => {
        const parts = await desk.reportsOfBranches()
        expect(parts.length).toBeGreaterThan(5)
        const without = await desk.withoutBranch()
        const sum = parts.reduce((all, part) => all + partiesOf(part), 0)
        expect(sum + without.parties).toBe(partiesOf(bank))
        const held = parts.reduce((all, part) => all + assetsOf(part), 0n)
        expect(held + without.cents).toBe(assetsOf(bank))
        const near = parts.reduce((all, { near: { up, down } }) => {
            return all + up.parties + down.parties
        }, 0)
        expect(near).toBeLessThanOrEqual(bank.near.up.parties + bank.near.down.parties)
    })

    test('a unit has all units below it', async () => {
        const [top] = await desk.units('head_office')
        if (top === undefined) throw new Error('the sample bank has a head office')
        const all = await desk.report({ kind: 'branch', text: top.key })
        const without = await desk.withoutBranch()
        expect(partiesOf(all)).toBe(partiesOf(bank) - without.parties)
        expect(all.scope).toEqual({ kind: 'branch', id: top.key, name: top.name })
    })

    test('a book has those whom the manager looks after, by a plain loop', async () => {
        const books = await desk.booksByLoop(month)
        expect(books.length).toBeGreaterThan(3)
        for (const { key, parties } of books.slice(0, 6)) {
            const told = await desk.report({ kind: 'manager', text: key })
            expect([key, partiesOf(told)]).toEqual([key, await desk.onLadder(parties)])
            expect(told.quality).toBeNull()
            expect(told.findings.filter(({ code }) => code.startsWith('ledger'))).toEqual([])
        }
    })

    test('its stages and its values are of its own parties', async () => {
        const [largest] = await desk.units('branch')
        if (largest === undefined) throw new Error('the sample bank has branches')
        const told = await desk.report({ kind: 'branch', text: largest.name })
        const inTiers = told.values?.reduce((sum, { parties }) => sum + parties, 0)
        expect(inTiers).toBe(partiesOf(told))
        const staged = told.lifecycle?.stages.reduce((sum, { parties }) => sum + parties, 0) ?? 0
        const whole = bank.lifecycle?.stages.reduce((sum, { parties }) => sum + parties, 0) ?? 0
        expect(staged).toBeGreaterThanOrEqual(partiesOf(told))
        expect(staged).toBeLessThan(whole)
        expect(told.concentration?.parties).toBeLessThanOrEqual(staged)
    })
})

type Party = { readonly partyId: string; readonly branch: string | null }
type Listed = { readonly total: number; readonly parties: readonly Party[] }

describe('lists of a part', () => {
    const listed = (...args: readonly string[]): Promise<Listed> =>
        answerOf<Listed>({ args: ['list', ...args, '--limit', '1000'], data })

    test.each(['all', 'near', 'movers', 'protected'])(
        '%s: branches have those of the whole list, in its order',
        async (kind) => {
            const whole = await listed(kind)
            expect(whole.parties).toHaveLength(whole.total)
            const branches = [...new Set(whole.parties.map(({ branch }) => branch))]
            for (const branch of branches.slice(0, 2)) {
                if (branch === null) continue
                const part = await listed(kind, '--branch', branch)
                const own = whole.parties.filter((party) => party.branch === branch)
                expect(part).toMatchObject({ total: own.length, parties: own })
            }
        },
        120_000,
    )

    test('a book has those whom the manager looks after, by a plain loop', async () => {
        const { parties } = await listed('all')
        const books = await desk.booksByLoop(month)
        for (const { key, parties: kept } of books.slice(0, 2)) {
            const own = parties.filter(({ partyId }) => kept.has(partyId))
            const told = await listed('all', '--rm', key)
            expect([key, told]).toMatchObject([key, { total: own.length, parties: own }])
        }
    })

    test('the first of a long list are the first of the part', async () => {
        const [unit] = await desk.units('branch')
        const args = ['list', 'all', '--branch', unit?.key ?? '']
        const all = await listed('all', '--branch', unit?.key ?? '')
        const first = await answerOf<Listed>({ args: [...args, '--limit', '2'], data })
        expect(first).toMatchObject({ total: all.total, parties: all.parties.slice(0, 2) })
        const shown = await tong({ args: [...args, '--lang', 'zh-CN'], data })
        expect(shown.stdout).toContain(`${unit?.name}（${unit?.key}）`)
    })

    test('of those known too poorly have their own of the whole list', async () => {
        const weakOf = (...part: readonly string[]): Promise<WeakParties> =>
            answerOf<WeakParties>({ args: ['quality', 'parties', ...part], data })
        const { listed: all } = await weakOf()
        const branch = all.find((one) => one.branch !== null)?.branch ?? ''
        const kept = all.filter((one) => one.branch === branch)
        expect(kept.length).toBeGreaterThan(0)
        const own = { weak: kept.length, listed: kept }
        const { actions } = await desk.report({ kind: 'branch', text: branch })
        const command = actions.find(({ code }) => code === 'data_missing')?.command ?? ''
        expect(command).toMatch(/^quality parties .* --branch \d+$/)
        expect(await answerOf({ args: command.split(' '), data })).toMatchObject(own)
        const [book] = await desk.booksByLoop(month)
        const managed = all.filter(({ recordKey }) => book?.recordKeys.has(recordKey) === true)
        expect(await weakOf('--rm', book?.key ?? '')).toMatchObject({
            ...{ weak: managed.length, listed: managed },
            parties: await desk.onLadder(book?.parties ?? new Set()),
        })
    })

    test('leave with the part that they are of', async () => {
        const [unit] = await desk.units('branch')
        const [book] = await desk.booksByLoop(month)
        for (const [flag, value, name] of [
            ['--branch', unit?.key ?? '', 'branch'],
            ['--rm', book?.key ?? '', 'rm'],
        ] as const) {
            const { total } = await listed('all', flag, value)
            const out = join(data, `${name}.csv`)
            const args = ['export', 'list', 'all', flag, value, '--out', out]
            const made = await answerOf<object>({ args, data })
            expect(made).toMatchObject({ rows: total, filter: { [name]: value } })
            const rows = (await readFile(out, 'utf8')).trimEnd().split('\r\n')
            expect(rows).toHaveLength(total + 1)
        }
        const gapsOf = (name: string, ...flags: readonly string[]) => {
            const args = ['export', 'list', 'quality', ...flags, '--out', join(data, name)]
            return answerOf<{ readonly rows: number }>({ args, data })
        }
        const weak = await gapsOf('weak.csv')
        const part = await gapsOf('weak-part.csv', '--branch', unit?.key ?? '')
        const [, ...gaps] = (await readFile(join(data, 'weak.csv'), 'utf8')).split('\r\n')
        const below = (await listed('all', '--branch', unit?.key ?? '')).parties
        const names = new Set(below.flatMap(({ branch }) => branch ?? []))
        const own = gaps.filter((line) => names.has(line.split(',')[3] ?? ''))
        expect(weak.rows).toBeGreaterThan(part.rows)
        expect(part.rows).toBe(own.length)
    })
})

type CutTold = {
    readonly size: { readonly parties: number; readonly assets: string }
    readonly rows: readonly { readonly branch: string | null; readonly recordKey: string }[]
}

describe('cuts of a part', () => {
    const shown = (...args: readonly string[]): Promise<CutTold> =>
        answerOf<CutTold>({ args: ['cuts', 'show', ...args, '--limit', '1000'], data })

    test('a branch has those of the whole cut whom it keeps, and its share of itself', async () => {
        const whole = await shown('persons', '--month', month)
        const branch = whole.rows.find((row) => row.branch !== null)?.branch ?? ''
        const own = whole.rows.filter((row) => row.branch === branch)
        const told = await shown('persons', '--month', month, '--branch', branch)
        expect(told).toMatchObject({ size: { parties: own.length }, rows: own })
        type List = { readonly parties: number; readonly cuts: readonly CutSize[] }
        type CutSize = { readonly id: string; readonly size: CutTold['size'] | null }
        const args = ['cuts', 'list', '--month', month, '--branch', branch]
        const { parties, cuts } = await answerOf<List>({ args, data })
        const sizeOf = (id: string) => cuts.find((cut) => cut.id === id)?.size
        expect(sizeOf('persons')).toMatchObject(told.size)
        expect((sizeOf('persons')?.parties ?? 0) + (sizeOf('companies')?.parties ?? 0)).toBe(
            parties,
        )
        const out = join(data, 'persons.csv')
        const leave = ['export', 'cut', 'persons', '--month', month, '--branch', branch]
        expect(await answerOf({ args: [...leave, '--out', out], data })).toMatchObject({
            rows: own.length,
        })
    })

    test('the commands in the report of a part tell what it tells', async () => {
        const [unit] = await desk.units('branch')
        const { actions } = await desk.report({ kind: 'branch', text: unit?.key ?? '' })
        const named = actions.filter((action) => action.named !== null)
        expect(named.length).toBeGreaterThan(0)
        for (const { code, parties, command } of named.slice(0, 3)) {
            expect(command).toContain(` --branch ${unit?.key}`)
            const told = await answerOf<CutTold>({ args: command.split(' '), data })
            expect([code, told.size.parties]).toEqual([code, parties])
        }
    })
})

test('what does not tie with the general ledger leaves as it is shown', async () => {
    type Told = { readonly differences: readonly Readonly<Record<string, string | number>>[] }
    const { differences } = await answerOf<Told>({ args: ['quality', 'reconcile'], data })
    expect(differences.length).toBeGreaterThan(3)
    const out = join(data, 'ledger.csv')
    const made = ['export', 'list', 'reconcile', '--codes', '--out', out]
    expect(await answerOf({ args: made, data })).toMatchObject({ rows: differences.length })
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\r\n').slice(1)
    expect(lines.map((line) => line.split(',').slice(0, 6))).toEqual(
        differences.map((one) =>
            ['month', 'product', 'currency', 'ledger', 'loaded', 'difference'].map((name) =>
                String(one[name]),
            ),
        ),
    )
    const first = String(differences[0]?.month)
    const ofMonth = differences.filter((one) => one.month === first)
    const asked = ['export', 'list', 'reconcile', '--month', first, '--force', '--out', out]
    expect(await answerOf({ args: asked, data })).toMatchObject({ rows: ofMonth.length })
})

describe('what cannot be', () => {
    const unit = { code: 'branch_unknown' }
    test.each([
        { flag: '--branch', text: '上海市分', ...unit, nearest: '上海市分行' },
        { flag: '--branch', text: 'nowhere at all', ...unit, nearest: 'none' },
        { flag: '--rm', text: 'nobody at all', code: 'manager_unknown', nearest: 'none' },
    ])('$flag $text is refused', async ({ flag, text, code, nearest }) => {
        const doors = ['report', 'list near', 'cuts list', 'cuts show persons', 'quality parties']
        for (const door of doors) {
            const told = await refusalOf({ args: [...door.split(' '), flag, text], data })
            expect(told).toMatchObject({
                exit: 2,
                failures: [{ code: `pipeline.report_${code}`, params: { nearest } }],
            })
        }
    })

    test('a branch and a manager together are refused by every command', async () => {
        const both = ['--branch', '1100', '--rm', 'S1']
        const out = ['--out', join(data, 'both.csv')]
        for (const door of [
            ['list'],
            ['cuts', 'list'],
            ['cuts', 'show', 'persons'],
            ['quality', 'parties'],
            ['export', 'list', 'all', ...out],
            ['export', 'cut', 'persons', ...out],
        ]) {
            const told = await refusalOf({ args: [...door, ...both], data })
            expect(told).toMatchObject({ exit: 2, failures: [{ code: 'cli.flags_together' }] })
        }
        const ledger = ['export', 'list', 'reconcile', '--rm', 'S1', ...out]
        expect(await refusalOf({ args: ledger, data })).toMatchObject({
            failures: [{ code: 'cli.export_list_flags', params: { flags: '--rm' } }],
        })
    })

    test.each([
        { args: ['--month', '2026-05'], exit: 3, code: 'serving.month_not_closed' },
        { args: ['--branch', '1100', '--rm', 'S1'], exit: 2, code: 'cli.flags_together' },
    ])('$args is refused', async ({ args, exit, code }) => {
        const told = await refusalOf({ args: ['report', ...args], data })
        expect(told).toMatchObject({ exit, failures: [{ code }] })
    })

    test('a folder that is not there is refused before any work', async () => {
        const to = join(data, 'no', 'such', 'report.html')
        const told = await refusalOf({ args: ['report', '--page', to], data })
        expect(told.failures).toMatchObject([{ code: 'cli.file_unwritable' }])
        expect(existsSync(to)).toBe(false)
    })

    test('a month of which nobody has built the features is a report all the same', async () => {
        const to = join(data, 'early.html')
        const args = ['report', '--month', '2025-02', '--page', to, '--lang', 'en']
        expect(await tong({ args, data })).toMatchObject({ exit: 0 })
        const page = await readFile(to, 'utf8')
        expect(page).toContain('Nobody has built this')
        expect(page).not.toMatch(/NaN|Infinity|undefined/)
    })
})
