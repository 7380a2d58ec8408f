import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { checkText } from './checkup-desk.ts'

const header = 'customer,month,tier,average'
/** Three customers over four months; the second rises in the third. */
const rows = [1, 2, 3].flatMap((customer) =>
    ['01', '02', '03', '04'].map((month, index) => {
        const isHigh = customer === 3 || (customer === 2 && index > 1)
        return `${customer},2025-${month},${isHigh ? 'high' : 'low'},${isHigh ? 900 : 100}`
    }),
)
const sound = [header, ...rows].join('\n')

/** Codes of what a text is refused for, with the line of each. */
async function faultsOf(text: string | Uint8Array, name?: string): Promise<readonly string[]> {
    try {
        const { close } = await checkText(text, name === undefined ? {} : { name })
        await close()
        return []
    } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause
        return cause.failures.map(({ code, at }) => `${at?.line ?? '-'} ${code}`)
    }
}

describe('a table of given tiers', () => {
    it.each<[string, string | Uint8Array, string]>([
        ['plain', sound, 'given.csv'],
        ['gzipped', gzipSync(sound), 'given.csv.gz'],
        [
            'with a byte order mark and CR LF',
            `\ufeff${sound.replaceAll('\n', '\r\n')}\r\n`,
            'x.csv',
        ],
        ['between tabs', sound.replaceAll(',', '\t'), 'given.txt'],
        ['with months without a dash', sound.replaceAll('2025-', '2025'), 'given.csv'],
        [
            'in Chinese words and another order of columns',
            [
                '客户等级,月日均（元）,客户号,机构,月份',
                ...rows.map((row) => {
                    const [customer, month, tier, average] = row.split(',')
                    return `${tier},${average},${customer},某支行,${month}`
                }),
            ].join('\n'),
            'given.csv',
        ],
    ])('is read %s', async (_, text, name) => {
        const { checkup, close } = await checkText(text, { name })
        expect(checkup.table).toMatchObject({ rows: 12, customers: 3, first: 202501, last: 202504 })
        expect(checkup.rule.tiers.map(({ word }) => word)).toEqual(['low', 'high'])
        await close()
    })

    it('takes an average in 万 for ten thousand times as much', async () => {
        const { checkup, close } = await checkText(
            sound
                .replace('average', '月日均(万元)')
                .replaceAll(',900', ',0.09')
                .replaceAll(',100', ',0.01'),
        )
        const { threshold } = checkup.rule.tiers[1] ?? {}
        expect(threshold?.upTo).toBe('900.00')
        await close()
    })

    it('may lack averages and tiers here and there, and months', async () => {
        const text = sound
            .replace('1,2025-02,low,100', '1,2025-02,low,')
            .replace('3,2025-03,high', '3,2025-03,')
        const without = text.replace('\n1,2025-03,low,100', '')
        const { checkup, close } = await checkText(without)
        const { gapMonths, rowsWithoutMeasure, rowsWithoutTier } = checkup.table
        expect({ gapMonths, rowsWithoutMeasure, rowsWithoutTier }).toEqual({
            gapMonths: 1,
            rowsWithoutMeasure: 1,
            rowsWithoutTier: 1,
        })
        expect(checkup.concerned.customers).toBe(0)
        await close()
    })
})

describe('a table that is refused', () => {
    it('says all of its faults, with lines', async () => {
        const broken = `${sound}\n1,2025-04,low,7\n4,2025-13,low,x\n,2025-01,low,5\n4,202501,low,5`
        expect(await faultsOf(broken)).toEqual([
            '14 pipeline.given_row_twice',
            '15 pipeline.given_cell_month',
            '15 pipeline.given_cell_average',
            '16 pipeline.given_cell_missing',
            '17 pipeline.given_cell_month',
        ])
    })

    it.each<[string, string | Uint8Array, readonly string[]]>([
        ['empty', '', ['- pipeline.given_empty']],
        ['a workbook', Buffer.from('PK\u0003\u0004'), ['- pipeline.given_workbook']],
        [
            'without columns',
            'who,when,what\n1,2,3',
            [1, 1, 1].map((line) => `${line} pipeline.given_column_missing`),
        ],
        ['with two months', `${header},period\n`, ['1 pipeline.given_column_twice']],
        ['with a nameless column', `${header},\n`, ['1 pipeline.given_column_blank']],
        ['with a header alone', `${header}\n`, ['- sources.file_no_rows']],
        ['of one tier', sound.replaceAll('high', 'low'), ['- pipeline.given_tiers_number']],
        [
            'of two months',
            sound.replaceAll(/\n.*2025-0[34].*/g, ''),
            ['- pipeline.given_months_few'],
        ],
        ['of a century', `${sound}\n9,1925-01,low,5`, ['- pipeline.given_months_many']],
        [
            'without an average',
            sound.replaceAll(/,(100|900)/g, ','),
            ['- pipeline.given_no_measure'],
        ],
    ])('%s', async (_, text, faults) => {
        expect(await faultsOf(text)).toEqual(faults)
    })

    it('says so where the order is not that of its tiers', async () => {
        await expect(checkText(sound, { order: ['low', 'top'] })).rejects.toMatchObject({
            failures: [{ code: 'pipeline.given_order_differs' }],
        })
    })

    it('does not claim a rule where the averages do not order the tiers', async () => {
        const lines = Array.from({ length: 60 }, (_, index) => {
            const month = `2025-0${(index % 6) + 1}`
            const tier = ['a', 'b', 'c'][(index * 7 + Math.floor(index / 6)) % 3]
            return `${Math.floor(index / 6)},${month},${tier},${(index * 37) % 1000}`
        })
        const text = [header, ...lines].join('\n')
        const found = await checkText(text).then(
            async ({ checkup, close }) => {
                await close()
                return checkup.fit.sameRows / checkup.fit.rows
            },
            (cause: Refusal) => cause.failures[0]?.code,
        )
        if (typeof found === 'number') expect(found).toBeLessThan(0.95)
        else expect(found).toBe('pipeline.given_not_explained')
    })
})
