import type { ContractColumn } from '#sources/contract.ts'
import { type ColumnFacts, type DraftColumn, type DraftNote, doubt } from '#sources/draft.ts'
import { type DraftCandidate, draftCandidates, draftedColumn } from '#sources/draft-column.ts'
import { draftPii } from '#sources/draft-pii.ts'
import { headingSays } from '#sources/draft-words.ts'
import { maskValue } from '#sources/mask-value.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { columnFacts, factsWithout, piiCounts } from './column-facts.ts'
import { misfitSql } from './misfits.ts'
import type { UnknownTable } from './read-table.ts'

/** A column as proposed, what was counted, and the SQL condition of texts that do not fit it. */
export type FittedColumn = DraftColumn & {
    readonly facts: ColumnFacts
    readonly index: number
    /** Texts that do not fit. */
    readonly misfits: number
}

type ColumnOf = {
    readonly warehouse: Warehouse
    readonly table: UnknownTable
    readonly index: number
}

/** So many texts must be there, and so few of them unfit, that they are taken for mistakes. */
const mistakesOf = 200
const mistakesShare = 0.005

/**
 * Proposes what a column is. Every candidate is held against all of its texts with the very
 * conditions that an import holds them against, so what is proposed is what will be accepted.
 */
export async function fitColumn(about: ColumnOf): Promise<FittedColumn> {
    const { table, index } = about
    const name = table.names[index] ?? ''
    const first = await columnFacts(about)
    const { pii, notes } = draftPii(name, {
        ...{ facts: first, counts: await piiCounts(about, first), file: table.file },
    })
    const { facts, note } = await withoutSentinel(about, first)
    const best = await bestFit(about, { name, facts, pii })
    const misfit = best.misfits === 0 ? [] : [await misfitNote(about, best)]
    const all = [...best.notes, ...notes, ...(note === null ? [] : [note]), ...misfit]
    return { column: best.column, notes: all, facts, index, misfits: best.misfits }
}

/** What fits every text; or a day, or anything but text, that all but a few mistakes fit. */
async function bestFit(about: ColumnOf, found: FoundColumn): Promise<Fitted> {
    const { facts, name, pii } = found
    const candidates = draftCandidates(found)
    const exact = await firstFit(about, candidates, { found, max: 0 })
    const max = Math.floor(facts.present * mistakesShare)
    if (facts.present < mistakesOf || max === 0) return exact
    const isDay = pii === 'birth_date' || headingSays(name, 'date')
    const isNumber = ['integer', 'bigint'].includes(exact.column.type.name)
    const main = exact.column.type.name === 'varchar' ? mainShapes(facts) : null
    const others = [
        ...(isDay && isNumber ? candidates.filter(({ type }) => type.name === 'date') : []),
        ...(main === null ? [] : draftCandidates({ ...found, facts: main })),
    ].filter(({ type }) => type.name !== 'varchar')
    return (await firstFitOrNone(about, others, { found, max })) ?? exact
}

type Fitted = DraftColumn & { readonly misfits: number }
type FoundColumn = Parameters<typeof draftedColumn>[0]

type Fit = { readonly found: FoundColumn; readonly max: number }

async function firstFit(
    about: ColumnOf,
    candidates: readonly DraftCandidate[],
    fit: Fit,
): Promise<Fitted> {
    const fitted = await firstFitOrNone(about, candidates, fit)
    if (fitted === null) throw new Error('every text is a varchar')
    return fitted
}

async function firstFitOrNone(
    about: ColumnOf,
    candidates: readonly DraftCandidate[],
    { found, max }: Fit,
): Promise<Fitted | null> {
    for (const candidate of candidates) {
        const drafted = draftedColumn(found, candidate)
        const misfits = await countMisfits(about, drafted.column)
        if (misfits <= max) return { ...drafted, misfits }
    }
    return null
}

/** The texts of a column that an import would reject, absent ones apart. */
async function countMisfits(
    { warehouse, table, index }: ColumnOf,
    column: ContractColumn,
): Promise<number> {
    const found = misfitSql([{ column, index }], table.relation)
    if (found === null) return 0
    const [row] = await warehouse.rows(`${found.sql} select count(*) as n from misfits`)
    return Number(row?.n ?? 0)
}

async function misfitNote(
    { warehouse, table, index }: ColumnOf,
    { column, misfits }: Fitted,
): Promise<DraftNote> {
    const found = misfitSql([{ column, index }], table.relation)
    const rows =
        found === null
            ? []
            : await warehouse.rows(
                  `${found.sql} select distinct ${found.textOf(index)} as text from misfits ` +
                      'order by text limit 3',
              )
    const values = rows.map(({ text }) => `“${maskValue(String(text), column.pii)}”`).join(', ')
    return doubt('sources.draft.misfits', { count: misfits, values })
}

/** The facts without their rarest shapes; null where too many texts would be left out. */
function mainShapes(facts: ColumnFacts): ColumnFacts | null {
    if (facts.present < mistakesOf) return null
    const most = facts.present * (1 - mistakesShare)
    let sum = 0
    const shapes = facts.shapes.filter(({ count }) => {
        const isMain = sum < most
        sum += count
        return isMain
    })
    const isSmaller = shapes.length < facts.shapes.length || facts.shapesLeft > 0
    return isSmaller && sum >= most ? { ...facts, shapes, shapesLeft: 0 } : null
}

const sentinel = /^(?:-?9{3,9}|-1)$/
/** Below this share of all rows a 999 is a number like others. */
const sentinelShare = 0.005
/** How far from all others a 999 has to be. */
const sentinelDistance = 5

/** A number of nines far above all others, or the only negative one, stands for absent. */
async function withoutSentinel(about: ColumnOf, facts: ColumnFacts) {
    const suspect = facts.commonest.find(
        ({ text, count }) => sentinel.test(text) && count >= facts.rows * sentinelShare,
    )
    if (suspect === undefined || facts.distinct < 3) return { facts, note: null }
    const column = `c${about.index}`
    const [row] = await about.warehouse.rows(
        `select min(try_cast(${column} as double)) as least, ` +
            `max(try_cast(${column} as double)) as greatest, ` +
            `count(*) filter (where ${column} <> '' and try_cast(${column} as double) is null) ` +
            `as words from ${about.table.relation} where ${column} <> $1`,
        [suspect.text],
    )
    if (row === undefined || Number(row.words) > 0 || row.least === null) {
        return { facts, note: null }
    }
    const value = Number(suspect.text)
    const isFar =
        value > 0 ? Number(row.greatest) * sentinelDistance < value : Number(row.least) >= 0
    if (!isFar) return { facts, note: null }
    const params = { value: suspect.text, count: suspect.count }
    return {
        facts: await factsWithout(about, { facts, text: suspect.text }),
        note: doubt('sources.draft.sentinel', params),
    }
}
