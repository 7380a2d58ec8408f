import fc from 'fast-check'
import { type Day, lastDayOf, type Month } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import { bookingColumns, profileColumns, rateColumns } from './bank-columns.ts'
import { sections, sizeClasses } from './size-standard.ts'
import { dayText, money, rowsModel } from './small-bank.ts'
import {
    anyDay,
    recordCount,
    recordModels,
    recordsArbitrary,
    type SmallRecord,
} from './small-parties.ts'

/** What a statement may say; amounts are in cents. */
export const itemNames = [
    ...['cash', 'receivables', 'inventories', 'current_assets', 'total_assets'],
    ...['current_liabilities', 'total_liabilities', 'equity', 'revenue', 'cost_of_sales'],
    ...['interest_expense', 'pretax_income', 'net_income', 'operating_cash_flow'],
] as const

/** A statement of a period that ends with a month. */
export type Statement = {
    readonly record: number
    readonly end: Month
    readonly months: number
    readonly currency: 'CNY' | 'USD' | 'EUR'
    readonly isAudited: boolean | null
    readonly items: Readonly<Record<string, number>>
}

/** Companies with what they have handed in; a booking's amount is in cents. */
export type Firms = {
    readonly records: readonly SmallRecord[]
    readonly statements: readonly Statement[]
    readonly profiles: readonly {
        readonly record: number
        readonly noted: Day
        readonly employees: number | null
    }[]
    readonly bookings: readonly {
        readonly record: number
        readonly day: Day
        readonly amount: number | null
        readonly kind: 'salary' | 'transfer'
    }[]
}

const anyone = fc.integer({ min: 1, max: recordCount })
const amount = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 60_000_000_000 }) },
    { weight: 2, arbitrary: fc.integer({ min: -900_000_000, max: 900 }) },
)

/** Companies of all industries, statements with gaps, in several currencies, some of them late. */
export const firmsArbitrary: fc.Arbitrary<Firms> = fc.record({
    records: recordsArbitrary(['company', 'company', 'company', 'person'], {
        industries: [...Object.keys(sizeClasses), ...Object.keys(sections), null],
    }),
    statements: fc.uniqueArray(
        fc.record({
            record: anyone,
            end: fc.constantFrom(202212, 202306, 202312, 202411, 202412),
            months: fc.constantFrom(12, 12, 12, 6),
            currency: fc.constantFrom(
                'CNY' as const,
                'CNY' as const,
                'USD' as const,
                'EUR' as const,
            ),
            isAudited: fc.constantFrom(true, false, null),
            items: fc
                .array(fc.option(amount, { freq: 6 }), {
                    minLength: itemNames.length,
                    maxLength: itemNames.length,
                })
                .map((amounts) =>
                    Object.fromEntries(
                        itemNames.flatMap((name, index) => {
                            const cents = amounts[index] ?? null
                            return cents === null ? [] : [[name, cents] as const]
                        }),
                    ),
                ),
        }),
        { minLength: 20, maxLength: 80, selector: ({ record, end }) => `${record} ${end}` },
    ),
    profiles: fc.uniqueArray(
        fc.record({
            record: anyone,
            noted: anyDay,
            employees: fc.option(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constant(2500))),
        }),
        { minLength: 10, maxLength: 50, selector: ({ record, noted }) => `${record} ${noted}` },
    ),
    bookings: fc.array(
        fc.record({
            record: anyone,
            day: anyDay,
            amount: fc.option(fc.integer({ min: -9_000_000, max: 9_000_000 }), { freq: 9 }),
            kind: fc.constantFrom('salary' as const, 'transfer' as const),
        }),
        { maxLength: 60 },
    ),
})

/** The models of a source system `small` that delivers the companies. */
export function firmModels(firms: Firms): Readonly<Record<string, SmallModel>> {
    const lines = firms.statements.flatMap(({ record, end, months, currency, isAudited, items }) =>
        Object.entries(items).map(
            ([item, cents]) =>
                `(${record}, date '${lastDayOf(end)}', ${months}, '${item}', ${money(cents)}, ` +
                `'${currency}', ${isAudited})`,
        ),
    )
    const profiles = firms.profiles.map(
        ({ record, noted, employees }) =>
            `(${record}, ${dayText(noted)}, null, null, null, null, null, ${employees}, ` +
            'null, null, null)',
    )
    const bookings = firms.bookings.flatMap(({ record, day, amount: cents, kind }, index) =>
        firms.records.find(({ id }) => id === record)?.opened == null
            ? []
            : [
                  `(${1000 + index}, ${100 + record}, ${dayText(day)}, ${money(cents)}, 'CNY', ` +
                      `null, null, '${kind}')`,
              ],
    )
    const rates = [202212, 202306, 202312, 202411, 202412].map(
        (month) => `('USD', ${month}, cast('7.28' as decimal(18,8)))`,
    )
    return {
        ...recordModels(firms.records),
        'identity.small__statements': {
            ...rowsModel(statementColumns, lines),
            key: ['record_id', 'period_end_date', 'item'],
        },
        'identity.small__profiles': {
            ...rowsModel(profileColumns, profiles),
            key: ['record_id', 'noted_date'],
        },
        'identity.small__transactions': rowsModel(bookingColumns, bookings),
        'identity.small__rates': { ...rowsModel(rateColumns, rates), key: ['currency', 'month'] },
    }
}

const statementColumns = {
    record_id: 'bigint',
    period_end_date: 'date',
    period_months: 'integer',
    item: 'varchar',
    amount: 'decimal(18,2)',
    currency: 'varchar',
    is_audited: 'boolean',
}
