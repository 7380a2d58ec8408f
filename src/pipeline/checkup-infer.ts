import { formatDecimal, parseDecimal } from '#domain/decimal.ts'
import { refuse } from '#domain/result.ts'
import { inferOrder, type OrderedTier } from '#tiers/infer-order.ts'
import {
    fewCases,
    type InferredRule,
    type InferredThreshold,
    type InferredTier,
    type InferredWait,
} from '#tiers/infer-rule.ts'
import {
    bucketOf,
    costOf,
    inferThreshold,
    type MeasureCount,
    nextBucket,
    refineThreshold,
    type ThresholdGuess,
} from '#tiers/infer-threshold.ts'
import { type BelowCount, inferFallTo, inferWait } from '#tiers/infer-wait.ts'
import { afterMax, type Desk, keep, observedSql, reviewsSql } from './checkup-tables.ts'

/** What was inferred, with SQL that reads what an old system saw and did under it. */
export type Inference = { readonly rule: InferredRule; readonly observed: string }

/** The most tiers that a ladder may have. */
export const tiersMax = 20

/** The order of the tiers in a file, by their median measure. */
export async function readOrder(desk: Desk, rows: string): Promise<readonly OrderedTier[]> {
    const counts = await desk.warehouse.rows(
        `select tier, ${bucketSql('measure')} as bucket, count(*) as n from ${rows} given_rows ` +
            `where tier is not null and measure is not null group by 1, 2`,
    )
    return inferOrder(
        counts.map(({ tier, bucket, n }) => ({
            tier: String(tier),
            bucket: Number(bucket),
            count: Number(n),
        })),
    )
}

/**
 * Infers the rule behind given tiers. All looking is set-based: what comes to TypeScript are
 * counts by bucket of the measure, by place in a run, and the values around each threshold.
 * Throws Refusal `pipeline.given_not_explained` where the measure does not order the tiers.
 */
export async function inferRule(
    desk: Desk,
    { numbered, words }: { readonly numbered: string; readonly words: readonly string[] },
): Promise<Inference> {
    const trials: Trial[] = []
    for (const shift of [0, 1]) trials.push(...(await tryShift(desk, { numbered, shift, words })))
    const best = trials.reduce((left, right) => (right.cost < left.cost ? right : left))
    const { after, reviews, observed, shift, isQuarterly } = best
    const found: Found[] = []
    for (const [index, guess] of best.guesses.entries()) {
        found.push(await refine(desk, { guess, level: index + 1, reviews, after }))
    }
    checkOrder(found, words)
    const below = await belowCounts(desk, {
        reviews,
        thresholds: found.map(({ atLeast }) => atLeast),
    })
    const fallTo = inferFallTo(below)
    const waits = waitsOf(below, words.length)
    const tiers: InferredTier[] = words.map((word, level) => ({
        id: `t${level}`,
        word,
        threshold: found[level - 1] ?? null,
        wait: waits[level] ?? null,
    }))
    const rule: InferredRule = {
        tiers,
        review: isQuarterly ? 'quarterly' : 'monthly',
        after,
        fallTo: fallTo.to,
        isFallToSeen: fallTo.isSeen,
        shift,
    }
    return { rule, observed }
}

type Trial = {
    readonly shift: number
    readonly after: number
    readonly isQuarterly: boolean
    readonly observed: string
    readonly reviews: string
    readonly guesses: Guesses
    readonly cost: number
}

async function tryShift(
    desk: Desk,
    options: {
        readonly numbered: string
        readonly shift: number
        readonly words: readonly string[]
    },
): Promise<readonly Trial[]> {
    const { numbered, shift, words } = options
    const { warehouse } = desk
    const seen = observedSql(numbered, { shift, warehouse })
    const observed = await keep(desk, `observed-${shift}`, seen)
    const isQuarterly = await changesByQuarter(desk, observed)
    const reviews = await keep(desk, `reviews-${shift}`, reviewsSql(observed, { isQuarterly }))
    const trials: Trial[] = []
    let risesAll = 0
    for (let after = 1; after <= afterMax; after++) {
        const counts = await measureCounts(desk, { reviews, after })
        const guesses = words.slice(1).map((_, index) => inferThreshold(counts, index + 1))
        const rises = risesOf(guesses)
        if (after === 1) risesAll = rises
        const cost = trialCost(guesses, { after, skipped: risesAll - rises })
        trials.push({ shift, after, isQuarterly, observed, reviews, guesses, cost })
    }
    return trials
}

type Guesses = readonly (ThresholdGuess | null)[]

function risesOf(guesses: Guesses): number {
    return guesses.reduce((sum, one) => sum + (one === null || one.isFromStays ? 0 : one.cases), 0)
}

/**
 * What a trial costs: rows unexplained, digits, and the reviews to wait before a rise, which are
 * one more thing to remember each. Rises that such a wait keeps out of sight, because the table
 * begins too late for them, are no proof of it: two of them cost as much as a row unexplained.
 */
function trialCost(
    guesses: Guesses,
    { after, skipped }: { readonly after: number; readonly skipped: number },
): number {
    const unseen = guesses.filter((one) => one === null).length
    const costs = guesses.map((one) => (one === null ? 0 : costOf(one)))
    const cost = costs.reduce((sum, one) => sum + one, after + Math.max(0, skipped) / 2)
    return unseen === 0 ? cost : cost + unseen * Number.MAX_SAFE_INTEGER
}

/** So many quarters need to have changes before it is more than chance that no other month has. */
const quartersMin = 3

/** Whether tiers change at the ends of quarters only. */
async function changesByQuarter(desk: Desk, observed: string): Promise<boolean> {
    const [row] = await desk.warehouse.rows(`
with changes as (
    select month, level, lag(level) over (partition by party_id order by month) as held
    from ${observed} observed_rows
)

select
    count(*) as changes,
    count(distinct month) as months,
    count(*) filter (where (month % 100) % 3 = 0) as at_quarter_ends
from changes
where level <> held`)
    const changes = Number(row?.changes ?? 0)
    const isSeen = changes >= 2 * fewCases && Number(row?.months) >= quartersMin
    return isSeen && Number(row?.at_quarter_ends) >= 0.97 * changes
}

/** The least measure that a rise had to have, and a fall's own: with the level held and given. */
function judgedSql({
    reviews,
    after,
}: {
    readonly reviews: string
    readonly after: number
}): string {
    return `(
    select held, level, case when level < held then measure else least_${after} end as measure
    from ${reviews} reviews
    where held is not null and (level < held or is_start_known or place >= ${after})
)`
}

async function measureCounts(
    desk: Desk,
    options: { readonly reviews: string; readonly after: number },
): Promise<readonly MeasureCount[]> {
    const rows = await desk.warehouse.rows(
        `select held, level, coalesce(${bucketSql('measure')}, -1) as bucket, count(*) as n ` +
            `from ${judgedSql(options)} judged group by 1, 2, 3`,
    )
    return rows.map(({ held, level, bucket, n }) => ({
        held: Number(held),
        given: Number(level),
        bucket: Number(bucket),
        count: Number(n),
    }))
}

type Found = InferredThreshold

/** The most measures around a threshold that are looked at one by one. */
const aroundMax = 50_000

async function refine(
    desk: Desk,
    options: {
        readonly guess: ThresholdGuess | null
        readonly level: number
        readonly reviews: string
        readonly after: number
    },
): Promise<Found> {
    const { guess, level } = options
    if (guess === null) return refuse('pipeline.given_tier_unseen', { level: level + 1 })
    const isAbove = `level >= ${level} and held ${guess.isFromStays ? '>=' : '<'} ${level}`
    const judged =
        `(select measure, level < ${level} as is_below, ${isAbove} as is_above ` +
        `from ${judgedSql(options)} judged) split`
    const bucket = bucketOf(guess.atLeast)
    const low = guess.atLeast - (nextBucket(bucket) - bucket)
    const high = guess.atLeast + (nextBucket(bucket) - bucket)
    const around = await desk.warehouse.rows(`
with sums as (
    select
        measure,
        count(*) filter (where is_above) as above,
        count(*) filter (where is_below) as below
    from ${judged}
    where measure >= ${cents(low)} and measure < ${cents(high)}
    group by measure
    having count(*) filter (where is_above or is_below) > 0
)

select * from sums order by measure limit ${aroundMax}`)
    const [outside] = await desk.warehouse.rows(
        `select count(*) filter (where is_above and measure < ${cents(low)}) as above, ` +
            `count(*) filter (where is_below and measure >= ${cents(high)}) as below ` +
            `from ${judged}`,
    )
    const split = around.map((row) => ({
        measure: Number(textOf(row.measure)),
        above: Number(row.above),
        below: Number(row.below),
    }))
    // So many that three digits tell all there is to tell.
    const isCrowded = split.length === aroundMax
    const beyond = { above: Number(outside?.above), below: Number(outside?.below) }
    const fine = isCrowded ? guess : refineThreshold(guess, split, beyond)
    const atLeast = cents(fine.atLeast)
    const [edges] = await desk.warehouse.rows(
        `select max(measure) filter (where is_below and measure < ${atLeast}) as above, ` +
            `min(measure) filter (where is_above and measure >= ${atLeast}) as up_to ` +
            `from ${judged}`,
    )
    const above = edges?.above == null ? null : textOf(edges.above)
    const upTo = edges?.up_to == null ? null : textOf(edges.up_to)
    const found = { atLeast, above, upTo, cases: fine.cases, errors: fine.errors }
    return { ...found, doubts: thresholdDoubts({ ...found, isFromStays: fine.isFromStays }) }
}

function thresholdDoubts(found: Omit<Found, 'doubts'> & { readonly isFromStays: boolean }) {
    const { atLeast, above, upTo, cases, errors, isFromStays } = found
    const width = Number(upTo ?? Number.POSITIVE_INFINITY) - Number(above ?? 0)
    const doubts: InferredThreshold['doubts'][number][] = []
    if (isFromStays) doubts.push('not_seen')
    else if (cases < fewCases) doubts.push('few_cases')
    if (width > 0.1 * Number(atLeast)) doubts.push('wide_range')
    if (errors > 0.2 * cases) doubts.push('contradicted')
    return doubts
}

/** Thresholds that do not ascend: the tiers follow something else than this measure. */
function checkOrder(found: readonly Found[], words: readonly string[]): void {
    found.forEach(({ atLeast }, index) => {
        const before = found[index - 1]
        if (before === undefined || Number(atLeast) > Number(before.atLeast)) return
        refuse('pipeline.given_not_explained', {
            lower: words[index] ?? '',
            higher: words[index + 1] ?? '',
            low: before.atLeast,
            high: atLeast,
        })
    })
}

/** SQL of the level that a measure reaches by itself. */
export function rawLevelSql(measure: string, thresholds: readonly string[]): string {
    const cases = thresholds
        .map((atLeast, index) => `when ${measure} >= ${atLeast} then ${index + 1}`)
        .toReversed()
    return `case when ${measure} is null then null ${cases.join(' ')} else 0 end`
}

async function belowCounts(
    desk: Desk,
    { reviews, thresholds }: { readonly reviews: string; readonly thresholds: readonly string[] },
): Promise<readonly BelowCount[]> {
    const rows = await desk.warehouse.rows(`
with levelled as (
    select *, coalesce(held, level) as holding, ${rawLevelSql('measure', thresholds)} as raw
    from ${reviews} reviews
),

runs as (
    select
        *,
        raw < holding as is_below,
        sum(case when raw < holding then 0 else 1 end)
            over (partition by party_id, stint order by month) as run
    from levelled
),

places as (
    select
        *,
        row_number() over (partition by party_id, stint, run order by month)
            - case when run > 0 then 1 else 0 end as below_place,
        max(case when is_below then raw end)
            over (partition by party_id, stint, run order by month) as best
    from runs
)

select
    holding,
    least(below_place, 13) as place,
    count(*) filter (where level < holding) as falls,
    count(*) filter (where level >= holding) as stays,
    count(*) filter (where level < holding and level = raw and raw < best) as to_current,
    count(*) filter (where level < holding and level = best and raw < best) as to_best
from places
where is_below and held is not null and (is_start_known or run > 0)
group by 1, 2`)
    return rows.map((row) => ({
        held: Number(row.holding),
        place: Number(row.place),
        falls: Number(row.falls),
        stays: Number(row.stays),
        toCurrent: Number(row.to_current),
        toBest: Number(row.to_best),
    }))
}

/** The wait of every level; where nobody was seen to fall, that of the tier with most cases. */
function waitsOf(below: readonly BelowCount[], levels: number): readonly (InferredWait | null)[] {
    const guesses = Array.from({ length: levels }, (_, level) => inferWait(below, level))
    const common = guesses.reduce((left, right) => (right.cases > left.cases ? right : left))
    return guesses.map(({ wait, cases, errors }, level) => {
        if (level === 0) return null
        if (wait === null) {
            return { reviews: common.wait ?? 1, cases, errors, doubts: ['not_seen'] }
        }
        const doubts: InferredWait['doubts'][number][] = []
        if (cases < fewCases) doubts.push('few_cases')
        if (errors > 0.2 * cases) doubts.push('contradicted')
        return { reviews: wait, cases, errors, doubts }
    })
}

/** SQL of the bucket of a measure: all but its first three digits become zeros. */
function bucketSql(measure: string): string {
    const whole = `cast(floor(${measure}) as bigint)`
    const cases = Array.from({ length: 14 }, (_, index) => {
        const size = 10 ** index
        return `when ${measure} < ${size * 1000} then ${whole} - ${whole} % ${size}`
    })
    const known = `when ${measure} < 0 then 0 ${cases.join(' ')}`
    return `case when ${measure} is null then null ${known} end`
}

/** An amount of whole cents as SQL spells it. */
function cents(amount: number): string {
    return formatDecimal({ units: BigInt(Math.round(amount * 100)), scale: 2 })
}

function textOf(cell: unknown): string {
    const decimal = cell as { readonly units: bigint; readonly scale: number }
    const plain = formatDecimal(decimal)
    return parseDecimal(plain) === null ? '' : plain
}
