import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileComparison, readRecord, type TextRow } from '#identity/compare-records.ts'
import { type KindId, kindIds, kinds } from '#identity/kinds.ts'
import type { Pattern } from '#identity/learn/pattern.ts'
import { comparePairs } from '#pipeline/identity/compare-pairs.ts'
import { type MatchingDesk, tableOf, writeTable } from '#pipeline/identity/matching.ts'
import { beginTextRows } from '#pipeline/identity/text-rows.ts'
import { writeForms } from '#pipeline/identity/write-forms.ts'
import { allKinds, rowOfAllKinds } from '../identity/all-kinds.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

const opened = keepWarehouse()

async function openDesk(): Promise<MatchingDesk> {
    return {
        warehouse: opened.warehouse,
        folder: await mkdtemp(join(opened.folder, 'levels-')),
        signal: new AbortController().signal,
        onStage: () => {},
    }
}

/** The patterns of all pairs in order, by the path that matching takes. */
async function patternsOf(rows: readonly TextRow[]): Promise<readonly Pattern[]> {
    const desk = await openDesk()
    const columns = { record_no: 'bigint', source: 'integer' }
    const texts = kindIds.map((_, place) => [`t${place}`, 'varchar'] as const)
    const records = await beginTextRows(desk, {
        name: 'records',
        columns: { ...columns, ...Object.fromEntries(texts) },
    })
    for (const [at, row] of rows.entries()) {
        records.add([at, 0, ...kindIds.map((kind) => row[kind] ?? null)])
    }
    await records.end()
    await writeForms(desk, { comparison: allKinds, records: 0 })
    const values = tableOf(desk, 'values')
    await writeTable(
        desk,
        'pairs',
        `select a.record_no as left_no, b.record_no as right_no, 1 as keys, 1 as drawn ` +
            `from ${values} a join ${values} b on a.record_no < b.record_no`,
    )
    await comparePairs(desk, { comparison: allKinds, hasLabels: false })
    const levels = kindIds.map((_, place) => `l${place}`)
    const found = await opened.warehouse.rows(
        `select * from ${tableOf(desk, 'patterns')} patterns order by left_no, right_no`,
    )
    return found.map((row) => levels.map((one) => Number(row[one])))
}

/** Where the two readers of a policy see different levels. */
async function quarrelsOf(rows: readonly TextRow[]): Promise<readonly string[]> {
    const found = await patternsOf(rows)
    const compare = compileComparison(allKinds)
    const records = rows.map((row) => ({ row, forms: readRecord(row, allKinds) }))
    const pairs = records.flatMap((a, at) => records.slice(at + 1).map((b) => ({ a, b })))
    expect(found).toHaveLength(pairs.length)
    return pairs.flatMap(({ a, b }, at) => {
        const expected = compare({ a: a.forms, b: b.forms })
        return kindIds.flatMap((kind, place) => {
            const [level, other] = [expected[place], found[at]?.[place]]
            const texts = JSON.stringify([a.row[kind], b.row[kind]])
            return level === other ? [] : [`${kind} ${texts}: ${level}, not ${other}`]
        })
    })
}

it('tells in SQL and TypeScript together the levels that TypeScript tells alone', async () => {
    await fc.assert(
        fc.asyncProperty(
            fc.array(rowOfAllKinds, { minLength: 30, maxLength: 40, size: 'max' }),
            async (rows) => {
                expect(await quarrelsOf(rows)).toEqual([])
            },
        ),
        { numRuns: 4, endOnFailure: true },
    )
})

/** Two records of one text each. */
function pairOf(kind: KindId, [one, other]: readonly [string, string]): readonly TextRow[] {
    const nothing = Object.fromEntries(kindIds.map((id) => [id, null]))
    return [one, other].map((text) => ({ ...nothing, [kind]: text }))
}

async function levelFound(kind: KindId, texts: readonly [string, string]): Promise<string | null> {
    const [pattern = []] = await patternsOf(pairOf(kind, texts))
    return kinds[kind].levels[pattern[kindIds.indexOf(kind)] ?? -1]?.id ?? null
}

it('sees two characters that changed places, however many bytes they take', async () => {
    // In UTF-8 丽 is E4 B8 BD and 鹏 is E9 B9 8F: six bytes differ.
    const names = ['上海丽鹏科技有限公司', '上海鹏丽科技有限公司'] as const
    expect(await levelFound('company_name', names)).toBe('one_character_off')
})

it('sees names that only their beginning makes similar', async () => {
    // Jaro (4/10 + 4/10 + 1) / 3 = 0.6; four equal letters at the front add 0.4 × 0.4.
    const names = ['ABCDWXYZUV', 'ABCDLMNOPQ'] as const
    expect(await levelFound('latin_name', names)).toBe('faintly_similar')
})

/** All that one edit makes of a text: a character less, more, other, or two that change places. */
function editsOf(text: string): readonly string[] {
    const characters = [...text]
    const edited = characters.flatMap((_, at) => {
        const [before, after] = [characters.slice(0, at), characters.slice(at + 1)]
        const [own = '', next = '', ...rest] = characters.slice(at)
        return [
            [...before, ...after],
            [...before, '天', own, ...after],
            [...before, '天', ...after],
            [...before, next, own, ...rest],
        ]
    })
    return [...new Set(edited.map((one) => one.join('')))].filter((one) => one !== text)
}

// An edit of the middle leaves least of the beginning and of the end as it was.
it.each([5, 6, 7, 8, 9, 11, 17])(
    'sees one edit of %i characters, wherever it is',
    async (length) => {
        const name = '明光海通和顺达安信远卓恒利源泰盛昌'.slice(0, length)
        const nothing = Object.fromEntries(kindIds.map((id) => [id, null]))
        const rows = [name, ...editsOf(name)].map((text) => ({ ...nothing, company_name: text }))
        expect(await quarrelsOf(rows)).toEqual([])
    },
)
