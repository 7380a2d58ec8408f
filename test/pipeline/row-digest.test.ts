import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOfFigures, rowDigestSql } from '#pipeline/row-digest.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'

let opened: TestWarehouse
let warehouse: Warehouse

beforeAll(async () => {
    opened = await openTestWarehouse(1)
    warehouse = opened.warehouse
})

afterAll(async () => {
    await opened.close()
})

const columns = [
    { name: 'id', type: 'bigint' },
    { name: 'month', type: 'integer' },
    { name: 'measure', type: 'decimal(24,6)' },
    { name: 'assets', type: 'decimal(18,2)' },
    { name: 'tier', type: 'varchar' },
    { name: 'is_signed', type: 'boolean' },
    { name: 'opened', type: 'date' },
    { name: 'seen_at', type: 'timestamp' },
]

/** One row: id, measure in millionths, assets in cents, tier, whether signed, day since 1970. */
type Cells = readonly [bigint, bigint | null, bigint, string | null, boolean | null, number]

function sqlOf([id, measure, assets, tier, isSigned, day]: Cells): string {
    const cells = [
        `cast(${id} as bigint)`,
        '202501',
        measure === null ? 'null' : decimalText(measure, 6),
        decimalText(assets, 2),
        tier === null ? 'null' : `'${tier}'`,
        String(isSigned),
        `date '1970-01-01' + ${day}`,
        `timestamp '${instantOf(day)}'`,
    ]
    return `(${cells.join(', ')})`
}

/** Half past eight of a day since 1970. */
function instantOf(day: number): string {
    return `${new Date(day * 86_400_000).toISOString().slice(0, 10)} 08:30:00`
}

function decimalText(units: bigint, scale: number): string {
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
    const sign = units < 0n ? '-' : ''
    return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

async function digestOf(
    rows: readonly Cells[],
    few: readonly string[] = [],
    many: readonly string[] = [],
): Promise<string> {
    const given = rows.map(sqlOf).join(', ')
    const typed = columns.map(({ name, type }) => `cast(${name} as ${type}) as ${name}`)
    const relation = `(select ${typed.join(', ')} from (values ${given})
        given(${columns.map(({ name }) => name).join(', ')})) relation`
    const relationToDigest = { columns, key: ['month', 'id'], few, many }
    const { groups, ofGroups, figures } = rowDigestSql(relationToDigest, warehouse.dialect)
    const [row = {}] = await warehouse.rows(
        `select ${figures.join(', ')} from (select ${[...groups, ...ofGroups].join(', ')}
            from ${relation} group by ${groups.join(', ')}) one`,
    )
    return digestOfFigures(row)
}

const prime = 2_147_483_647n
const unknown = -7919n

/** The first 60 bits of a text's md5, below the prime. */
function codeOf(text: string): bigint {
    const hex = createHash('md5').update(text).digest('hex').slice(0, 15)
    return BigInt(`0x${hex}`) % prime
}

/** The digest as it is defined, row by row: the sum of weight × cell of each column. */
function digestByHand(rows: readonly Cells[]): string {
    const sums = rows.map(([id, measure, assets, tier, isSigned, day]) => {
        const month = 202501n
        const weight = ((id % prime) * 1n + (month % prime) * 7920n) % prime
        const cells = [
            id % prime,
            month,
            measure ?? unknown * 1_000_000n,
            assets,
            tier === null ? unknown : codeOf(tier),
            isSigned === null ? unknown : BigInt(isSigned),
            BigInt(day),
            codeOf(instantOf(day)),
        ]
        return [1n, weight, ...cells.map((cell) => cell * weight)]
    })
    const scales = [0, 0, 0, 0, 6, 2, 0, 0, 0, 0]
    const figures = scales.map((scale, index) => {
        const sum = sums.reduce((total, row) => total + (row[index] ?? 0n), 0n)
        const text = scale === 0 ? String(sum) : decimalText(sum, scale)
        return text.replace(/\.0+$/, '')
    })
    return createHash('sha256').update(JSON.stringify(figures)).digest('hex').slice(0, 32)
}

const one: Cells = [1n, 1_234_500_000n, 5n, 'gold', true, 20_000]
const two: Cells = [2n, 123_456_789_012_345_678_000_001n, -5n, 'mass', false, 1]
const three: Cells = [1_152_921_504_606_846_975n, null, 999_999_999_999_999_999n, null, null, 0]

describe('rowDigestSql', () => {
    it('weighs each cell by the key of its row, wide and narrow decimals alike', async () => {
        expect(await digestOf([one, two, three])).toBe(digestByHand([one, two, three]))
    })

    it('minds neither the order of rows nor what they are gathered by', async () => {
        const digest = digestByHand([one, two, three])
        expect(await digestOf([three, one, two])).toBe(digest)
        expect(await digestOf([one, two, three], ['month', 'is_signed', 'opened'])).toBe(digest)
        expect(await digestOf([one, two, three], [], ['tier'])).toBe(digest)
        expect(await digestOf([one, two, three], ['month'], ['seen_at'])).toBe(digest)
    })

    const changed = (row: Cells, index: number, cell: Cells[number]): Cells =>
        row.map((old, at) => (at === index ? cell : old)) as unknown as Cells

    it.each<[string, readonly Cells[]]>([
        ['a millionth', [changed(one, 1, 1_234_500_001n), two]],
        ['swapped measures', [changed(one, 1, two[1]), changed(two, 1, one[1])]],
        ['swapped tiers', [changed(one, 3, 'mass'), changed(two, 3, 'gold')]],
        ['a lost text', [changed(one, 3, null), two]],
        ['an empty text', [changed(one, 3, ''), two]],
        ['a lost amount', [changed(one, 1, null), two]],
        ['a lost yes or no', [one, changed(two, 4, null)]],
        ['another day', [one, changed(two, 5, 2)]],
        ['a row twice', [one, two, two]],
        ['a row less', [one]],
    ])('notices %s', async (_, rows) => {
        expect(await digestOf(rows)).not.toBe(await digestOf([one, two]))
    })
})
