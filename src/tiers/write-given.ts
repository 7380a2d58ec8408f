import { writeCondition } from '#features/write-condition.ts'
import { levelOf, type Policy } from './policy.ts'

// What floors and caps make of a month's facts, for rule 7 of a close: the highest floor, the
// lowest cap, and the cap that counts once an override has lifted the lowest one.

/** The columns of CTE `tested`: whether each floor and each cap holds, never null. */
export function writeGivenTests({ floors, caps }: Policy): readonly string[] {
    return [
        ...floors.map(
            ({ when }, index) => `coalesce(${writeCondition(when)}, false) as is_floor_${index}`,
        ),
        ...caps.map(
            ({ when, isHard }, index) =>
                `coalesce(${writeCondition(when)}, ${isHard}) as is_cap_${index}`,
        ),
    ]
}

/**
 * The columns of CTE `levelled`: which floor and caps count, by their places in the file; whether
 * a confidential one holds.
 */
export function writeGivenLevels(policy: Policy): readonly string[] {
    const floors = inOrder(policy.floors.map(({ atLeast }) => -levelAt(policy, atLeast)))
    const caps = inOrder(policy.caps.map(({ atMost }) => levelAt(policy, atMost)))
    const confidential = policy.caps.flatMap(({ isConfidential }, index) =>
        isConfidential ? [`is_cap_${index}`] : [],
    )
    return [
        `${writeFirst('is_floor', floors)} as floor_number`,
        `${writeFirst('is_cap', caps)} as cap_number`,
        `${writeSpare(policy, caps)} as spare_cap_number`,
        `${confidential.length === 0 ? 'false' : confidential.join(' or ')} as is_restricted`,
    ]
}

/** The same columns as they leave the facts. */
export const givenColumns = ['floor_number', 'cap_number', 'spare_cap_number', 'is_restricted']

/** SQL of the level of a floor, by its place in the file. */
export function writeFloorLevel(policy: Policy, number: string): string {
    const levels = policy.floors.map(({ atLeast }) => String(levelAt(policy, atLeast)))
    return writeChoice(number, { of: levels, type: 'integer' })
}

/** SQL of the id of a floor, by its place in the file. */
export function writeFloorId({ floors }: Policy, number: string): string {
    return writeChoice(number, { of: floors.map(({ id }) => `'${id}'`), type: 'varchar' })
}

/** SQL of the level of a cap, by its place in the file. */
export function writeCapLevel(policy: Policy, number: string): string {
    const levels = policy.caps.map(({ atMost }) => String(levelAt(policy, atMost)))
    return writeChoice(number, { of: levels, type: 'integer' })
}

/** SQL of the id of a cap, by its place in the file. */
export function writeCapId({ caps }: Policy, number: string): string {
    return writeChoice(number, { of: caps.map(({ id }) => `'${id}'`), type: 'varchar' })
}

function levelAt(policy: Policy, tier: string): number {
    const level = levelOf(policy, tier)
    if (level === null) throw new Error(`${policy.ladder} has no tier ${tier}`)
    return level
}

/** The places in the file, lowest rank first; equals stay in the order of the file. */
function inOrder(ranks: readonly number[]): readonly number[] {
    return [...ranks.keys()].toSorted((left, right) => (ranks[left] ?? 0) - (ranks[right] ?? 0))
}

/** The first rule of an order that holds, by its place in the file. */
function writeFirst(test: 'is_floor' | 'is_cap', order: readonly number[]): string {
    if (order.length === 0) return 'cast(null as integer)'
    return `case ${order.map((at) => `when ${test}_${at} then ${at}`).join(' ')} end`
}

/** The cap that counts once the lowest one is lifted: a hard one never is. */
function writeSpare({ caps }: Policy, order: readonly number[]): string {
    if (order.length === 0) return 'cast(null as integer)'
    const cases = order.map((at, place) => {
        const spare = caps[at]?.isHard ? String(at) : writeFirst('is_cap', order.slice(place + 1))
        return `when is_cap_${at} then ${spare}`
    })
    return `case\n            ${cases.join('\n            ')}\n        end`
}

/** One of several literals, by a number from 0. */
function writeChoice(
    number: string,
    { of, type }: { readonly of: readonly string[]; readonly type: 'integer' | 'varchar' },
): string {
    if (of.length === 0) return `cast(null as ${type})`
    const cases = of.map((literal, index) => `when ${index} then ${literal}`)
    return `case ${number} ${cases.join(' ')} end`
}
