import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { monthsBetween } from '#domain/month.ts'
import { casePortions } from '#pipeline/checkup-rows.ts'
import { oldTiers } from '#samplebank/old-system.ts'
import type { TierCase } from '#serving/checkup.ts'
import { type SmallSample, writeSmallSample } from '../samplebank/small-sample.ts'
import { type CheckedText, checkText } from './checkup-desk.ts'

// The sample bank's old system makes mistakes, and the bank writes them down as they happen, in a
// SQL of its own. The check-up sees the tiers alone.

let bank: SmallSample
let checked: CheckedText
let cases: readonly TierCase[]
let planted: readonly Planted[]

type Planted = {
    readonly customer: string
    readonly month: number
    readonly mistake: string
    readonly given: number
    readonly due: number
}

beforeAll(async () => {
    bank = await writeSmallSample({ customers: 12_000, threads: 2 })
    checked = await checkText(await bank.text('truth/old-tiers.csv'))
    const portions = casePortions(checked.warehouse, checked.tables, 'all')
    cases = (await Array.fromAsync(portions)).flat()
    const lines = (await bank.text('truth/old-system-mistakes.csv')).trim().split('\n').slice(1)
    const place = (word: string): number => oldTiers.findIndex((tier) => tier.word === word)
    planted = lines.map((line) => {
        const [customer = '', month, mistake = '', given = '', due = ''] = line.split(',')
        return { customer, month: Number(month), mistake, given: place(given), due: place(due) }
    })
}, 240_000)

afterAll(async () => {
    await checked.close()
    await bank.close()
})

describe('the rule of the planted old system', () => {
    it('is found', () => {
        const { tiers, ...rest } = checked.checkup.rule
        expect(rest).toMatchObject({ after: 1, review: 'monthly', fallTo: 'current', shift: 0 })
        expect(tiers.map(({ word }) => word)).toEqual(oldTiers.map(({ word }) => word))
        expect(tiers.slice(1).map(({ threshold }) => Number(threshold?.atLeast))).toEqual(
            oldTiers.slice(1).map(({ atLeast }) => atLeast),
        )
    })

    it('says of every wait that it may have wrong that it is a guess', () => {
        const { tiers } = checked.checkup.rule
        const sure = tiers.filter(({ wait }) => wait !== null && wait.doubts.length === 0)
        expect(sure.length).toBeGreaterThanOrEqual(2)
        for (const { word, wait } of sure) {
            expect([word, wait?.reviews]).toEqual([
                word,
                oldTiers.find((tier) => tier.word === word)?.wait,
            ])
        }
    })
})

const keyOf = (one: { customer: string; month: number; given: number; due: number }): string =>
    `${one.customer} ${one.month} ${one.due > one.given ? 'low' : 'high'}`
const found = (): readonly string[] => cases.map((one) => keyOf({ ...one, month: one.from }))

/**
 * What a table of one year cannot tell: how long somebody had been below the threshold before it
 * began, so a fall in its first months may be early or late; and the wait of a tier from which
 * hardly anybody fell.
 */
function cannotBeTold(one: Planted): boolean {
    const wait = Math.max(oldTiers[one.given]?.wait ?? 1, oldTiers[one.due]?.wait ?? 1)
    const isAtTheBeginning = monthsBetween({ from: 202501, to: one.month }) < wait
    const { tiers } = checked.checkup.rule
    const isGuess = [one.given, one.due].some(
        (place) => (tiers[place]?.wait?.doubts.length ?? 0) > 0,
    )
    return isAtTheBeginning || isGuess
}

describe('the mistakes of the planted old system', () => {
    it('are of every kind and enough to judge by', () => {
        expect(planted.length).toBeGreaterThan(40)
        const kinds = new Set(planted.map(({ mistake }) => mistake))
        const all = ['fall_forgotten', 'fell_early', 'month_before', 'rise_missed', 'rounded']
        expect([...kinds].sort()).toEqual(all)
    })

    it('are found, all that can be told', () => {
        const known = new Set(found())
        const missed = planted.filter((one) => !known.has(keyOf(one)))
        expect(missed.filter((one) => !cannotBeTold(one))).toEqual([])
        const recall = 1 - missed.length / planted.length
        expect(recall).toBeGreaterThan(0.85)
    })

    it('are all that is found', () => {
        const right = new Set(planted.map(keyOf))
        const wrong = cases.filter((one) => !right.has(keyOf({ ...one, month: one.from })))
        // Those are mistakes as well, seen some months late: the customer is on the list.
        const listed = new Set(planted.filter(cannotBeTold).map(({ customer }) => customer))
        const { tiers } = checked.checkup.rule
        const isOfGuess = (one: TierCase): boolean =>
            [one.given, one.due].some((place) => (tiers[place]?.wait?.doubts.length ?? 0) > 0)
        const unexplained = wrong.filter((one) => !listed.has(one.customer) && !isOfGuess(one))
        expect(unexplained).toEqual([])
        expect(1 - wrong.length / cases.length).toBeGreaterThan(0.85)
    })

    it('add up', () => {
        const { totals, concerned } = checked.checkup
        const sum = Object.values(totals).reduce((all, total) => all + total.cases, 0)
        expect(sum).toBe(cases.length)
        expect(concerned.customers).toBe(new Set(cases.map(({ customer }) => customer)).size)
        expect(concerned.open).toBe(cases.filter(({ isOpen }) => isOpen).length)
        for (const one of cases) {
            expect(one.months).toBeLessThanOrEqual(
                monthsBetween({ from: one.from, to: one.to }) + 1,
            )
        }
    })
})
