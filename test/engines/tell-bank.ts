import { formatDecimal } from '#domain/decimal.ts'
import { addMonths, formatMonth } from '#domain/month.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { type Policy, policyFeatures } from '#tiers/policy.ts'
import type { Bank, PartyStory, RestatedBank } from './arbitrary-bank.ts'

/** A column of a row that the two readers do not agree on; null: one of them has no such row. */
export type Difference = {
    readonly partyId: string
    readonly close: number
    /** 1, or 2 for the closes made again. */
    readonly edition: number
    readonly column: string
    readonly byParty: unknown
    readonly bySql: unknown
}

/**
 * Takes away from a bank whatever it goes on failing without: parties, rules, decisions. Each
 * step closes the bank again, so that what is left has been seen to fail.
 */
export async function smallestBank(
    failing: RestatedBank,
    fails: (bank: RestatedBank) => Promise<boolean>,
): Promise<RestatedBank> {
    let smallest = failing
    for (const simpler of simplifications(failing)) {
        const next = simpler(smallest)
        if (await fails(next)) smallest = next
    }
    return smallest
}

type Simpler = (bank: RestatedBank) => RestatedBank

function simplifications(failing: RestatedBank): readonly Simpler[] {
    const { length } = failing.bank.stories
    const chunks = [Math.ceil(length / 2), Math.ceil(length / 6), 1].flatMap((size) =>
        Array.from({ length: Math.ceil(length / size) }, (_, index) => {
            const [from, until] = [index * size, (index + 1) * size]
            return withStories((story, at) => (at >= from && at < until ? nobody(story) : story))
        }),
    )
    const lastClosed: Simpler = ({ bank, from }) => ({ bank, from, restated: bank })
    const unchanged = withBank((bank) => ({ ...bank, changes: [] }))
    return [
        ...[lastClosed, ...chunks, unchanged],
        ...plainer.map((edits) =>
            withBank((bank) => ({
                ...bank,
                policies: bank.policies.map((policy) => ({ ...policy, ...edits(policy) })),
            })),
        ),
        ...quieter.map((edits) => withStories((story) => ({ ...story, ...edits(story) }))),
    ]
}

const plainer: readonly ((policy: Policy) => Partial<Policy>)[] = [
    () => ({ floors: [] }),
    () => ({ caps: [] }),
    () => ({ express: [] }),
    () => ({ pool: null }),
    () => ({ population: null }),
    () => ({ dropAtOnce: null }),
    () => ({ near: null }),
    () => ({ grace: 0 }),
    ({ tiers }) => ({ tiers: tiers.map((tier) => ({ ...tier, requires: null })) }),
    ({ tiers }) => ({ tiers: tiers.map((tier) => ({ ...tier, routes: [] })) }),
    ({ tiers }) => ({ tiers: tiers.map((tier) => ({ ...tier, enrolment: null })) }),
    ({ upgrade }) => ({ upgrade: { ...upgrade, maxSteps: null } }),
    ({ upgrade }) => ({ upgrade: { ...upgrade, after: 1, review: 'monthly' } }),
    ({ downgrade }) => ({ downgrade: { ...downgrade, review: 'monthly' } }),
]

const quieter: readonly ((story: PartyStory) => Partial<PartyStory>)[] = [
    ({ overrides }) => ({ overrides: overrides.map(() => null) }),
    ({ grants }) => ({ grants: grants.map(() => []) }),
    ({ households }) => ({ households: households.map(() => null) }),
    () => ({ days: [] }),
    () => ({ opening: null }),
]

const nobody = (story: PartyStory): PartyStory => ({
    ...Object.assign({}, story, ...quieter.map((edits) => edits(story))),
    facts: story.facts.map(() => null),
})

const withBank =
    (edit: (bank: Bank) => Bank): Simpler =>
    ({ bank, from, restated }) => {
        const edited = edit(bank)
        return { bank: edited, from, restated: restated === bank ? edited : edit(restated) }
    }

const withStories = (edit: (story: PartyStory, at: number) => PartyStory): Simpler =>
    withBank((bank) => ({ ...bank, stories: bank.stories.map(edit) }))

/** A failing bank as a person reads it: its rules, and the months of the parties left in it. */
export function tellBank({ bank, from, restated }: RestatedBank, found: Difference | null): string {
    const versions = [...new Set(bank.policies.map(text))]
    return [
        `party ${found?.partyId}, ${found?.column} of ${monthAt(bank, found?.close ?? 0)}`,
        `edition ${found?.edition}: the evaluator says ${text(found?.byParty)}, ` +
            `the SQL says ${text(found?.bySql)}`,
        ...versions.map((policy) => `rules: ${policy}`),
        ...bank.changes.map((change) => `identity: ${text(change)}`),
        ...tellStories(bank),
        ...(restated === bank ? [] : [`closed again from ${monthAt(bank, from)} upon:`]),
        ...(restated === bank ? [] : tellStories(restated)),
    ].join('\n')
}

function tellStories(bank: Bank): readonly string[] {
    return bank.stories.flatMap(
        ({ facts, households, overrides, grants, days, opening }, index) => {
            if (facts.every((one) => one === null) && opening === null) return []
            const months = facts.map((one, close) => {
                const decided = [overrides[close], ...(grants[close] ?? [])].filter(
                    (it) => it != null,
                )
                const beside = [households[close] ?? null, ...decided].map(text).join(' ')
                const read = factsRead(one, bank.policies[close])
                return `  ${monthAt(bank, close)} ${text(read)} ${beside}`
            })
            const lent = days.length === 0 ? [] : [`  days ${text(days)}`]
            return [`party ${index + 1}, opened with ${text(opening)}`, ...months, ...lent]
        },
    )
}

/** Only what the policy reads: the rest decides nothing. */
function factsRead(facts: Facts | null, policy: Policy | undefined): Facts | null {
    if (facts === null || policy === undefined) return facts
    const read = policyFeatures(policy)
    return Object.fromEntries(Object.entries(facts).filter(([name]) => read.includes(name)))
}

const monthAt = ({ first }: Bank, close: number): string => formatMonth(addMonths(first, close))

/** JSON with amounts as they are written, names of tiers and reasons left out. */
function text(value: unknown): string {
    const plain = JSON.stringify(value, (key, cell) => {
        if (key === 'name' || key === 'reason') return undefined
        const isDecimal = typeof cell === 'object' && cell !== null && 'units' in cell
        if (isDecimal) return formatDecimal(cell)
        return typeof cell === 'bigint' ? String(cell) : cell
    })
    return (plain ?? 'nothing').replaceAll('"', '')
}
