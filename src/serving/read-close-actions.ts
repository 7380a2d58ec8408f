import { type Kysely, type RawBuilder, sql } from 'kysely'
import { addMonths, firstDayOf, formatMonth, lastDayOf } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import { type Among, amongRows } from './among.ts'
import { measureText, moneyText } from './assignment-row.ts'
import type { PublishedClose } from './read-closes.ts'
import { isNear } from './read-near.ts'
import type { ActionParty, ReportAction } from './report-summary.ts'
import type { MoneyText } from './summary.ts'
import { anyone, openRows } from './withhold.ts'

/** Which close, of whom, and how many customers are told of each action. */
export type ActionsAsked = {
    readonly close: PublishedClose
    readonly among: Among
    readonly limit: number
}

/** An action with the rows of `serving.assignments assigned` that it is for. */
type Chosen = Pick<ReportAction, 'code' | 'stake' | 'basis' | 'command'> & {
    readonly rows: RawBuilder<boolean>
}

/**
 * What a close gives to do, for anyone's eyes: nothing of restricted parties. Actions for nobody
 * are left out.
 */
export async function readCloseActions(
    db: Kysely<Tables>,
    asked: ActionsAsked,
): Promise<readonly ReportAction[]> {
    const actions: ReportAction[] = []
    for (const chosen of actionsOf(asked.close)) {
        const found = await readAction(db, { asked, chosen })
        if (found.parties > 0) actions.push(found)
    }
    return actions
}

function actionsOf(close: PublishedClose): readonly Chosen[] {
    const { ladder } = close
    // What ends in the month that this close serves has its say for the last time.
    const next = addMonths(close.month, 1)
    const [first, last] = [firstDayOf(next), lastDayOf(next)]
    const month = formatMonth(close.month)
    const of = `--ladder ${ladder}`
    const assets = { basis: 'assets' } as const
    return [
        {
            ...{ code: 'near_up', stake: 'win', basis: 'missing' },
            command: `list near ${of} --month ${month}`,
            rows: sql`assigned.near = 'up' and ${isNear}`,
        },
        {
            ...{ ...assets, code: 'near_down', stake: 'keep' },
            command: `list near ${of} --month ${month}`,
            rows: sql`assigned.near = 'down'`,
        },
        {
            ...{ ...assets, code: 'fall_next', stake: 'keep' },
            command: `list protected ${of} --month ${month}`,
            rows: sql`assigned.earned_cause = 'protected' and assigned.reviews_left <= 1`,
        },
        {
            ...{ ...assets, code: 'unsigned', stake: 'win' },
            command: `list qualified ${of} --month ${month}`,
            rows: sql`assigned.qualified_for is not null`,
        },
        {
            ...{ ...assets, code: 'data_missing', stake: 'mend' },
            command: `quality parties ${of} --month ${month}`,
            rows: sql`assigned.earned_cause in ('stale', 'untiered')`,
        },
        {
            ...{ ...assets, code: 'grants_ending', stake: 'keep' },
            command: `grants list ${of} --ending ${formatMonth(next)}`,
            rows: sql`assigned.party_id in (
                select lent.party_id
                from workbench.grant_parties lent
                join workbench.grants grants on grants.grant_id = lent.grant_id
                where grants.ladder = ${ladder} and grants.status = 'approved'
                    and grants.until_day between ${first} and ${last}
            )`,
        },
        {
            ...{ ...assets, code: 'overrides_ending', stake: 'keep' },
            command: `overrides list ${of} --ending ${formatMonth(next)}`,
            rows: sql`assigned.party_id in (
                select asked.party_id from workbench.overrides asked
                where asked.ladder = ${ladder} and asked.status = 'approved'
                    and asked.until_month = ${next}
            )`,
        },
    ]
}

async function readAction(
    db: Kysely<Tables>,
    { asked, chosen }: { readonly asked: ActionsAsked; readonly chosen: Chosen },
): Promise<ReportAction> {
    const { close, among, limit } = asked
    const { rows: condition, ...head } = chosen
    const isMissing = head.basis === 'missing'
    const amount = isMissing ? sql`assigned.next_gap` : sql`assigned.assets`
    const textOf = (units: string): MoneyText =>
        isMissing ? (measureText(BigInt(units)) ?? '0') : moneyText(BigInt(units))
    const mine = sql`assigned.ladder = ${close.ladder} and assigned.month = ${close.month}
        and assigned.edition = ${close.edition} and assigned.earned_cause <> 'left'
        and ${openRows(anyone, 'assigned')} and ${amongRows(among, 'assigned')}
        and ${condition}`
    const { rows: totals } = await sql<{ parties: string; amount: string }>`
        select count(*)::text as parties, coalesce(sum(${amount}), 0)::text as amount
        from serving.assignments assigned
        where ${mine}`.execute(db)
    const total = totals[0] ?? { parties: '0', amount: '0' }
    const { rows } = await sql<CardRow & { readonly amount: string | null }>`
        select party.record_key, party.name_masked as name, party.branch, assigned.tier,
            ${amount}::text as amount
        from serving.assignments assigned
        join serving.parties party on party.party_id = assigned.party_id
        where ${mine}
        order by assigned.assets desc nulls last, assigned.party_id
        limit ${limit}`.execute(db)
    return {
        ...head,
        named: null,
        parties: Number(total.parties),
        amount: textOf(total.amount),
        first: rows.map(
            (row): ActionParty => ({
                ...cardOf(row),
                amount: row.amount === null ? null : textOf(row.amount),
            }),
        ),
    }
}

type CardRow = {
    readonly record_key: string
    readonly name: string | null
    readonly branch: string | null
    readonly tier: string | null
}

function cardOf({ record_key, name, branch, tier }: CardRow): Omit<ActionParty, 'amount'> {
    return { recordKey: record_key, name, branch, tier }
}

/** The cards of some parties with the tier that a close gave them; null where it gave none. */
export async function readActionCards(
    db: Kysely<Tables>,
    { close, partyIds }: { readonly close: PublishedClose; readonly partyIds: readonly bigint[] },
): Promise<ReadonlyMap<bigint, Omit<ActionParty, 'amount'>>> {
    const { rows } = await sql<CardRow & { readonly party_id: string }>`
        select party.party_id::text, party.record_key, party.name_masked as name, party.branch,
            assigned.tier
        from serving.parties party
        left join serving.assignments assigned on assigned.party_id = party.party_id
            and assigned.ladder = ${close.ladder} and assigned.month = ${close.month}
            and assigned.edition = ${close.edition}
        where party.party_id = any(${partyIds.map(String)}::bigint[])`.execute(db)
    return new Map(rows.map((row) => [BigInt(row.party_id), cardOf(row)]))
}
