import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '#domain/day-number.ts'
import { type Day, daysOf, firstDayOf, lastDayOf } from '#domain/month.ts'
import { type DeliveredBank, openDeliveredBank } from './delivered-bank.ts'

const month = 202503

/** A deposit account with the day-ends delivered of it, in cents. */
type Case = {
    readonly name: string
    readonly opened?: Day
    readonly closed?: Day
    readonly dayEnds: readonly (readonly [day: Day, cents: number])[]
    /** Added to the month average, and to the month end, that the day-ends make. */
    readonly off?: readonly [average: number, end: number]
    readonly isUntied: boolean
}

const longAgo = '2020-05-06'
const cases: readonly Case[] = [
    { name: 'one balance all month', dayEnds: [['2025-03-01', 100_00]], isUntied: false },
    {
        name: 'an average of a fraction of a cent',
        dayEnds: [
            ['2025-03-01', 100_00],
            ['2025-03-12', 33_33],
            ['2025-03-31', 7_01],
        ],
        isUntied: false,
    },
    {
        name: 'a balance carried from February',
        dayEnds: [
            ['2025-02-10', 55_55],
            ['2025-03-20', 1_00],
        ],
        isUntied: false,
    },
    {
        name: 'opened within the month',
        opened: '2025-03-11',
        dayEnds: [['2025-03-11', 310_00]],
        isUntied: false,
    },
    {
        name: 'closed within the month',
        closed: '2025-03-21',
        dayEnds: [
            ['2025-03-01', 31_00],
            ['2025-03-21', 0],
        ],
        isUntied: false,
    },
    {
        name: 'an overdraft, which counts 0',
        dayEnds: [
            ['2025-03-01', 62_00],
            ['2025-03-30', -40_00],
        ],
        isUntied: false,
    },
    {
        name: 'an average a cent too high',
        dayEnds: [['2025-03-01', 100_00]],
        off: [1, 0],
        isUntied: true,
    },
    {
        name: 'an end a cent too low',
        dayEnds: [['2025-03-01', 100_00]],
        off: [0, -1],
        isUntied: true,
    },
    {
        name: 'an average that nobody can check: the first days are unknown',
        dayEnds: [['2025-03-02', 100_00]],
        off: [500, 0],
        isUntied: false,
    },
    { name: 'no day-ends at all', dayEnds: [], off: [500, 500], isUntied: false },
]

/** Average and end in cents by a walk over the days of the month. */
function walked({ opened = longAgo, closed, dayEnds }: Case): readonly [number, number] {
    let sum = 0
    let held = 0
    for (let day = firstDayOf(month); day <= lastDayOf(month); day = addDays(day, 1)) {
        const isHeld = day >= opened && (closed === undefined || day < closed)
        held = isHeld ? (dayEnds.findLast(([from]) => from <= day)?.[1] ?? 0) : 0
        sum += Math.max(held, 0)
    }
    return [Math.floor((2 * sum + daysOf(month)) / (2 * daysOf(month))), held]
}

const inYuan = (cents: number): string => (cents / 100).toFixed(2)

let bank: DeliveredBank
beforeAll(async () => {
    bank = await openDeliveredBank({
        sample: {
            customers: [
                {
                    customer_no: 1,
                    kind: 'person',
                    name: '张三',
                    branch: 'East',
                    region: '江苏',
                    opened_on: longAgo,
                },
            ],
            accounts: cases.map(({ opened = longAgo, closed = null }, index) => ({
                account_no: index,
                customer_no: 1,
                product: 'deposit',
                kind: 'demand',
                currency: 'CNY',
                opened_on: opened,
                closed_on: closed,
            })),
            balances: cases.map((one, index) => {
                const [average, end] = walked(one)
                const [moreAverage, moreEnd] = one.off ?? [0, 0]
                return {
                    account_no: index,
                    month,
                    average: inYuan(average + moreAverage),
                    end: inYuan(end + moreEnd),
                }
            }),
            day_balances: cases.flatMap(({ dayEnds }, index) =>
                dayEnds.map(([day, cents]) => ({
                    account_no: index,
                    day,
                    balance: inYuan(cents),
                })),
            ),
        },
    })
})
afterAll(() => bank.close())

describe('a month ties to its day-ends', () => {
    it.each(cases.map((one, index) => ({ ...one, index })))(
        '$name',
        async ({ index, isUntied }) => {
            const untied = await bank.rows('identity.untied_balances')
            const accounts = await bank.rows('identity.accounts')
            const account = accounts.find(({ source_key: key }) => key === String(index))
            const found = untied.filter((row) => row.account_id === account?.account_id)
            expect(found).toHaveLength(isUntied ? 1 : 0)
        },
    )
})
