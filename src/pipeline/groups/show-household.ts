import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import { findPartyId } from '../find-party-id.ts'
import { relationOf } from '../run-relations.ts'
import { amountOf } from './amount-of.ts'
import { type GroupedMonth, lastGrouped, withheldSql } from './grouped-month.ts'
import {
    type HouseholdAmounts,
    type Proposal,
    readProposals,
    type Standing,
} from './list-households.ts'
import { nameOfParty, type PartyName, readPartyNames } from './party-names.ts'

/** Whose household is asked for. */
export type HouseholdQuestion = {
    /** An id or a record key. */
    readonly party: string
    /** Null for the month that the last run was made for. */
    readonly month: Month | null
    readonly viewer: Viewer
}

/** Somebody in a household. */
export type Stay = {
    readonly party: PartyName
    /** The first day of the stay that counts, `2024-05-20`. */
    readonly fromDate: string
    readonly standing: Standing
}

/** A household with all who live in it by what the bank has written down. */
export type Household = {
    readonly stays: readonly Stay[]
    /** Whether the party that is asked for is pooled here. */
    readonly isPooled: boolean
    /** What those who are pooled have together; null: withheld, or nobody is pooled. */
    readonly amounts: HouseholdAmounts | null
    readonly isWithheld: boolean
}

/** The households of a party in a month. */
export type ShownHouseholds = {
    readonly month: string
    readonly runId: string
    readonly party: PartyName
    /** That in which the party is pooled first, then those joined last. */
    readonly households: readonly Household[]
    readonly proposals: readonly Proposal[]
}

/**
 * Reads the households that a party stands in, and those proposed for it. Refuses with
 * `pipeline.groups_not_built` where no run has built households, and with
 * `pipeline.party_not_scored` or `serving.party_text` where there is no such party.
 */
export async function showHouseholds(
    context: BuiltContext,
    { party, month, viewer }: HouseholdQuestion,
): Promise<ShownHouseholds & { readonly partyId: bigint; readonly monthNo: Month }> {
    const built = await lastGrouped(context, month)
    const partyId = await findPartyId(context, { built, party })
    const rows = await readStays(context, { built, viewer, partyId })
    const ids = [partyId, ...rows.map(({ party_id: id }) => id as bigint)]
    const names = await readPartyNames(context.warehouse, built, ids)
    const name = names.get(partyId)
    if (name === undefined) {
        return refuse('pipeline.party_not_scored', { party, month: formatMonth(built.month) })
    }
    const households = [...Map.groupBy(rows, ({ household_id: id }) => id).values()].map((own) =>
        householdOf(own, { partyId, names }),
    )
    return {
        ...{ partyId, monthNo: built.month, month: formatMonth(built.month), runId: built.runId },
        party: name,
        households,
        proposals: await readProposals(context, {
            built,
            picked: 'where party_id = $1 or other_id = $1 order by reason desc, party_id, other_id',
            values: [partyId],
        }),
    }
}

type Asked = { readonly built: GroupedMonth; readonly viewer: Viewer; readonly partyId: bigint }

async function readStays(
    context: BuiltContext,
    { built, viewer, partyId }: Asked,
): Promise<readonly Row[]> {
    const stays = relationOf(built, 'identity.household_stays')
    const withheld = await withheldSql(
        context,
        { built, viewer },
        { model: 'identity.household_stays', column: 'household_id' },
    )
    return await context.warehouse.rows(
        `select stays.*, months.aum_end_month, months.loan_balance,
            stays.household_id in (${withheld}) as is_withheld
        from ${stays} stays
        join ${stays} own on own.household_id = stays.household_id and own.party_id = $1
        left join ${relationOf(built, 'features.household_months')} months
            on months.household_id = stays.household_id
        order by case when own.standing = 'pooled' then 0 else 1 end, own.from_date desc,
            stays.household_id, stays.party_id`,
        [partyId],
    )
}

function householdOf(
    rows: readonly Row[],
    {
        partyId,
        names,
    }: { readonly partyId: bigint; readonly names: ReadonlyMap<bigint, PartyName> },
): Household {
    const [first = {}] = rows
    const isWithheld = first.is_withheld === true
    const isEmpty = first.aum_end_month == null
    return {
        stays: rows.map((row) => ({
            party: nameOfParty(names, row.party_id as bigint),
            fromDate: String(row.from_date),
            standing: row.standing as Standing,
        })),
        isPooled: rows.some((row) => row.party_id === partyId && row.standing === 'pooled'),
        amounts:
            isWithheld || isEmpty
                ? null
                : { assets: amountOf(first.aum_end_month), loans: amountOf(first.loan_balance) },
        isWithheld,
    }
}
