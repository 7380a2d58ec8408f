import { compareDecimal } from '#domain/decimal.ts'
import { evaluateCondition } from '#features/evaluate-condition.ts'
import { earnedCauses, givenCauses } from '#tiers/assignment.ts'
import { measureOf } from '#tiers/judge-facts.ts'
import { outlookOf } from '#tiers/outlook.ts'
import { levelOf } from '#tiers/policy.ts'
import type { Bank } from './arbitrary-bank.ts'
import { type ClosedRow, policyAt } from './close-by-party.ts'

/** Every rule that a run of the test has to have seen at work, corners that are rare among them. */
export const allRules: readonly string[] = [
    ...earnedCauses.map((cause) => `earned ${cause}`),
    ...givenCauses.map((cause) => `given ${cause}`),
    ...['route', 'qualified', 'near up', 'near down', 'unmet requirement', 'drop at once'],
    ...['grandfathered', 'dropped tier replaced', 'counts reset by a version', 'goes on opened'],
    ...['express', 'exactly', 'override on no tier', 'override of a dropped tier', 'cap lifted'],
    ...['restricted', 'restricted, not capped', 'measured by pool', 'own unknown in a pool'],
]

/** The rules that each row of a bank shows at work. */
export function rulesMet(rows: readonly ClosedRow[], bank: Bank): readonly string[] {
    const byKey = new Map(rows.map((row) => [`${row.partyId} ${row.close}`, row]))
    return rows.flatMap((row) => {
        const before = byKey.get(`${row.partyId} ${row.close - 1}`) ?? null
        return [
            `earned ${row.assignment.earnedCause}`,
            `given ${row.assignment.cause}`,
            ...corners.filter(([, holds]) => holds({ row, before, bank })).map(([rule]) => rule),
        ]
    })
}

type Met = {
    readonly row: ClosedRow
    readonly before: ClosedRow | null
    readonly bank: Bank
}

const policyOf = ({ row, bank }: Met) => policyAt(bank, row.close)
const storyOf = ({ row, bank }: Met) => bank.stories[Number(row.partyId) - 1]
const factsOf = (met: Met) => storyOf(met)?.facts[met.row.close] ?? null
const overrideOf = (met: Met) => storyOf(met)?.overrides[met.row.close] ?? null
const outlookFor = (met: Met) => outlookOf(policyOf(met), met.row.assignment)
const has = (met: Met, tier: string | null): boolean => levelOf(policyOf(met), tier) !== null

function ownMeasure(met: Met) {
    const facts = factsOf(met)
    return facts === null ? null : measureOf(policyOf(met).measure, facts)
}

const corners: readonly (readonly [rule: string, holds: (met: Met) => boolean])[] = [
    ['route', ({ row }) => row.assignment.route !== null],
    ['qualified', ({ row }) => row.assignment.qualifiedFor !== null],
    ['near up', (met) => outlookFor(met).near === 'up'],
    ['near down', (met) => outlookFor(met).near === 'down'],
    ['unmet requirement', (met) => outlookFor(met).nextGap?.units === 0n],
    [
        'drop at once',
        (met) => {
            const [rule, facts] = [policyOf(met).dropAtOnce, factsOf(met)]
            if (met.row.assignment.earnedCause !== 'downgraded') return false
            return rule !== null && facts !== null && evaluateCondition(rule, facts) === true
        },
    ],
    [
        'grandfathered',
        (met) => {
            const { earnedCause, belowCount, closesSinceEntry, earnedTier } = met.row.assignment
            const held = policyOf(met).tiers.find(({ id }) => id === earnedTier)
            const isOver =
                belowCount >= (held?.wait ?? 99) && closesSinceEntry > policyOf(met).grace
            return earnedCause === 'protected' && isOver
        },
    ],
    [
        'dropped tier replaced',
        (met) => {
            const held = met.before?.assignment.earnedTier ?? null
            return held !== null && !has(met, held) && met.row.assignment.earnedTier !== null
        },
    ],
    [
        'counts reset by a version',
        (met) => {
            const { before, row, bank } = met
            const isFirst = row.close > 0 && bank.policies[row.close - 1] !== policyOf(met)
            const isReset = isFirst && policyOf(met).onChange.below === 'reset'
            const { belowCount, earnedCause } = row.assignment
            const isStillBelow = ['protected', 'unreviewed', 'stale'].includes(earnedCause)
            const counted = before?.assignment.belowCount ?? 0
            return isReset && isStillBelow && counted > 0 && belowCount <= counted
        },
    ],
    [
        'goes on opened',
        (met) => {
            const { row } = met
            const opening = row.close === 0 ? (storyOf(met)?.opening ?? null) : null
            return opening !== null && row.assignment.belowCount > 1
        },
    ],
    ['express', ({ row }) => row.assignment.rule === 'express'],
    [
        'exactly',
        (met) => {
            const isSet = met.row.assignment.cause === 'overridden'
            return isSet && overrideOf(met)?.mode === 'exactly'
        },
    ],
    [
        'override on no tier',
        ({ row: { assignment } }) =>
            assignment.earnedTier === null && assignment.cause === 'overridden',
    ],
    [
        'override of a dropped tier',
        (met) => {
            const tier = overrideOf(met)?.tier ?? null
            return met.row.assignment.cause === 'overridden' && tier !== null && !has(met, tier)
        },
    ],
    [
        'cap lifted',
        (met) => {
            const [override, facts] = [overrideOf(met), factsOf(met)]
            const cap = policyOf(met).caps.find(({ id }) => id === override?.lifts)
            if (cap === undefined || facts === null || override?.serves !== true) return false
            return !cap.isHard && evaluateCondition(cap.when, facts) === true
        },
    ],
    ['restricted', ({ row }) => row.assignment.isRestricted],
    [
        'restricted, not capped',
        ({ row }) => row.assignment.isRestricted && row.assignment.cause !== 'capped',
    ],
    [
        'measured by pool',
        (met) => {
            const [own, { measure }] = [ownMeasure(met), met.row.assignment]
            return own !== null && measure !== null && compareDecimal(measure, own) > 0
        },
    ],
    [
        'own unknown in a pool',
        (met) => {
            const { measure, rawTier, route } = met.row.assignment
            const isRaised = (levelOf(policyOf(met), rawTier) ?? 0) > 0 && route === null
            return policyOf(met).pool !== null && measure === null && isRaised
        },
    ],
]
