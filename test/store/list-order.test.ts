import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everybody } from '#serving/among.ts'
import { type PublishedClose, readClose } from '#serving/read-closes.ts'
import { readList } from '#serving/read-list.ts'
import { readMonths } from '#serving/read-months.ts'
import {
    openPublishedBank,
    type PublishedBank,
    type PublishedRow,
    publish,
} from './published-bank.ts'

const tiers = ['mass', 'gold', 'private', null] as const

/** Any tier with any measure: what a bank's rules would never give is in the lists' order too. */
const rowsArbitrary = fc.array(
    fc.record({
        tier: fc.constantFrom(...tiers),
        measure: fc.option(fc.bigInt({ min: 0n, max: 40n })),
        restricted: fc.boolean(),
        earned_cause: fc.constantFrom('unchanged', 'left', 'protected', 'untiered'),
        assets: fc.option(fc.bigInt({ min: -9n, max: 9_000_000_000_000_000_000n })),
    }),
    { minLength: 60, maxLength: 60 },
)

let bank: PublishedBank
let close: PublishedClose
let rows: readonly (PublishedRow & { readonly tier: string | null })[] = []
beforeAll(async () => {
    bank = await openPublishedBank()
    const [sampled = []] = fc.sample(rowsArbitrary, { numRuns: 1, seed: 20_251_231 })
    rows = sampled.map((row, party) => ({ party, ...row }))
    await publish(bank.store, { month: 202511, rows: rows.slice(0, 5) })
    await publish(bank.store, { month: 202512, rows: rows.slice(0, 9), reason: 'first' })
    await publish(bank.store, { month: 202512, edition: 2, rows })
    close = await readClose(bank.store.db, { ladder: 'wealth', month: null })
})
afterAll(() => bank.close())

/** The list as a loop sorts it: largest known measure first, then by id. */
function sorted(tier: string | null, isCompliance: boolean): readonly string[] {
    const known = ({ measure, restricted }: PublishedRow): bigint =>
        measure == null || (restricted && !isCompliance) ? -1n : BigInt(measure)
    return rows
        .filter((row) => tier === null || row.tier === tier)
        .toSorted((left, right) => Number(known(right) - known(left)) || left.party - right.party)
        .map(({ party }) => String(party))
}

describe('the list of all', () => {
    it.each([
        ...[1, 7, 20, 100].map((limit) => ({ limit, tier: null })),
        ...['mass', 'gold', 'private'].map((tier) => ({ limit: 7, tier })),
    ])('is in order, cut at $limit, of tier $tier', async ({ limit, tier }) => {
        for (const isCompliance of [false, true]) {
            const question = { close, kind: 'all', tier, limit, viewer: { isCompliance } } as const
            const { total, parties } = await readList(bank.store.db, question)
            const whole = sorted(tier, isCompliance)
            expect(parties.map(({ partyId }) => partyId)).toEqual(whole.slice(0, limit))
            expect(total).toBe(whole.length)
        }
    })
})

describe('the months', () => {
    it('count everybody as they count the parties one by one', async () => {
        const partyIds = rows.map(({ party }) => BigInt(party))
        const [whole] = await readMonths(bank.store.db, [close], everybody)
        const [part] = await readMonths(bank.store.db, [close], { kind: 'parties', partyIds })
        expect(whole?.causes).toEqual(part?.causes)
        const staying = rows.filter(({ earned_cause: cause }) => cause !== 'left')
        for (const tier of tiers) {
            const held = staying.filter((row) => row.tier === tier)
            const cents = held.reduce((sum, { assets }) => sum + BigInt(assets ?? 0), 0n)
            const found = whole?.tiers.find((one) => one.tier === tier)
            expect(found?.parties).toBe(held.length)
            expect(found?.assets.replace('.', '')).toBe(String(cents))
        }
    })
})
