import { monthOfStep, perStep } from './calendar.ts'
import { customerStep } from './customer-months.ts'
import { draw, keyOf } from './draw.ts'
import { customerNo } from './products.ts'

/**
 * The old system of the sample bank, which tiers persons by a rule of its own, and badly. Lowest
 * tier first; thresholds in yuan, inclusive; the wait in months below.
 */
export const oldTiers: readonly {
    readonly word: string
    readonly atLeast: number
    readonly wait: number
}[] = [
    { word: '普通客户', atLeast: 0, wait: 1 },
    { word: '金卡客户', atLeast: 50_000, wait: 2 },
    { word: '白金客户', atLeast: 200_000, wait: 3 },
    { word: '钻石客户', atLeast: 1_000_000, wait: 3 },
    { word: '私行客户', atLeast: 5_000_000, wait: 6 },
]

/** The first step whose tiers are handed over, and in which the old system makes mistakes. */
export const oldSystemFrom = 12

/**
 * SQL of what the old system did, month by month, beside what its own rule asks for: one row a
 * person and step, `old_level` given and `due_level` right. Its mistakes: a rise is missed, a fall
 * is forgotten (both for some months), a fall comes a month early, the average of the month before
 * is taken, amounts are rounded to thousands. `mistake` says which of them was the latest.
 */
export function oldSystemSql(options: {
    /** SQL that reads the true months: customer_no, month, measure. */
    readonly truth: string
    /** SQL that reads the traits. */
    readonly traits: string
    readonly seed: number
}): string {
    const { truth, traits, seed } = options
    return `
with recursive measured as (
    select
        traits.i,
        traits.key,
        (truth.month // 100 - 2024) * 12 + truth.month % 100 - 1 as step,
        truth.measure
    from ${truth} truth
    join ${traits} traits on ${customerNo('traits.i')} = truth.customer_no
    where traits.is_person
),

keyed as (
    select
        *,
        ${keyOf(customerStep('step'), { keyed: 'month', seed })} as month_key,
        ${levelOf('measure')} as due_raw,
        row_number() over (partition by i order by step) = 1 as is_first
    from measured
),

seen as (
    select
        *,
        step >= ${oldSystemFrom} and ${draw('key', 'old_rounds', 1000)} < 20 as is_rounded,
        step >= ${oldSystemFrom} and ${draw('month_key', 'old_month', 1000)} < 3 as is_old_month,
        lag(measure) over (partition by i order by step) as measure_before
    from keyed
),

months as (
    select
        *,
        case
            when is_old_month and measure_before is not null then ${levelOf('measure_before')}
            when is_rounded then ${levelOf('round(measure, -3)')}
            else due_raw
        end as old_raw
    from seen
),

states as (
    select
        i, step, measure,
        due_raw as due_level, 0 as due_below,
        due_raw as old_level, 0 as old_below, 0 as stuck,
        cast(null as varchar) as mistake
    from months
    where is_first
    union all
    ${nextState()}
)

select * from states
where step >= ${oldSystemFrom}`
}

/** SQL of one month after another: the right state, and that of the old system. */
function nextState(): string {
    const { missed, forgotten, early, changes } = fates()
    const dueFalls = `months.due_raw < due_level and due_below + 1 >= ${waitOf('due_level')}`
    return `select
        months.i, months.step, months.measure,
        case
            when months.due_raw > due_level or ${dueFalls} then months.due_raw
            else due_level
        end as due_level,
        case
            when months.due_raw < due_level and not (${dueFalls}) then due_below + 1
            else 0
        end as due_below,
        case when stuck = 0 and ${changes} then months.old_raw else old_level end as old_level,
        case
            when months.old_raw >= old_level or (stuck = 0 and ${changes}) then 0
            else old_below + 1
        end as old_below,
        case
            when stuck > 0 then stuck - 1
            when ${missed} then ${draw('months.month_key', 'old_miss_months', 5)}
            when ${forgotten} then ${draw('months.month_key', 'old_forget_months', 8)}
            else 0
        end as stuck,
        case
            when stuck > 0 then mistake
            when ${missed} then 'rise_missed'
            when ${forgotten} then 'fall_forgotten'
            when ${early} then 'fell_early'
            when months.is_old_month and months.old_raw <> months.due_raw then 'month_before'
            when months.is_rounded and months.old_raw <> months.due_raw then 'rounded'
            else mistake
        end as mistake
    from states
    join months on months.i = states.i and months.step = states.step + 1`
}

/** SQL of what befalls a person in a month: rises and falls, and how they go wrong. */
function fates(): Readonly<Record<'missed' | 'forgotten' | 'early' | 'changes', string>> {
    const chance = (purpose: string, thousandths: number): string =>
        `months.step >= ${oldSystemFrom} ` +
        `and ${draw('months.month_key', purpose, 1000)} < ${thousandths}`
    const wait = waitOf('old_level')
    const rises = 'months.old_raw > old_level'
    const falls = `(months.old_raw < old_level and old_below + 1 >= ${wait})`
    const nearly = `months.old_raw < old_level and old_below + 2 = ${wait}`
    const missed = `(${rises} and ${chance('old_miss', 50)})`
    const forgotten = `(${falls} and ${chance('old_forget', 60)})`
    const early = `(${nearly} and ${chance('old_early', 50)})`
    const changes = `((${rises} or ${falls} or ${early}) and not ${missed} and not ${forgotten})`
    return { missed, forgotten, early, changes }
}

function waitOf(level: string): string {
    return perStep(
        level,
        oldTiers.map(({ wait }) => wait),
    )
}

/** SQL of the file that the old system hands over: a year of averages and tiers. */
export function oldTiersFileSql(states: string): string {
    return `
select
    ${customerNo('i')} as customer_no,
    ${monthOfStep('step')} as month,
    measure as average,
    ${wordOf('old_level')} as tier
from ${states} states
order by i, step`
}

/**
 * SQL of where the old system departs from its rule: the first month of every run of months in
 * which the tier given is too low, or too high.
 */
export function oldMistakesSql(states: string): string {
    return `
with sides as (
    select *, sign(due_level - old_level) as side from ${states} states
),

starts as (
    select *, coalesce(lag(side) over (partition by i order by step), 0) as side_before from sides
)

select
    ${customerNo('i')} as customer_no,
    ${monthOfStep('step')} as month,
    mistake,
    ${wordOf('old_level')} as tier_given,
    ${wordOf('due_level')} as tier_due
from starts
where side <> 0 and side <> side_before
order by i, step`
}

function levelOf(measure: string): string {
    const cases = oldTiers
        .map(({ atLeast }, level) => `when ${measure} >= ${atLeast} then ${level}`)
        .toReversed()
    return `case ${cases.join(' ')} else 0 end`
}

function wordOf(level: string): string {
    const words = oldTiers.map(({ word }, at) => `when ${at} then '${word}'`)
    return `case ${level} ${words.join(' ')} end`
}
