import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatDecimal } from '#domain/decimal.ts'
import type { Spelling } from '#sources/contract-words.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'
import { readTexts } from './read-texts.ts'

// A value that is written in any spelling that its column allows for reads back as itself. The
// writers here know nothing of the SQL that reads.

let opened: TestWarehouse
beforeAll(async () => {
    opened = await openTestWarehouse()
})
afterAll(async () => {
    await opened.close()
})

const texts = 200

/** Values and the texts that they are written as. */
type Written = { readonly value: string; readonly text: string }

async function expectSelves(
    column: Parameters<typeof readTexts>[1],
    written: readonly Written[],
): Promise<void> {
    const found = await readTexts(
        opened.warehouse,
        column,
        written.map(({ text }) => text),
    )
    expect(written.map(({ text }, index) => [text, found[index]])).toEqual(
        written.map(({ text, value }) => [text, value]),
    )
}

function grouped(plain: string): string {
    const [whole = '', ...fraction] = plain.split('.')
    return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.')
}

function wide(plain: string): string {
    return [...plain].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('')
}

/** The text with its point moved to the left, and no zeros that end it. */
function shifted(cents: bigint, places: number): string {
    const text = formatDecimal({ units: cents, scale: 2 + places })
    return text.replace(/0+$/, '').replace(/\.$/, '')
}

const writers: Readonly<Partial<Record<Spelling, (cents: bigint) => string>>> = {
    thousands: (cents) => grouped(formatDecimal({ units: cents, scale: 2 })),
    full_width: (cents) => wide(formatDecimal({ units: cents, scale: 2 })),
    currency: (cents) => `¥${formatDecimal({ units: cents, scale: 2 })}`,
    ten_thousands: (cents) => `${shifted(cents, 4)}万`,
}
const units: readonly ((cents: bigint) => string)[] = [
    ...Object.values(writers),
    (cents) => `${shifted(cents, 8)}亿`,
    (cents) => `${grouped(formatDecimal({ units: cents, scale: 2 }))}元`,
    (cents) => `${formatDecimal({ units: cents * 100n, scale: 2 })}%`,
    (cents) => formatDecimal({ units: cents, scale: 2 }),
]

describe('a value in any allowed spelling', () => {
    const allowed = ['thousands', 'full_width', 'currency', 'ten_thousands', 'percent'] as const
    const signs = ['parentheses', 'trailing_minus', 'padding'] as const

    it('is read back as itself: amounts', async () => {
        const one = fc.record({
            cents: fc.bigInt({ min: 0n, max: 10n ** 16n }),
            writer: fc.constantFrom(...units),
            sign: fc.constantFrom('', '-', '()', 'minus behind'),
            blank: fc.constantFrom('', ' ', '　'),
        })
        const many = fc.array(one, { minLength: texts, maxLength: texts })
        await fc.assert(
            fc.asyncProperty(many, async (values) => {
                const written = values.map(({ cents, writer, sign, blank }) => {
                    const text = writer(cents)
                    const signed = {
                        '': text,
                        '-': `-${text}`,
                        '()': `(${text})`,
                        'minus behind': `${text}-`,
                    }[sign as '' | '-' | '()' | 'minus behind']
                    const value = sign === '' ? cents : -cents
                    return {
                        text: `${blank}${signed}${blank}`,
                        value: formatDecimal({ units: value, scale: 2 }),
                    }
                })
                const accepts = [...allowed, ...signs]
                await expectSelves({ type: 'decimal(18,2)', accepts }, written)
                await expectSelves({ type: 'decimal(30,2)', accepts }, written)
            }),
            { numRuns: 5 },
        )
    })

    it('is read back as itself: days', async () => {
        const firstDay = Date.UTC(1912, 0, 1)
        const dayMs = 86_400_000
        const dayWriters: readonly ((day: Date) => string)[] = [
            (day) => day.toISOString().slice(0, 10),
            (day) => `${day.getUTCFullYear()}/${day.getUTCMonth() + 1}/${day.getUTCDate()}`,
            (day) => `${day.getUTCFullYear()}.${day.getUTCMonth() + 1}.${day.getUTCDate()}`,
            (day) => `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`,
            (day) =>
                `民國${day.getUTCFullYear() - 1911}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`,
            // The days from 1 January 1970, which is day 25,569 of every spreadsheet.
            (day) => String(day.getTime() / dayMs + 25_569),
        ]
        const one = fc.record({
            day: fc.nat(60_000).map((count) => new Date(firstDay + count * dayMs)),
            writer: fc.constantFrom(...dayWriters),
        })
        await fc.assert(
            fc.asyncProperty(
                fc.array(one, { minLength: texts, maxLength: texts }),
                async (days) => {
                    const accepts = [
                        'slashes',
                        'dots',
                        'chinese',
                        'minguo',
                        'excel_serial',
                    ] as const
                    await expectSelves(
                        { type: 'date', accepts },
                        days.map(({ day, writer }) => ({
                            text: writer(day),
                            value: day.toISOString().slice(0, 10),
                        })),
                    )
                },
            ),
            { numRuns: 5 },
        )
    })
})
