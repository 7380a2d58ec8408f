import { formatMonth, type Month } from '#domain/month.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { BuiltContext } from '../bank-context.ts'
import { relationOf } from '../run-relations.ts'
import { amountOf } from './amount-of.ts'
import { type GroupedMonth, lastGrouped, withheldSql } from './grouped-month.ts'
import { nameOfParty, type PartyName, readPartyNames } from './party-names.ts'

/** Whether somebody of a household is pooled, or why not. */
export const standings = [
    ...(['pooled', 'other_household', 'no_consent', 'not_asked', 'minor'] as const),
    ...(['age_unknown', 'company', 'no_customer'] as const),
] as const
export type Standing = (typeof standings)[number]

/** Why two customers are proposed for one household. */
export type ProposalReason = 'spouse' | 'minor_child' | 'same_address'

/** Which households are asked for. */
export type HouseholdsQuestion = {
    /** Null for the month that the last run was made for. */
    readonly month: Month | null
    readonly limit: number
    readonly viewer: Viewer
}

/** What people have together, in base currency. */
export type HouseholdAmounts = { readonly assets: string; readonly loans: string }

/** One household, named by the member of the lowest id among those who are pooled. */
export type HouseholdLine = {
    readonly first: PartyName
    /** Those who are pooled. */
    readonly parties: number
    readonly partiesUnknown: number
    /** Null: withheld. */
    readonly amounts: HouseholdAmounts | null
}

/** Two customers who seem to live together. */
export type Proposal = {
    readonly party: PartyName
    readonly other: PartyName
    readonly reason: ProposalReason
    /** Both are pooled already, in two households. */
    readonly isContested: boolean
}

/** The households of a month, those with the largest assets first. */
export type ListedHouseholds = {
    readonly month: string
    readonly runId: string
    /** Households with somebody who is pooled, and how many of them pool two or more. */
    readonly households: number
    readonly shared: number
    readonly lines: readonly HouseholdLine[]
    /** How many parties have which standing; a party of two households counts in each. */
    readonly standings: readonly { readonly standing: Standing; readonly parties: number }[]
    /** Parties that stand in two households or more. */
    readonly inSeveral: number
    readonly proposals: readonly Proposal[]
    readonly proposed: number
    /** Those who are not pooled, or in a household that is withheld. */
    readonly rest: HouseholdAmounts & { readonly customers: number }
    readonly bank: HouseholdAmounts & { readonly customers: number }
}

/**
 * Reads the households of a month. Refuses with `pipeline.groups_not_built` where no run has built
 * them.
 */
export async function listHouseholds(
    context: BuiltContext,
    { month, limit, viewer }: HouseholdsQuestion,
): Promise<ListedHouseholds> {
    const built = await lastGrouped(context, month)
    const withheld = await withheldSql(
        context,
        { built, viewer },
        { model: 'identity.household_stays', column: 'household_id' },
    )
    const proposals = `from ${relationOf(built, 'identity.household_proposals')} proposals`
    const picked = `order by reason desc, party_id, other_id limit ${limit}`
    const [proposed] = await context.warehouse.rows(`select count(*) as n ${proposals}`)
    return {
        ...{ month: formatMonth(built.month), runId: built.runId },
        ...(await readTotals(context, built, withheld)),
        ...(await readStandings(context, built)),
        lines: await readLines(context, { built, withheld, limit }),
        proposals: await readProposals(context, { built, picked, values: [] }),
        proposed: Number(proposed?.n ?? 0),
    }
}

type Totals = Pick<ListedHouseholds, 'households' | 'shared' | 'rest' | 'bank'>

/** What is withheld of a household is added to the rest, or it could be told from the sums. */
async function readTotals(
    { warehouse }: BuiltContext,
    built: GroupedMonth,
    withheld: string,
): Promise<Totals> {
    const isRest = `(household_id = 0 or household_id in (${withheld}))`
    const [row = {}] = await warehouse.rows(
        `select count_if(household_id <> 0) as households,
            count_if(household_id <> 0 and parties > 1) as shared,
            sum(parties) as parties, sum(aum_end_month) as assets, sum(loan_balance) as loans,
            sum(case when ${isRest} then parties end) as rest_parties,
            sum(case when ${isRest} then aum_end_month end) as rest_assets,
            sum(case when ${isRest} then loan_balance end) as rest_loans
        from ${relationOf(built, 'features.household_months')} months`,
    )
    return {
        households: Number(row.households ?? 0),
        shared: Number(row.shared ?? 0),
        rest: {
            customers: Number(row.rest_parties ?? 0),
            assets: amountOf(row.rest_assets),
            loans: amountOf(row.rest_loans),
        },
        bank: {
            customers: Number(row.parties ?? 0),
            assets: amountOf(row.assets),
            loans: amountOf(row.loans),
        },
    }
}

async function readStandings(
    { warehouse }: BuiltContext,
    built: GroupedMonth,
): Promise<Pick<ListedHouseholds, 'standings' | 'inSeveral'>> {
    const stays = `from ${relationOf(built, 'identity.household_stays')} stays`
    const rows = await warehouse.rows(`select standing, count(*) as n ${stays} group by standing`)
    const [several] = await warehouse.rows(
        `select count(distinct party_id) as n ${stays} where households > 1`,
    )
    const counts = new Map(rows.map(({ standing, n }) => [standing, Number(n)]))
    return {
        standings: standings.flatMap((standing) => {
            const parties = counts.get(standing) ?? 0
            return parties === 0 ? [] : [{ standing, parties }]
        }),
        inSeveral: Number(several?.n ?? 0),
    }
}

type Asked = { readonly built: GroupedMonth; readonly withheld: string; readonly limit: number }

async function readLines(
    { warehouse }: BuiltContext,
    { built, withheld, limit }: Asked,
): Promise<readonly HouseholdLine[]> {
    const rows = await warehouse.rows(
        `select months.*, members.first_id,
            months.household_id in (${withheld}) as is_withheld
        from ${relationOf(built, 'features.household_months')} months
        join (
            select household_id, min(party_id) as first_id
            from ${relationOf(built, 'identity.household_stays')} stays
            where standing = 'pooled'
            group by household_id
        ) members on members.household_id = months.household_id
        where months.parties > 1
        order by is_withheld, months.aum_end_month desc, months.household_id
        limit ${limit}`,
    )
    const firsts = rows.map(({ first_id: id }) => id as bigint)
    const names = await readPartyNames(warehouse, built, firsts)
    return rows.map((row) => ({
        first: nameOfParty(names, row.first_id as bigint),
        parties: Number(row.parties),
        partiesUnknown: Number(row.parties_unknown),
        amounts:
            row.is_withheld === true
                ? null
                : { assets: amountOf(row.aum_end_month), loans: amountOf(row.loan_balance) },
    }))
}

/** Which proposals of a month are asked for: SQL of a condition and an order, and its values. */
export type PickedProposals = {
    readonly built: GroupedMonth
    readonly picked: string
    readonly values: readonly bigint[]
}

/** The proposals of a month that a condition picks. */
export async function readProposals(
    { warehouse }: BuiltContext,
    { built, picked, values }: PickedProposals,
): Promise<readonly Proposal[]> {
    const rows = await warehouse.rows(
        `select party_id, other_id, reason,
            household_id is not null and other_household_id is not null as is_contested
        from ${relationOf(built, 'identity.household_proposals')} proposals
        ${picked}`,
        values,
    )
    const ids = rows.flatMap((row) => [row.party_id as bigint, row.other_id as bigint])
    const names = await readPartyNames(warehouse, built, ids)
    return rows.map((row) => ({
        party: nameOfParty(names, row.party_id as bigint),
        other: nameOfParty(names, row.other_id as bigint),
        reason: row.reason as ProposalReason,
        isContested: row.is_contested === true,
    }))
}
