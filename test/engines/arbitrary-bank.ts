import fc from 'fast-check'
import type { Decimal } from '#domain/decimal.ts'
import { addMonths, type Day, firstDayOf, type Month } from '#domain/month.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Override, PartyChange } from '#tiers/assignment.ts'
import type { DayFacts } from '#tiers/judge-express.ts'
import type { Policy } from '#tiers/policy.ts'
import * as arbitrary from './arbitrary-policy.ts'

/** Closes of a random bank, and its parties; their ids are 1, 2, 3, … */
export const closes = 8
export const parties = 100

/** What happens to one party over the closes. */
export type PartyStory = {
    /** By close; null where the party is not among the month's parties. */
    readonly facts: readonly (Facts | null)[]
    /** By close: the household whose consenting adult it is. */
    readonly households: readonly (number | null)[]
    /** By close: what people decided. */
    readonly overrides: readonly (Override | null)[]
    readonly grants: readonly (readonly { readonly grantId: number; readonly tier: string }[])[]
    /** Day-end balances of the months from the second before the first close on. */
    readonly days: readonly DayFacts[]
    /** What another system left before the first close. */
    readonly opening: Opening | null
}

export type Opening = {
    readonly tier: string
    readonly belowCount: number
    readonly closesSinceEntry: number
}

/** A change of identity, and the close that is the first to see it. */
export type BankChange = PartyChange & { readonly close: number }

/** A bank and the versions of its ladder, closed month after month. */
export type Bank = {
    readonly first: Month
    /** The version in force at each close. */
    readonly policies: readonly Policy[]
    readonly stories: readonly PartyStory[]
    readonly changes: readonly BankChange[]
}

/** A bank, and what it turned out to be when a close was made again: the same before it. */
export type RestatedBank = { readonly bank: Bank; readonly from: number; readonly restated: Bank }

const byClose = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(one, { minLength: closes, maxLength: closes })

/** Facts that stay for months are what waits, runs and patience are about. */
function lasting<T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> {
    return fc.tuple(byClose(one), byClose(fc.boolean())).map(([months, changes]) => {
        let now = 0
        return months.map((_, index) => {
            if (changes[index]) now = index
            return months[now] as T
        })
    })
}

/** Null in four cases of five: a row on which everything happens shows nothing. */
function rarely<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
    return fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: one, weight: 1 })
}

const override: fc.Arbitrary<Override> = fc.record({
    overrideId: fc.integer({ min: 1, max: 999 }),
    mode: fc.constantFrom('at_least' as const, 'exactly' as const),
    tier: fc.constantFrom(...arbitrary.tierIds),
    lifts: fc.option(fc.constantFrom(...arbitrary.capIds), { freq: 2 }),
    serves: fc.constantFrom(true, true, false),
})

const grants = fc.uniqueArray(
    fc.record({
        grantId: fc.integer({ min: 1, max: 99 }),
        tier: fc.constantFrom(...arbitrary.tierIds),
    }),
    { maxLength: 3, selector: ({ grantId }) => grantId },
)

const amount: fc.Arbitrary<Decimal | null> = fc.option(fc.constantFrom(...arbitrary.amounts), {
    freq: 6,
})

/** Balances that stay for days; null where a stretch of days is not delivered at all. */
const stretches = fc.array(
    fc.record({
        length: fc.integer({ min: 1, max: 40 }),
        balances: fc.option(fc.record({ deposit_day: amount, fund_day: amount }), { freq: 9 }),
    }),
    { minLength: 1, maxLength: 12 },
)

type Stretch = typeof stretches extends fc.Arbitrary<(infer T)[]> ? T : never

function daysOf(first: Month, chosen: readonly Stretch[]): readonly DayFacts[] {
    const balances = chosen.flatMap(({ length, balances: one }) => Array(length).fill(one))
    let day = firstDayOf(addMonths(first, -2))
    return balances.flatMap((facts: Facts | null) => {
        const today = day
        day = dayAfter(day)
        return facts === null ? [] : [{ day: today, facts }]
    })
}

function dayAfter(day: Day): Day {
    return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

const opening: fc.Arbitrary<Opening> = fc.record({
    tier: fc.constantFrom(...arbitrary.tierIds),
    belowCount: fc.nat({ max: 3 }),
    closesSinceEntry: fc.constantFrom(0, 1, 60),
})

const months = fc.record({
    facts: lasting(fc.option(arbitrary.facts, { freq: 12 })),
    households: lasting(fc.option(fc.integer({ min: 1, max: 20 }), { freq: 2 })),
    overrides: byClose(rarely(override)),
    grants: byClose(rarely(grants)),
    days: rarely(stretches),
    opening,
})

const change = fc.record({
    // At few closes and towards few parties, so that several states meet in one.
    close: fc.constantFrom(0, 2, 5),
    kind: fc.constantFrom('merged' as const, 'split' as const),
    old: fc.integer({ min: 1, max: parties }),
    new: fc.integer({ min: 1, max: 12 }),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

/** One thing at a time happens to a party; only a part may be what it was a part of. */
function changesOf(chosen: readonly Change[]): readonly BankChange[] {
    const isFirst = (one: Change, index: number): boolean =>
        chosen.findIndex(({ close, old }) => close === one.close && old === one.old) === index
    const kindOf = ({ close, old }: Change): Change['kind'] | undefined =>
        chosen.find((one) => one.close === close && one.old === old)?.kind
    const isTwice = (one: Change, index: number): boolean =>
        chosen.findIndex(
            ({ close, old, new: to }) => close === one.close && old === one.old && to === one.new,
        ) !== index
    return chosen
        .filter((one, index) =>
            kindOf(one) === 'merged'
                ? isFirst(one, index) && one.old !== one.new
                : !isTwice(one, index),
        )
        .map((one) => ({
            close: one.close,
            kind: kindOf(one) ?? one.kind,
            oldPartyId: String(one.old),
            newPartyId: String(one.new),
        }))
}

/** A redirected party has no facts any more, unless it comes back as somebody's part. */
function withoutRedirected(
    stories: readonly PartyStory[],
    changes: readonly BankChange[],
): readonly PartyStory[] {
    const kept = new Set(changes.map(({ newPartyId }) => newPartyId))
    return stories.map((story, index) => {
        const partyId = String(index + 1)
        const gone = changes.filter(
            ({ kind, oldPartyId }) => kind === 'merged' && oldPartyId === partyId,
        )
        if (gone.length === 0 || kept.has(partyId)) return story
        const from = Math.min(...gone.map(({ close }) => close))
        return { ...story, facts: story.facts.map((one, close) => (close < from ? one : null)) }
    })
}

/** The policy of each close: one version, or another one from some close on. */
const versions: fc.Arbitrary<(first: Month) => readonly Policy[]> = fc
    .record({
        before: arbitrary.policy,
        successor: arbitrary.successor,
        at: fc.option(fc.integer({ min: 1, max: closes - 1 }), { freq: 3 }),
    })
    .map(({ before, successor, at }) => (first: Month) => {
        const old = { ...before, effectiveFrom: first }
        const now = { ...successor(old), effectiveFrom: addMonths(first, at ?? 0) }
        return Array.from({ length: closes }, (_, close) =>
            at !== null && close >= at ? now : old,
        )
    })

/** A bank with everything that a close has rules for, and what it turns out to be later. */
export const restatedBank: fc.Arbitrary<RestatedBank> = fc
    .record({
        first: fc.constantFrom(202401, 202402, 202411),
        versions,
        parties: fc.array(months, { minLength: parties, maxLength: parties }),
        later: fc.array(rarely(months), { minLength: parties, maxLength: parties }),
        changes: fc.array(change, { minLength: 20, maxLength: 80 }).map(changesOf),
        isOpened: fc.boolean(),
        from: fc.integer({ min: 3, max: closes - 1 }),
    })
    .map(({ first, versions: policiesFrom, parties: chosen, later, changes, isOpened, from }) => {
        const policies = policiesFrom(first)
        const known = policies[0]?.tiers.map(({ id }) => id) ?? []
        const stories = chosen.map(({ days, opening: left, ...story }, index) => ({
            ...story,
            grants: story.grants.map((one) => one ?? []),
            days: days === null ? [] : daysOf(first, days),
            opening: isOpened && index % 2 === 0 && known.includes(left.tier) ? left : null,
        }))
        const bank = { first, policies, changes, stories: withoutRedirected(stories, changes) }
        const restated = stories.map((story, index) => {
            const now = later[index] ?? null
            if (now === null) return story
            const facts = [...story.facts.slice(0, from), ...now.facts.slice(from)]
            const overrides = [...story.overrides.slice(0, from), ...now.overrides.slice(from)]
            return { ...story, facts, overrides }
        })
        return {
            bank,
            from,
            restated: { ...bank, stories: withoutRedirected(restated, changes) },
        }
    })
