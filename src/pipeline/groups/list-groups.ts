import { formatMonth, type Month } from '#domain/month.ts'
import { findCircles } from '#identity/groups/find-circles.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import { relationOf } from '../run-relations.ts'
import { amountOf } from './amount-of.ts'
import { type GroupedMonth, lastGrouped, withheldSql } from './grouped-month.ts'
import { nameOfParty, type PartyName, readPartyNames } from './party-names.ts'
import { type PartyEdges, readEdges } from './read-edges.ts'

/** Which groups are asked for. */
export type GroupsQuestion = {
    /** Null for the month that the last run was made for. */
    readonly month: Month | null
    readonly limit: number
    readonly viewer: Viewer
}

/** What a group holds, owes and guarantees, in base currency; null: withheld. */
export type GroupAmounts = {
    readonly assets: string
    readonly loans: string
    readonly guaranteedInside: string
    readonly guaranteedOutside: string
    readonly exposure: string
}

/** One group of a month, named by its head, or by the first of a circle. */
export type GroupLine = {
    readonly head: PartyName
    readonly parties: number
    readonly customers: number
    /** Members that stand above themselves in the end. */
    readonly partiesCircular: number
    readonly customersUnknown: number
    readonly amounts: GroupAmounts | null
}

/** Parties that guarantee for one another in a circle. */
export type GuaranteeCircle = {
    readonly members: readonly PartyName[]
    /** Parties in the circle, of which `members` may be the first. */
    readonly parties: number
    /** Parties of all guarantees that hang together with it. */
    readonly connected: number
}

/** The groups of a month, the largest exposures first. */
export type ListedGroups = {
    readonly month: string
    readonly runId: string
    readonly groups: number
    readonly parties: number
    /** Parties that somebody else could stand above, too. */
    readonly contested: number
    readonly lines: readonly GroupLine[]
    /** The customers of no group, or of one that is withheld, and those of the whole bank. */
    readonly rest: RestLine
    readonly bank: RestLine
    readonly circles: readonly GuaranteeCircle[]
    readonly circlesFound: number
}

/** What customers have whom no group gathers. */
export type RestLine = Pick<GroupAmounts, 'assets' | 'loans'> & { readonly customers: number }

/**
 * Reads the groups of a month. Refuses with `pipeline.groups_not_built` where no run has built
 * them.
 */
export async function listGroups(
    context: BuiltContext,
    { month, limit, viewer }: GroupsQuestion,
): Promise<ListedGroups> {
    const built = await lastGrouped(context, month)
    const { warehouse } = context
    const { circles, found } = await readCircles(context, built, limit)
    const withheld = await withheldSql(
        context,
        { built, viewer },
        { model: 'identity.company_groups', column: 'group_id' },
    )
    const totals = await readTotals(context, built, withheld)
    const rows = await warehouse.rows(
        `select months.*, withheld.id is not null as is_withheld
        from ${relationOf(built, 'features.group_months')} months
        left join (select distinct id from (${withheld}) all_withheld) withheld
            on withheld.id = months.group_id
        where months.group_id <> 0
        order by is_withheld, months.exposure desc, months.aum_end_month desc, months.group_id
        limit ${limit}`,
    )
    const heads = rows.map(({ group_id: id }) => id as bigint)
    const names = await readPartyNames(warehouse, built, heads)
    return {
        ...{ month: formatMonth(built.month), runId: built.runId, ...totals },
        lines: rows.map((row) => groupLine(row, nameOfParty(names, row.group_id as bigint))),
        circles,
        circlesFound: found,
    }
}

/** A row of `features.group_months` with `is_withheld` beside it. */
export function groupLine(row: Row, head: PartyName): GroupLine {
    return {
        head,
        parties: Number(row.parties),
        customers: Number(row.customers),
        partiesCircular: Number(row.parties_circular),
        customersUnknown: Number(row.customers_unknown),
        amounts: row.is_withheld === true ? null : amountsOf(row),
    }
}

function amountsOf(row: Row): GroupAmounts {
    return {
        assets: amountOf(row.aum_end_month),
        loans: amountOf(row.loan_balance),
        guaranteedInside: amountOf(row.guaranteed_inside),
        guaranteedOutside: amountOf(row.guaranteed_outside),
        exposure: amountOf(row.exposure),
    }
}

type Totals = Pick<ListedGroups, 'groups' | 'parties' | 'contested' | 'rest' | 'bank'>

/** What is withheld of a group is added to the rest, or it could be told from the sums. */
async function readTotals(
    { warehouse }: BuiltContext,
    built: GroupedMonth,
    withheld: string,
): Promise<Totals> {
    const isRest = `(group_id = 0 or group_id in (${withheld}))`
    const [row = {}] = await warehouse.rows(
        `select count_if(group_id <> 0) as groups, sum(parties) as parties,
            sum(customers) as customers, sum(aum_end_month) as assets, sum(loan_balance) as loans,
            sum(case when ${isRest} then customers end) as rest_customers,
            sum(case when ${isRest} then aum_end_month end) as rest_assets,
            sum(case when ${isRest} then loan_balance end) as rest_loans
        from ${relationOf(built, 'features.group_months')} months`,
    )
    const [contested] = await warehouse.rows(
        `select count_if(is_contested) as n
        from ${relationOf(built, 'identity.company_groups')} members`,
    )
    const line = (customers?: Cell, assets?: Cell, loans?: Cell): RestLine => ({
        customers: Number(customers ?? 0),
        assets: amountOf(assets),
        loans: amountOf(loans),
    })
    return {
        groups: Number(row.groups ?? 0),
        parties: Number(row.parties ?? 0),
        contested: Number(contested?.n ?? 0),
        rest: line(row.rest_customers, row.rest_assets, row.rest_loans),
        bank: line(row.customers, row.assets, row.loans),
    }
}

/** The guarantees of a month, from the guarantor to the debtor. */
export async function readGuarantees(
    { warehouse }: BuiltContext,
    built: GroupedMonth,
): Promise<PartyEdges> {
    return await readEdges(
        warehouse,
        `select guarantor_id, party_id, 0 as millionths
        from ${relationOf(built, 'identity.guarantees')} guarantees
        order by guarantor_id, party_id`,
    )
}

async function readCircles(
    context: BuiltContext,
    built: GroupedMonth,
    limit: number,
): Promise<{ readonly circles: readonly GuaranteeCircle[]; readonly found: number }> {
    const edges = await readGuarantees(context, built)
    const found = findCircles(edges).toSorted((one, other) => other.nodes.length - one.nodes.length)
    const shown = found.slice(0, limit)
    return { circles: await namedCircles(context, { built, edges, shown }), found: found.length }
}

/** Members that a circle shows by name. */
const membersShown = 20

/** Circles with the names of their first members. */
export async function namedCircles(
    { warehouse }: BuiltContext,
    {
        built,
        edges,
        shown,
    }: {
        readonly built: GroupedMonth
        readonly edges: PartyEdges
        readonly shown: ReturnType<typeof findCircles>
    },
): Promise<readonly GuaranteeCircle[]> {
    const idsOf = (nodes: readonly number[]): readonly bigint[] =>
        nodes.slice(0, membersShown).map((node) => edges.ids[node] ?? 0n)
    const ids = shown.flatMap(({ nodes }) => idsOf(nodes))
    const names = await readPartyNames(warehouse, built, ids)
    return shown.map(({ nodes, connected }) => ({
        members: idsOf(nodes).map((id) => nameOfParty(names, id)),
        parties: nodes.length,
        connected,
    }))
}
