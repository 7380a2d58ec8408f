import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import {
    type CaseKind,
    type CaseTotal,
    type Checkup,
    caseKinds,
    type NearCase,
    type RuleFit,
    type TierCase,
} from '#serving/checkup.ts'
import type { InferredRule } from '#tiers/infer-rule.ts'
import { nearFrom, nearUntil } from '#tiers/outlook.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import { rawLevelSql } from './checkup-infer.ts'
import { type Desk, keep } from './checkup-tables.ts'

/** SQL that reads the cases and the near ones, each with a number `no` in their order. */
export type CaseTables = {
    readonly cases: string
    readonly near: string
    readonly compared: string
}

/** What cases are made of. */
export type CaseParts = {
    readonly observed: string
    readonly replayed: string
    readonly customers: string
    readonly rule: InferredRule
    readonly policy: Policy
    readonly firstClose: Month
    readonly lastClose: Month
}

/** Lays what was given beside what the rule gives, and keeps the differences as cases. */
export async function keepCases(desk: Desk, parts: CaseParts): Promise<CaseTables> {
    const compared = await keep(desk, 'compared', comparedSql(parts))
    return {
        compared,
        cases: await keep(desk, 'cases', casesSql(compared, { desk, ...parts })),
        near: await keep(desk, 'near', nearSql(compared, parts)),
    }
}

function comparedSql({ observed, replayed, customers, rule }: CaseParts): string {
    const thresholds = thresholdsOf(rule)
    return `
select
    customers.customer,
    observed.party_id,
    observed.month,
    observed.measure,
    observed.level as given,
    replayed.earned_level as due,
    cast(${rawLevelSql('observed.measure', thresholds)} as integer) as raw
from ${observed} observed
join ${customers} customers on customers.party_id = observed.party_id
join ${replayed} replayed
    on replayed.party_id = observed.party_id and replayed.month = observed.month
where observed.level is not null and observed.measure is not null
    and replayed.earned_level is not null`
}

/** Months in a row on one side are one case; what it is called hangs on how it began. */
function casesSql(compared: string, parts: CaseParts & { readonly desk: Desk }): string {
    const { desk, rule, lastClose } = parts
    const { add_months: addMonths } = desk.warehouse.dialect
    const shown = (month: string): string =>
        rule.shift === 0 ? month : addMonths(month, String(rule.shift))
    return `
with kinds as (
    ${kindsSql(compared, parts)}
),

cases as (
    select
        customer,
        max(case when is_start = 1 then kind end) as kind,
        min(month) as from_month,
        max(month) as to_month,
        count(*) as months,
        max_by(given, month) as given,
        max_by(due, month) as due,
        max_by(measure, month) as measure
    from kinds
    group by customer, party_id, case_no
)

select
    row_number() over (order by to_month = ${lastClose} desc, measure desc, customer, from_month)
        as no,
    customer,
    kind,
    ${shown('from_month')} as from_month,
    ${shown('to_month')} as to_month,
    cast(months as integer) as months,
    given,
    due,
    measure,
    to_month = ${lastClose} as is_open
from cases
order by no`
}

/** Who had too much in the very first month has kept it from before: that is no wrong rise. */
function kindsSql(compared: string, { firstClose }: Pick<CaseParts, 'firstClose'>): string {
    return `with signed as (
        select
            *,
            case when due > given then 1 when due < given then -1 else 0 end as side,
            lag(given) over (partition by party_id order by month) as given_before
        from ${compared} compared
    ),

    starts as (
        select
            *,
            case
                when side = 0 then 0
                when side = lag(side) over (partition by party_id order by month) then 0
                else 1
            end as is_start
        from signed
    ),

    numbered as (
        select *, sum(is_start) over (partition by party_id order by month) as case_no
        from starts
    )

    select
        *,
        case
            when side = 1 and given < given_before then 'dropped_early'
            when side = 1 then 'rise_missed'
            when given > given_before then 'raised_wrongly'
            when given_before is null and month > ${firstClose} then 'raised_wrongly'
            else 'fall_forgotten'
        end as kind
    from numbered
    where side <> 0`
}

function nearSql(compared: string, { policy, lastClose }: CaseParts): string {
    const { near } = policy
    if (near === null) throw new Error('a replay says what is near')
    const bounds = (atLeast: Decimal): string =>
        [atLeast, nearFrom(atLeast, near), nearUntil(atLeast, near)].map(formatDecimal).join(', ')
    const rows = policy.tiers.flatMap(({ atLeast }, level) =>
        atLeast === null ? [] : [`(${level}, ${bounds(atLeast)})`],
    )
    return `
with ladder as (
    select * from (values ${rows.join(', ')}) as ladder (level, at_least, near_from, near_until)
),

last_month as (
    select * from ${compared} compared
    where month = ${lastClose}
),

near as (
    select
        last_month.customer,
        case when raw < ladder.level then 'up' else 'down' end as direction,
        ladder.level as tier,
        last_month.given,
        last_month.measure,
        cast(abs(ladder.at_least - last_month.measure) as decimal(18,2)) as gap
    from last_month
    join ladder on
        (ladder.level = raw + 1 and measure >= near_from and measure < ladder.at_least)
        or (ladder.level = raw and measure < near_until)
)

select
    row_number() over (order by direction desc, tier desc, gap, customer) as no,
    *
from near
order by no`
}

/** How well the rule tells what was given. */
export async function readFit(desk: Desk, { compared }: CaseTables): Promise<RuleFit> {
    const matrix = await desk.warehouse.rows(
        `select given, due, count(*) as n from ${compared} compared group by 1, 2 order by 1, 2`,
    )
    const [changed] = await desk.warehouse.rows(`
with before as (
    select
        *,
        lag(given) over (partition by party_id order by month) as given_before,
        lag(due) over (partition by party_id order by month) as due_before
    from ${compared} compared
)

select count(*) as changes, count(*) filter (where given = due) as same
from before
where given_before is not null and (given <> given_before or due <> due_before)`)
    const rows = matrix.map(({ given, due, n }) => ({
        given: Number(given),
        due: Number(due),
        rows: Number(n),
    }))
    return {
        rows: rows.reduce((sum, one) => sum + one.rows, 0),
        sameRows: rows.reduce((sum, one) => sum + (one.given === one.due ? one.rows : 0), 0),
        changes: Number(changed?.changes ?? 0),
        sameChanges: Number(changed?.same ?? 0),
        matrix: rows,
    }
}

/** How many cases a check-up shows by itself; the workbook has all. */
const shownMax = 20

/** Totals and the largest open cases. */
export async function readCases(
    desk: Desk,
    { cases, near }: CaseTables,
): Promise<Pick<Checkup, 'totals' | 'concerned' | 'tooLow' | 'tooHigh' | 'near'>> {
    const { warehouse } = desk
    const sums = await warehouse.rows(
        `select kind, count(*) as cases, count(*) filter (where is_open) as open, ` +
            `sum(months) as months, sum(measure) as assets, ` +
            `sum(measure) filter (where is_open) as open_assets from ${cases} cases group by kind`,
    )
    const [concerned] = await warehouse.rows(
        `select count(distinct customer) as customers, count(*) filter (where is_open) as open, ` +
            `sum(measure) filter (where is_open) as assets from ${cases} cases`,
    )
    const totals = caseKinds.map((kind): [CaseKind, CaseTotal] => {
        const sum = sums.find((row) => row.kind === kind)
        const total = {
            cases: Number(sum?.cases ?? 0),
            open: Number(sum?.open ?? 0),
            months: Number(sum?.months ?? 0),
            assets: money(sum?.assets),
            openAssets: money(sum?.open_assets),
        }
        return [kind, total]
    })
    const sideOf = (sign: '>' | '<'): Promise<readonly Row[]> =>
        warehouse.rows(
            `select * from ${cases} cases where is_open and due ${sign} given ` +
                `order by no limit ${shownMax}`,
        )
    const nearSums = await warehouse.rows(
        `select direction, count(*) as customers, sum(measure) as assets, sum(gap) as gap ` +
            `from ${near} near group by 1`,
    )
    const some = await warehouse.rows(
        `select * from (select *, row_number() over (partition by direction order by no) as nth ` +
            `from ${near} near) ranked where nth <= ${shownMax} order by no`,
    )
    const nearOf = (direction: string): Checkup['near']['up'] => {
        const sum = nearSums.find((row) => row.direction === direction)
        const customers = Number(sum?.customers ?? 0)
        return { customers, assets: money(sum?.assets), gap: money(sum?.gap) }
    }
    return {
        totals: Object.fromEntries(totals) as Checkup['totals'],
        concerned: {
            customers: Number(concerned?.customers ?? 0),
            open: Number(concerned?.open ?? 0),
            assets: money(concerned?.assets),
        },
        tooLow: (await sideOf('>')).map(caseOf),
        tooHigh: (await sideOf('<')).map(caseOf),
        near: { up: nearOf('up'), down: nearOf('down'), some: some.map(nearCaseOf) },
    }
}

/** A case as the table of cases has it. */
export function caseOf(row: Row): TierCase {
    return {
        customer: String(row.customer),
        kind: caseKinds.find((kind) => kind === row.kind) ?? 'rise_missed',
        from: Number(row.from_month),
        to: Number(row.to_month),
        months: Number(row.months),
        given: Number(row.given),
        due: Number(row.due),
        measure: money(row.measure),
        isOpen: row.is_open === true,
    }
}

/** A customer near a threshold as the table of those has it. */
export function nearCaseOf(row: Row): NearCase {
    return {
        customer: String(row.customer),
        direction: row.direction === 'up' ? 'up' : 'down',
        tier: Number(row.tier),
        given: Number(row.given),
        measure: money(row.measure),
        gap: money(row.gap),
    }
}

/** The thresholds of a rule, lowest first, as SQL spells them. */
export function thresholdsOf({ tiers }: InferredRule): readonly string[] {
    return tiers.flatMap(({ threshold }) => threshold?.atLeast ?? [])
}

/** An amount as text; nothing added up is 0.00. */
export function money(cell: Cell | undefined): string {
    return typeof cell === 'object' && cell !== null ? formatDecimal(cell) : '0.00'
}
