import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextRow } from '#identity/compare-records.ts'
import { evaluateClusters } from '#identity/evaluate/evaluate-clusters.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { baseFormat, cardName, type MatchBase, openBase } from '#pipeline/identity/match-base.ts'
import { familyOf } from '../../bench/identity/register-people.ts'
import { personColumns, personRecords } from '../../bench/identity/register-people-records.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { matchRows } from './match-rows.ts'
import {
    keepWhole,
    matchMoreRows,
    type Outcome,
    outcomeOfBase,
    outcomeOfWhole,
    version,
} from './more-rows.ts'
import { peopleComparison as comparison, field, peopleArbitrary } from './people-twice.ts'

const opened = keepWarehouse()

/** What becomes of a row between the base and the day after. */
const fates = ['stays', 'stays', 'stays', 'stays', 'comes', 'changes', 'goes', 'again'] as const

type Split = {
    readonly before: readonly TextRow[]
    readonly given: readonly TextRow[]
    readonly removed: readonly string[]
    readonly after: readonly TextRow[]
}

/** Rows on two days: a row that changes had another one's texts before. */
function splitOf(rows: readonly TextRow[], fate: (at: number) => (typeof fates)[number]): Split {
    const before: TextRow[] = []
    const given: TextRow[] = []
    const after: TextRow[] = []
    const removed: string[] = []
    for (const [at, row] of rows.entries()) {
        const what = fate(at)
        const other = rows[(at + 7) % rows.length] ?? row
        if (what !== 'comes')
            before.push(what === 'changes' ? { ...other, id: row.id ?? null } : row)
        if (what === 'goes') removed.push(row.id ?? '')
        else after.push(row)
        if (what === 'comes' || what === 'changes' || what === 'again') given.push(row)
    }
    return { before, given, removed, after }
}

const splitArbitrary = fc
    .tuple(peopleArbitrary, fc.infiniteStream(fc.constantFrom(...fates)))
    .map(([rows, stream]) => {
        const drawn = rows.map(() => stream.next().value)
        return splitOf(rows, (at) => drawn[at] ?? 'stays')
    })

async function baseOf(rows: readonly TextRow[], of = comparison): Promise<MatchBase> {
    return await keepWhole(opened, await matchRows(opened, [rows], { comparison: of }), {
        comparison: of,
    })
}

/** All rows from scratch, by the weights and frequencies of a base. */
async function scratchOf(rows: readonly TextRow[], base: MatchBase): Promise<Outcome> {
    const asked = { comparison: base.card.comparison, base }
    return await outcomeOfWhole(opened, await matchRows(opened, [rows], asked))
}

const runs = { numRuns: 4, endOnFailure: true }

describe('records that come after a matching', () => {
    it('are matched as all would be from scratch by the same weights and frequencies', async () => {
        await fc.assert(
            fc.asyncProperty(splitArbitrary, async ({ before, given, removed, after }) => {
                const base = await baseOf(before)
                const found = await matchMoreRows(opened, base, { tables: [given], removed })
                const { more, strays, outcome, base: kept } = found
                expect(outcome).toEqual(await scratchOf(after, base))
                expect(await outcomeOfBase(opened, kept)).toEqual(outcome)
                expect(strays).toBe(0)
                expect(more.records).toBe(after.length)
                expect(more.counts.removed).toBe(removed.length)
                expect(kept.card.records).toBe(after.length)
            }),
            runs,
        )
    })

    it('change nothing where there are none, or where none says anything new', async () => {
        const rows = sampleOf(3)
        const base = await baseOf(rows)
        const before = await outcomeOfBase(opened, base)
        for (const given of [[], rows]) {
            const { more, members, outcome } = await matchMoreRows(opened, base, {
                tables: given.length > 0 ? [given] : [],
            })
            expect(outcome).toEqual(before)
            expect(members).toBe(0)
            expect(more.pairs).toBe(0)
            const { added, changed, removed, unchanged } = more.counts
            expect({ added, changed, removed }).toEqual({ added: 0, changed: 0, removed: 0 })
            expect(unchanged).toBe(given.length)
        }
    })

    it('may be all there are', async () => {
        const base = await baseOf(sampleOf(5))
        const others = sampleOf(6).map((row) => ({ ...row, id: `new ${row.id}` }))
        const removed = sampleOf(5).map(({ id }) => id ?? '')
        const { outcome } = await matchMoreRows(opened, base, { tables: [others], removed })
        expect(outcome).toEqual(await scratchOf(others, base))
    })

    it('of two tables are linked with records of the other one only', async () => {
        const rows = sampleOf(8)
        const sides = ['a', 'b'].map((side) => rows.filter(({ id }) => id?.endsWith(side)))
        const [left = [], right = []] = sides
        const asked = { comparison, isLink: true }
        const first = [left.slice(5), right.slice(3)]
        const matched = await matchRows(opened, first, asked)
        const base = await keepWhole(opened, matched, { comparison, tables: 2 })
        const { outcome } = await matchMoreRows(opened, base, {
            tables: [left.slice(0, 5), right.slice(0, 3)],
        })
        const whole = await matchRows(opened, [left, right], { ...asked, base })
        expect(outcome).toEqual(await outcomeOfWhole(opened, whole))
    })
})

function sampleOf(seed: number): readonly TextRow[] {
    return fc.sample(peopleArbitrary, { numRuns: 1, seed })[0] ?? []
}

const persons: Comparison = {
    ...{ id: 'persons', of: 'person', sure: { rules: [], recall: 1 } },
    fields: [
        field('name', 'person_name'),
        field('id_number', 'identity_document'),
        field('phone', 'phone'),
        { ...field('birth_date', 'birth_date'), frequency: false },
    ],
    blocking: [
        [{ field: 'id_number', form: 'number' }],
        [{ field: 'phone', form: 'number' }],
        [
            { field: 'name', form: 'pinyin' },
            { field: 'birth_date', form: 'day' },
        ],
    ],
    never: [],
    thresholds: { accept: 0.95, review: 0.5 },
}

describe('a register that grows', () => {
    it('is what the same weights find when all is counted anew, whatever came first', async () => {
        const rows = registerOf(1200)
        const { before, given, removed, after } = splitOf(rows, (at) => {
            const place = (at * 7919) % 100
            return place < 4 ? 'comes' : place < 6 ? 'changes' : place < 7 ? 'goes' : 'stays'
        })
        const base = await baseOf(before, persons)
        const half = Math.floor(given.length / 2)
        const [one, other] = [given.slice(0, half), given.slice(half)]
        const found: Outcome[] = []
        for (const [first, second] of [
            [one, other],
            [other, one],
            [given, []],
        ] as const) {
            const step = await matchMoreRows(opened, base, { tables: [first] })
            const tables = second.length > 0 ? [second] : []
            const next = await matchMoreRows(opened, step.base, { tables, removed })
            expect(next.base.card.changed).toBe(given.length + removed.length)
            found.push(next.outcome)
        }
        // Frequencies are those of all here: what a base does not know again.
        const asked = { comparison: persons, weights: base.card.model }
        const whole = await outcomeOfWhole(opened, await matchRows(opened, [after], asked))
        for (const { clusters } of found) {
            expect(clusters.length).toBe(after.length)
            expect(agreement(clusters, whole.clusters)).toBeGreaterThanOrEqual(0.999)
        }
    })
})

function registerOf(records: number): readonly TextRow[] {
    const rows: TextRow[] = []
    for (let family = 0, from = 0; rows.length < records; family++) {
        const people = familyOf(family, from)
        for (const { cells } of people.flatMap(personRecords)) {
            const told = personColumns.map((column, at) => [column, cells[at] || null] as const)
            rows.push({ id: String(100_000 + rows.length), ...Object.fromEntries(told) })
        }
        from += people.length
    }
    return rows
}

/** F1 of pairs of records that are together, of one result by another. */
function agreement(found: readonly string[], wanted: readonly string[]): number {
    const [one, other] = [found, wanted].map(
        (texts) => new Map(texts.map((text) => text.split(' ') as [string, string])),
    )
    const figures = evaluateClusters(one ?? new Map(), other ?? new Map())
    return figures.ok ? (figures.value.pairwise.f1 ?? 0) : 0
}

describe('a base', () => {
    it('is refused where it is none, not whole, or of another version', async () => {
        const { folder, card } = await baseOf(sampleOf(4))
        const open = (): Promise<MatchBase> =>
            openBase(opened.warehouse, { folder, path: 'base', version })
        const refusal = (code: string) => ({ failures: [{ code: `identity.${code}` }] })
        const write = (text: string): Promise<void> => writeFile(join(folder, cardName), text)
        await write(JSON.stringify({ ...card, format: baseFormat + 1, parts: 'elsewhere' }))
        await expect(open()).rejects.toMatchObject(refusal('base_version'))
        for (const other of [{ engine: 'other 1.0' }, { version: '1.2.4' }]) {
            await write(JSON.stringify({ ...card, ...other }))
            await expect(open()).rejects.toMatchObject(refusal('base_version'))
        }
        for (const text of ['', '{', '[]', '{}', JSON.stringify({ ...card, parts: [] })]) {
            await write(text)
            await expect(open()).rejects.toMatchObject(refusal('base_broken'))
        }
        await write(JSON.stringify(card))
        await open()
        await writeFile(join(folder, 'layer-0', 'values', 'part-0.parquet'), 'PAR1')
        await expect(open()).rejects.toMatchObject(refusal('base_broken'))
        await rm(join(folder, 'layer-0', 'values'), { recursive: true })
        await expect(open()).rejects.toMatchObject(refusal('base_broken'))
        await rm(join(folder, cardName))
        await expect(open()).rejects.toMatchObject(refusal('base_missing'))
    })

    it('refuses a record that is given and removed at once', async () => {
        const rows = sampleOf(4)
        const base = await baseOf(rows)
        const [first] = rows
        const both = matchMoreRows(opened, base, {
            ...{ tables: [rows], removed: [first?.id ?? ''] },
        })
        await expect(both).rejects.toMatchObject({
            failures: [{ code: 'identity.removed_given', params: { records: first?.id } }],
        })
    })
})
