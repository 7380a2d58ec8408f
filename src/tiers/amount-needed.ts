import {
    addDecimal,
    atScale,
    compareDecimal,
    type Decimal,
    multiplyDecimal,
} from '#domain/decimal.ts'
import { catalogue } from '#features/catalogue.ts'
import { decimalOf, type Facts, factOf } from '#features/evaluate-condition.ts'
import { measureScale } from './judge-facts.ts'
import type { Measure, Policy } from './policy.ts'

/** How far a party's measure has come in a month, in weighted measure. */
export type MonthToDate = {
    /** Days of the month. */
    readonly days: number
    /** Days that have a day-end balance; the last of them is yesterday. */
    readonly daysKnown: number
    /** The measure's day-ends so far, summed; null: unknown. */
    readonly sum: Decimal | null
    /** The measure's balance now; null: unknown. */
    readonly balance: Decimal | null
}

/** The columns of `features.party_today` with the day-ends of a feature of the month. */
export type DayTwin = { readonly sum: string; readonly now: string }

/** The day-ends behind a feature of the month; null where it is not known day by day. */
export function dayTwinOf(feature: string): DayTwin | null {
    const day = catalogue.get(feature)?.day ?? null
    if (day === null) return null
    const subject = day.replace(/_day$/, '')
    return { sum: `${subject}_sum_to_date`, now: `${subject}_now` }
}

/** Why a ladder cannot say what is needed: parts not known by days, or a pool of households. */
export type NotByDay = { readonly isPooled: boolean; readonly features: readonly string[] }

/** What keeps a policy's measure from being followed day by day; null: nothing does. */
export function notByDay({ measure, pool }: Policy): NotByDay | null {
    const features = measure.parts
        .map(({ feature }) => feature)
        .filter((feature) => dayTwinOf(feature) === null)
    const isPooled = pool !== null
    return isPooled || features.length > 0 ? { isPooled, features } : null
}

/**
 * The measure of one party so far. A part counts as known where both its sum and its balance are.
 * Throws where a part of the measure is not known day by day.
 */
export function monthToDate(
    { parts, nullParts }: Measure,
    { facts, ...month }: Pick<MonthToDate, 'days' | 'daysKnown'> & { readonly facts: Facts },
): MonthToDate {
    let sum: Decimal | null = null
    let balance: Decimal | null = null
    for (const { feature, weight } of parts) {
        const twin = dayTwinOf(feature)
        if (twin === null) throw new Error(`${feature} is not known day by day`)
        const [sumFact, nowFact] = [factOf(facts, twin.sum), factOf(facts, twin.now)]
        const isUnknown = sumFact === null || nowFact === null
        if (isUnknown && nullParts === 'missing') return { ...month, sum: null, balance: null }
        if (isUnknown) continue
        sum = addDecimal(sum ?? zero, multiplyDecimal(decimalOf(sumFact), weight))
        balance = addDecimal(balance ?? zero, multiplyDecimal(decimalOf(nowFact), weight))
    }
    return { ...month, sum: atMeasure(sum), balance: atMeasure(balance) }
}

/** A threshold and how far a party has come towards it. */
export type Threshold = { readonly atLeast: Decimal; readonly toDate: MonthToDate }

/**
 * What a month still lacks to a threshold if nothing moves: θ·D − Σ − (D − d)·b, in measure × days
 * at scale 6. Not above 0: the month's average reaches it. Null: a part is unknown.
 */
export function missingDays({ atLeast, toDate }: Threshold): Decimal | null {
    const { days, daysKnown, sum, balance } = toDate
    if (sum === null || balance === null) return null
    const wanted = atScale(atLeast, measureScale).units * BigInt(days)
    const kept = atScale(balance, measureScale).units * BigInt(days - daysKnown)
    return { units: wanted - atScale(sum, measureScale).units - kept, scale: measureScale }
}

/**
 * The amount needed (达标测算): what has to come in so that the month's average reaches a
 * threshold, x(t) = (θ·D − Σ − (D − d)·b) ÷ (D − t + 1), where it counts from day t on to the end
 * of the month. In money of a product with this weight, rounded up to the cent; none needed: 0.
 * Null where a part is unknown or no day is left. Throws where t lies outside the days left.
 */
export function amountNeeded(
    threshold: Threshold,
    { from, weight = one }: { readonly from: number; readonly weight?: Decimal },
): Decimal | null {
    const { days, daysKnown } = threshold.toDate
    if (daysKnown >= days) return null
    if (from <= daysKnown || from > days) throw new RangeError(`day ${from} cannot count any more`)
    const missing = missingDays(threshold)
    if (missing === null) return null
    if (missing.units <= 0n) return noMoney
    const parts = { missing, days: days - from + 1, weight }
    const { above, below } = quotientOf(parts)
    return { units: (above + below - 1n) / below, scale: moneyScale }
}

/**
 * What may leave today so that the month's average stays at a threshold, max(0, min(b, −x(d + 1))),
 * in money of a product with this weight, rounded down to the cent. Null as for the amount needed.
 */
export function mayLeave(threshold: Threshold, weight: Decimal = one): Decimal | null {
    const { days, daysKnown, balance } = threshold.toDate
    const missing = missingDays(threshold)
    if (missing === null || balance === null || daysKnown >= days) return null
    if (missing.units >= 0n) return noMoney
    const spare = { units: -missing.units, scale: missing.scale }
    const ofAverage = roundedDown({ missing: spare, days: days - daysKnown, weight })
    const ofBalance = roundedDown({ missing: balance, days: 1, weight })
    return compareDecimal(ofAverage, ofBalance) < 0 ? ofAverage : ofBalance
}

const moneyScale = 2
const zero: Decimal = { units: 0n, scale: measureScale }
const one: Decimal = { units: 1n, scale: 0 }
const noMoney: Decimal = { units: 0n, scale: moneyScale }

type Quotient = { readonly missing: Decimal; readonly days: number; readonly weight: Decimal }

/** Cents = missing ÷ days ÷ weight, as a quotient of whole numbers. */
function quotientOf({ missing, days, weight }: Quotient): {
    readonly above: bigint
    readonly below: bigint
} {
    const above = missing.units * 10n ** BigInt(weight.scale + moneyScale)
    const below = 10n ** BigInt(missing.scale) * weight.units * BigInt(days)
    return { above, below }
}

function roundedDown(quotient: Quotient): Decimal {
    const { above, below } = quotientOf(quotient)
    return { units: above / below, scale: moneyScale }
}

function atMeasure(value: Decimal | null): Decimal | null {
    return value === null ? null : atScale(value, measureScale)
}
