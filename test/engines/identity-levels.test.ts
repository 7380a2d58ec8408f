import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileComparison, readRecord, type TextRow } from '#identity/compare-records.ts'
import { columnJoint } from '#identity/kind.ts'
import { type KindId, kindIds, kinds } from '#identity/kinds.ts'
import type { Pattern } from '#identity/learn/pattern.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { comparePairs } from '#pipeline/identity/compare-pairs.ts'
import { type MatchingDesk, tableOf, writeTable } from '#pipeline/identity/matching.ts'
import { beginTextRows } from '#pipeline/identity/text-rows.ts'
import { writeForms } from '#pipeline/identity/write-forms.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

const opened = keepWarehouse()

/** Texts of each kind from which others are made by small changes; U+001F parts columns. */
const seeds: Readonly<Record<KindId, readonly string[]>> = {
    address: ['上海市浦东新区世纪大道100号东方大厦5楼', '北京市朝阳区建国路88号', '12 Main St'],
    birth_date: ['1980-01-02', '1980-02-01', '1981-01-02', '1979-12-31', '民國69年1月2日'],
    code: ['1234567', '12-34', 'AB12', '９８７６'],
    company_name: ['上海宏图科技有限公司', '宏图科技(上海)有限公司', 'Hongtu Trading Co., Ltd.'],
    credit_code: ['91310000631696382C', '91350100M000100Y43', '631696382'],
    date: ['2001-03-04', '2001-04-03', '2001-03-05', '20010304'],
    email: ['zhang.wei@example.com', 'zhangwei@example.cn', 'wei@qq.com'],
    employer: ['上海宏图科技有限公司', '宏图科技', 'Hongtu Trading'],
    exact: ['SILVER', '银', 'silver'],
    full_name: [`Anna${columnJoint}Martha`, `Martha${columnJoint}Anna`, `Ann${columnJoint}Mary`],
    identity_document: ['11010519491231002X', '110105491231002', 'E12345678', 'A123456789'],
    latin_name: ['MARTHA', 'MARHTA', 'DIXON', 'DICKSONX', 'ABCDxyzuvw', 'ABCDlmnopq'],
    permit: ['H1234567801', 'M12345678', '12345678'],
    person_name: ['张伟', '張偉', '章伟', '欧阳修文', 'Zhang Wei', 'CHEUNG WAI', '张伟 Zhang Wei'],
    phone: ['13812345678', '+86 138 1234 5678', '021-61234567', '(02) 2345-6789'],
    postcode: ['200120', '200121', '20012'],
    resident_id: ['11010519491231002X', '440524188001010014', '110105491231002'],
    sex: ['男', '女', 'M', 'F', '1'],
    text: ['suburb hill', 'suburb hlil', '大同小異', '同大小异', '𠀀𡀁𢀂', '𡀁𠀀𢀂'],
}

const letters = [...'aZ09 .-,"\'张偉卫𠀀😀Ａ１é\u3000\u200b\n公']

/** A text of a kind as people mangle it: a letter lost, added, changed, or swapped. */
const mangled = (kind: KindId): fc.Arbitrary<string> =>
    fc
        .record({
            seed: fc.constantFrom(...seeds[kind]),
            edits: fc.array(
                fc.record({
                    at: fc.nat(30),
                    what: fc.constantFrom('none', 'lose', 'add', 'change', 'swap'),
                    letter: fc.constantFrom(...letters),
                }),
                { maxLength: 3 },
            ),
        })
        .map(({ seed, edits }) => {
            const text = [...seed]
            for (const { at, what, letter } of edits) {
                const place = at % Math.max(text.length, 1)
                if (what === 'lose') text.splice(place, 1)
                if (what === 'add') text.splice(place, 0, letter)
                if (what === 'change') text[place] = letter
                if (what === 'swap')
                    text.splice(place, 2, ...text.slice(place, place + 2).reverse())
            }
            return text.join('')
        })

const anyText = fc.array(fc.constantFrom(...letters), { maxLength: 6 }).map((all) => all.join(''))

const textOfKind = (kind: KindId): fc.Arbitrary<string | null> =>
    fc.oneof(
        { arbitrary: mangled(kind), weight: 12 },
        { arbitrary: fc.oneof(anyText, fc.string({ unit: 'grapheme' })), weight: 1 },
        { arbitrary: fc.constant(null), weight: 1 },
    )

/** A record has a text of each kind. */
const rowArbitrary: fc.Arbitrary<TextRow> = fc.record(
    Object.fromEntries(kindIds.map((kind) => [kind, textOfKind(kind)])),
)

/** Compares each kind on all of its levels. */
const comparison: Comparison = {
    ...{ id: 'all', of: 'any', blocking: [], never: [], sure: { rules: [], recall: 1 } },
    fields: kindIds.map((kind) => ({
        ...{ id: kind, kind, columns: [kind], frequency: false },
        levels: kinds[kind].levels,
    })),
    thresholds: { accept: 0.9, review: 0.5 },
}

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
    await writeForms(desk, { comparison, records: 0 })
    const values = tableOf(desk, 'values')
    await writeTable(
        desk,
        'pairs',
        `select a.record_no as left_no, b.record_no as right_no, 1 as keys, 1 as drawn ` +
            `from ${values} a join ${values} b on a.record_no < b.record_no`,
    )
    await comparePairs(desk, { comparison, hasLabels: false })
    const levels = kindIds.map((_, place) => `l${place}`)
    const found = await opened.warehouse.rows(
        `select * from ${tableOf(desk, 'patterns')} patterns order by left_no, right_no`,
    )
    return found.map((row) => levels.map((one) => Number(row[one])))
}

/** Where the two readers of a policy see different levels. */
async function quarrelsOf(rows: readonly TextRow[]): Promise<readonly string[]> {
    const found = await patternsOf(rows)
    const compare = compileComparison(comparison)
    const records = rows.map((row) => ({ row, forms: readRecord(row, comparison) }))
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
            fc.array(rowArbitrary, { minLength: 30, maxLength: 40, size: 'max' }),
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
