import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { type Day, daysOf, monthOf } from '#domain/month.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { renderTemplate, unquoted } from '#pipeline/template.ts'
import { amountNeeded, mayLeave, missingDays, monthToDate } from '#tiers/amount-needed.ts'
import type { Measure, Policy } from '#tiers/policy.ts'
import { writeAmountNeeded } from '#tiers/write-amount-needed.ts'
import { writeClose } from '#tiers/write-close.ts'
import type { PhraseName } from '#warehouse/dialect.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { decimal, policy as policyArbitrary } from './arbitrary-policy.ts'

const opened = keepWarehouse()
let template: string

beforeAll(async () => {
    const file = new URL('../../models/tiers/amounts_needed.sql', import.meta.url)
    template = await readFile(file, 'utf8')
})

const subjects = ['deposit', 'wealth_product', 'fund'] as const
const columns = subjects.flatMap((one) => [`${one}_sum_to_date`, `${one}_now`])

/** A party as of a day; the level is the one that the last close has left, null: none. */
type Party = {
    readonly kind: 'person' | 'company'
    readonly facts: Facts
    readonly held: number | null
    readonly isRestricted: boolean
}

const cents = (max: number): fc.Arbitrary<Decimal | null> =>
    fc.option(
        fc.integer({ min: 0, max }).map((units) => ({ units: BigInt(units), scale: 2 })),
        { freq: 12 },
    )

/** Sums of any size, and those that lie on a threshold to the cent or just beside it. */
const sums = fc.oneof(
    cents(2_000_000_000),
    fc
        .tuple(fc.constantFrom(50_000n, 500_000n), fc.integer({ min: -2, max: 2 }))
        .map(([whole, beside]) => ({ units: whole * 3100n + BigInt(beside), scale: 2 })),
)

const partyArbitrary: fc.Arbitrary<Party> = fc.record({
    kind: fc.constantFrom('person' as const, 'person' as const, 'company' as const),
    facts: fc
        .tuple(...columns.map((name) => (name.endsWith('_now') ? cents(200_000_000) : sums)))
        .map((values) => Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null]))),
    held: fc.option(fc.integer({ min: 0, max: 1 }), { freq: 4 }),
    isRestricted: fc.boolean(),
})

const weight = fc.constantFrom(...['1', '1.2', '0.5', '0.3333'].map(decimal))
const measureArbitrary: fc.Arbitrary<Measure> = fc.record({
    nullParts: fc.constantFrom('missing' as const, 'zero' as const),
    parts: fc
        .subarray([...subjects], { minLength: 1 })
        .chain((ones) =>
            fc.tuple(
                ...ones.map((one) =>
                    weight.map((weighed) => ({ feature: `${one}_avg_month`, weight: weighed })),
                ),
            ),
        ),
})

const person = {
    kind: 'test',
    feature: 'party_kind',
    type: 'text',
    operator: '=',
    values: ['person'],
} as const

const sampleArbitrary = fc.record({
    policy: fc
        .tuple(policyArbitrary, measureArbitrary, fc.constantFrom(null, person))
        .map(([policy, measure, population]): Policy => ({ ...policy, measure, population })),
    parties: fc.array(partyArbitrary, { minLength: 12, maxLength: 12 }),
    day: fc.constantFrom('2025-03-10', '2025-03-01', '2025-03-30', '2025-03-31', '2024-02-28'),
})
type Sample = typeof sampleArbitrary extends fc.Arbitrary<infer T> ? T : never

async function bySql({ policy, parties, day }: Sample): Promise<readonly Row[]> {
    const held = parties.flatMap(({ held: level, isRestricted }, at) =>
        level === null ? [] : [`(${at}, ${level}, ${isRestricted}, 'unchanged')`],
    )
    const amount = (value: unknown): string =>
        `cast(${value == null ? 'null' : formatDecimal(value as Decimal)} as decimal(18,2))`
    const today = parties.map(
        ({ facts }, at) => `(${at}, ${columns.map((name) => amount(facts[name])).join(', ')})`,
    )
    const kinds = parties.map(({ kind }, at) => `(${at}, '${kind}')`)
    const gone = "(-1, 1, false, 'left')"
    const relations: Readonly<Record<string, string>> = {
        'features.party_today': `(select * from (values ${today}) t(party_id, ${columns}))`,
        'identity.parties': `(select * from (values ${kinds}) t(party_id, kind))`,
        held: `(select * from (values ${[...held, gone]})
            t(party_id, earned_level, is_restricted, earned_cause))`,
    }
    const rules = writeClose(policy, null)
    const params: Readonly<Record<string, string>> = {
        ...relations,
        ...writeAmountNeeded(policy),
        month: String(monthOf(day)),
        day: `date '${day}'`,
    }
    const render = (text: string): string =>
        renderTemplate(text, (call) => {
            if (call.name === 'ref') return relations[unquoted(call)] ?? ''
            if (call.name === 'param') return render(params[unquoted(call)] ?? '')
            const write = rules.columns[call.name]
            if (write !== undefined) return write(call.args[0] ?? '')
            return opened.warehouse.dialect[call.name as PhraseName](...call.args)
        })
    return await opened.warehouse.rows(
        `select * from (${render(template)}) amounts order by party_id, level`,
    )
}

/** The same party by party and tier by tier. */
function byParty({ policy, parties, day }: Sample): readonly object[] {
    return parties.flatMap(({ kind, facts, held, isRestricted }, at) => {
        if (policy.population !== null && kind !== 'person') return []
        return policy.tiers.flatMap(({ atLeast }, level) => {
            if (atLeast === null || level < (held ?? 0)) return []
            const toDate = monthToDate(policy.measure, { facts, ...daysAt(day) })
            const threshold = { atLeast, toDate }
            return [
                {
                    party_id: at,
                    level,
                    held_level: held,
                    is_restricted: held !== null && isRestricted,
                    measure_sum: toDate.sum,
                    measure_now: toDate.balance,
                    missing_days: missingDays(threshold),
                    needed: amountNeeded(threshold, { from: daysAt(day).daysKnown + 1 }),
                    may_leave: level === held ? mayLeave(threshold) : null,
                },
            ]
        })
    })
}

function daysAt(day: Day): { readonly days: number; readonly daysKnown: number } {
    return { days: daysOf(monthOf(day)), daysKnown: Number(day.slice(8)) }
}

it('says of all parties what the reader says of one', async () => {
    const seen = { needed: 0, reached: 0, leave: 0, unknown: 0 }
    await fc.assert(
        fc.asyncProperty(sampleArbitrary, async (sample) => {
            const found = await bySql(sample)
            expect(found.map((row) => ({ ...row, party_id: Number(row.party_id) }))).toEqual(
                byParty(sample),
            )
            for (const { needed, may_leave: leave } of found) {
                if (needed == null) seen.unknown++
                else if (typeof needed === 'object' && needed.units > 0n) seen.needed++
                else seen.reached++
                if (leave != null && typeof leave === 'object' && leave.units > 0n) seen.leave++
            }
        }),
        { numRuns: 60, seed: 20_261_122, interruptAfterTimeLimit: 50_000 },
    )
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(30)
})

it('takes whom the last close had, where the population asks for what a month alone knows', () => {
    const [policy] = fc.sample(policyArbitrary, { numRuns: 1, seed: 1 })
    if (policy === undefined) return expect.fail('there is a policy')
    const measure: Measure = {
        nullParts: 'missing',
        parts: [{ feature: 'fund_avg_month', weight: decimal('1') }],
    }
    const population = { ...person, feature: 'importance', values: ['red'] }
    const written = writeAmountNeeded({ ...policy, measure, population })
    expect(written.is_in_population).toBe('held.party_id is not null')
})
