import type { Policy } from '#tiers/policy.ts'
import type { Column } from '#warehouse/warehouse.ts'

/**
 * How what a month's facts say of a party goes into one whole number and comes out again. Rules
 * look at an amount only through the levels that it reaches, so the number holds all that a
 * close reads, and few different ones exist however many parties there are.
 */
export type Packing = {
    /** SQL of the number over the columns of `facts`, 1 or more. */
    readonly code: string
    /** Every number is smaller than two to this power. */
    readonly bits: number
    /** Template text of the columns of `facts`, each `… as name`, from SQL of the number. */
    readonly columns: (code: string) => readonly string[]
}

/** A column as one digit of the number. */
type Digit = {
    readonly name: string
    /** SQL of the digit, 0 up to `size` − 1. */
    readonly digit: string
    readonly size: number
    readonly value: (digit: string) => string
}

/** A number has to fit into a bigint beside its sign. */
const bitsMax = 62

/** Packs the columns that `facts` has under a policy, but for the party. */
export function packFacts(policy: Policy, columns: readonly Column[]): Packing {
    const kept = columns.filter(({ name }) => name !== 'party_id')
    const known = new Map(kept.map((column) => [column.name, knownValue(policy, column)]))
    const digits = kept
        .filter(({ name }) => known.get(name) === null)
        .map((column) => digitOf(policy, column))
    let base = 1n
    const placed = digits.map((one) => {
        const place = { ...one, base }
        base *= BigInt(one.size)
        return place
    })
    const bits = base.toString(2).length
    if (bits > bitsMax) throw new Error(`${policy.ladder} has more rules than a number can hold`)
    const terms = placed.map((one) => `cast(${one.digit} as bigint) * ${one.base}`)
    return {
        code: ['1', ...terms].join(' + '),
        bits,
        columns: (code) => {
            const cellOf = (name: string): string => {
                const place = placed.find((one) => one.name === name)
                if (place === undefined) return known.get(name)?.(cellOf) ?? 'null'
                const digit = `{{ idiv(${code} - 1, ${place.base}) }} % ${place.size}`
                return place.value(`(${digit})`)
            }
            return kept.map(({ name }) => `${cellOf(name)} as ${name}`)
        },
    }
}

/** SQL of a column that follows from others, given how to write those. */
type KnownValue = (cellOf: (name: string) => string) => string

/** What a column always is under a policy; null: it has to be looked at. */
function knownValue(policy: Policy, { name, type }: Column): KnownValue | null {
    const { tiers, floors, caps, express, dropAtOnce } = policy
    const without: Readonly<Record<string, boolean>> = {
        route: tiers.every(({ routes }) => routes.length === 0),
        qualified: tiers.every(({ enrolment }) => enrolment === null),
        express: express.length === 0,
        floor: floors.length === 0,
        cap: caps.length === 0,
        spare: caps.length === 0,
    }
    if (without[name.split('_')[0] ?? '']) return () => `cast(null as ${type})`
    if (name === 'in_population' && policy.population === null) return () => 'true'
    if (name === 'is_dropped_at_once' && dropAtOnce === null) return () => 'false'
    if (name === 'is_restricted' && caps.every((cap) => !cap.isConfidential)) return () => 'false'
    if (name === 'raw_high' && isByMeasureAlone(policy)) {
        const top = tiers.length - 1
        return (cellOf) =>
            `case when ${cellOf('measure')} is null then ${top} else ${cellOf('raw_low')} end`
    }
    return null
}

/** Where only the measure can be unknown, whoever has none might have any tier. */
function isByMeasureAlone({ tiers }: Policy): boolean {
    return tiers.every(
        ({ requires, routes, enrolment }) =>
            requires === null && routes.length === 0 && enrolment === null,
    )
}

function digitOf(policy: Policy, { name, type }: Column): Digit {
    if (name === 'measure') return measureDigit(type)
    // Whoever is not of the population is not packed.
    if (name === 'in_population') return memberDigit()
    if (type === 'boolean') return booleanDigit(name)
    if (type === 'integer') return integerDigit(name, integerMax(policy))
    if (type === 'varchar') return textDigit(name, ruleIds(policy))
    throw new Error(`facts of ${policy.ladder}: nobody knows how to pack ${name} ${type}`)
}

/** Of a measure only whether it is known: what it reaches stands in the levels. */
function measureDigit(type: string): Digit {
    return {
        name: 'measure',
        digit: 'case when measure is null then 0 else 1 end',
        size: 2,
        value: (digit) => `cast(case when ${digit} = 1 then 0 end as ${type})`,
    }
}

function memberDigit(): Digit {
    return {
        name: 'in_population',
        digit: 'case when in_population then 1 else 0 end',
        size: 2,
        value: (digit) => `case when ${digit} = 1 then true end`,
    }
}

function booleanDigit(name: string): Digit {
    return {
        name,
        digit: `case when ${name} then 2 when not ${name} then 1 else 0 end`,
        size: 3,
        value: (digit) => `case ${digit} when 2 then true when 1 then false end`,
    }
}

function integerDigit(name: string, max: number): Digit {
    return {
        name,
        digit: `coalesce(${name} + 1, 0)`,
        size: max + 2,
        value: (digit) => `cast(case when ${digit} > 0 then ${digit} - 1 end as integer)`,
    }
}

function textDigit(name: string, values: readonly string[]): Digit {
    const cases = values.map((value, index) => `when '${value}' then ${index + 1}`)
    const back = values.map((value, index) => `when ${index + 1} then '${value}'`)
    return {
        name,
        digit: values.length === 0 ? '0' : `case ${name} ${cases.join(' ')} else 0 end`,
        size: values.length + 1,
        value: (digit) =>
            values.length === 0
                ? 'cast(null as varchar)'
                : `cast(case ${digit} ${back.join(' ')} end as varchar)`,
    }
}

/** Levels, routes and the numbers of floors and caps: none is higher than this. */
function integerMax({ tiers, floors, caps }: Policy): number {
    const routes = tiers.map((tier) => tier.routes.length)
    return Math.max(tiers.length, floors.length, caps.length, ...routes)
}

function ruleIds({ tiers, floors, caps }: Policy): readonly string[] {
    return [...new Set([...tiers, ...floors, ...caps].map(({ id }) => id))]
}
