import { type Decimal, formatDecimal, multiplyDecimal } from '#domain/decimal.ts'
import { amountNeeded, type MonthToDate } from '#tiers/amount-needed.ts'
import { type NearBand, type Policy, tierAt } from '#tiers/policy.ts'
import type { Cell, Row, Warehouse } from '#warehouse/warehouse.ts'
import type { Viewer } from './withhold.ts'

/** A ladder's amounts of a day, as relations in the SQL of the warehouse. */
export type NeededSources = {
    readonly warehouse: Pick<Warehouse, 'rows'>
    /** Rows of `tiers.amounts_needed`. */
    readonly amounts: string
    /** Rows of `identity.parties`. */
    readonly parties: string
}

/** What is asked for. */
export type NeededQuestion = {
    readonly policy: Policy
    /** Days of the month, and those that have a day-end balance. */
    readonly days: Pick<MonthToDate, 'days' | 'daysKnown'>
    /** A later day of the month, from which the amount is told too; null: none is left. */
    readonly later: number | null
    readonly limit: number
    readonly viewer: Viewer
}

/** A party that a day's work may lift to a tier or keep in one; amounts are exact text. */
export type NeededParty = {
    readonly partyId: string
    readonly recordKey: string
    readonly name: string | null
    readonly branch: string | null
    readonly heldTier: string | null
    /** The tier to reach, or the one held. */
    readonly aim: string
    /** The balance now in weighted measure. */
    readonly balance: string
    /** What has to come in tomorrow; `0.00` where nothing has to. */
    readonly needed: string
    /** What it would be from the later day on; null where that was not asked. */
    readonly neededLater: string | null
    /** What may leave; only of the tier held. */
    readonly mayLeave: string | null
}

/** Some of the parties of a list, and how many and how much they are in all. */
export type NeededPart = {
    readonly total: number
    /** Needed in all to reach the next tier; held in all by those who may fall. */
    readonly atStake: string
    readonly parties: readonly NeededParty[]
}

/** Who is within reach of the next tier, who may fall below the one held, how many are unknown. */
export type NeededLists = {
    readonly rise: NeededPart
    readonly keep: NeededPart
    readonly unknown: number
}

/** Where a policy has no bands of its own, those of the shipped ladders. */
const usualBand: NearBand = { up: { units: 20n, scale: 2 }, down: { units: 10n, scale: 2 } }

/**
 * The two lists of a day on a ladder, most money at stake first. A customer whom a confidential
 * rule held at the last close is on neither for whoever may not know, nor counted.
 */
export async function readNeeded(
    question: NeededQuestion,
    sources: NeededSources,
): Promise<NeededLists> {
    const { warehouse } = sources
    const open = openAmounts(question, sources)
    const [unknown] = await warehouse.rows(
        `select count(distinct party_id) as n from ${open} where missing_days is null`,
    )
    return {
        rise: await readPart(question, { ...sources, rows: riseRows(question, open) }),
        keep: await readPart(question, { ...sources, rows: keepRows(question, open) }),
        unknown: Number(unknown?.n ?? 0),
    }
}

function openAmounts({ viewer }: NeededQuestion, { amounts }: NeededSources): string {
    return viewer.isCompliance ? amounts : `(select * from ${amounts} where not is_restricted)`
}

/** The lowest tier above the one held that the month would miss, where it is near. */
function riseRows({ policy, days }: NeededQuestion, open: string): string {
    const { up } = policy.near ?? usualBand
    return `(
    select aims.*, needed as stake
    from (
        select *, row_number() over (partition by party_id order by level) as place
        from ${open}
        where missing_days > 0 and (held_level is null or level > held_level)
    ) aims
    where place = 1 and missing_days <= ${writeBand(policy, { share: up, ...days })}
)`
}

/** The tier held, where the month would miss it or stands just above it. */
function keepRows({ policy, days }: NeededQuestion, open: string): string {
    const { down } = policy.near ?? usualBand
    return `(
    select aims.*, measure_now as stake
    from ${open} aims
    where level = held_level and -missing_days < ${writeBand(policy, { share: down, ...days })}
)`
}

/** SQL of a share of each threshold over all days of the month, by level. */
function writeBand(
    policy: Policy,
    { share, days }: { readonly share: Decimal; readonly days: number },
): string {
    const cases = policy.tiers.flatMap(({ atLeast }, level) => {
        if (atLeast === null) return []
        const band = multiplyDecimal(atLeast, multiplyDecimal(share, wholeOf(days)))
        return [`when ${level} then cast(${formatDecimal(band)} as decimal(38,6))`]
    })
    return `case level ${cases.join(' ')} end`
}

const wholeOf = (count: number): Decimal => ({ units: BigInt(count), scale: 0 })

async function readPart(
    question: NeededQuestion,
    { warehouse, parties, rows }: NeededSources & { readonly rows: string },
): Promise<NeededPart> {
    const found = await warehouse.rows(
        `select
    listed.*, parties.record_key, parties.name_masked, parties.branch,
    count(*) over () as total,
    cast(sum(listed.stake) over () as decimal(38,2)) as at_stake
from ${rows} listed
join ${parties} parties on parties.party_id = listed.party_id
where listed.needed is not null
order by listed.stake desc, listed.party_id
limit ${question.limit}`,
    )
    return {
        total: Number(found[0]?.total ?? 0),
        atStake: textOf(found[0]?.at_stake) ?? '0.00',
        parties: found.map((row) => partyOf(row, question)),
    }
}

function partyOf(row: Row, { policy, days, later }: NeededQuestion): NeededParty {
    const { atLeast, id: aim } = tierAt(policy, Number(row.level))
    const held = row.held_level
    const [sum, balance] = [decimalCell(row.measure_sum), decimalCell(row.measure_now)]
    const toDate = { ...days, sum, balance }
    const neededLater =
        later === null || atLeast === null
            ? null
            : amountNeeded({ atLeast, toDate }, { from: later })
    return {
        partyId: String(row.party_id),
        recordKey: String(row.record_key),
        name: row.name_masked === null ? null : String(row.name_masked),
        branch: row.branch === null ? null : String(row.branch),
        heldTier: held === null ? null : tierAt(policy, Number(held)).id,
        aim,
        balance: textOf(row.measure_now) ?? '',
        needed: textOf(row.needed) ?? '',
        neededLater: neededLater === null ? null : formatDecimal(neededLater),
        mayLeave: textOf(row.may_leave),
    }
}

/** A decimal of a row; null where it is null. Throws where the column holds something else. */
export function decimalCell(cell: Cell | undefined): Decimal | null {
    if (cell == null) return null
    if (typeof cell !== 'object') throw new TypeError(`${String(cell)} is no decimal`)
    return cell
}

function textOf(cell: Cell | undefined): string | null {
    const value = decimalCell(cell)
    return value === null ? null : formatDecimal(value)
}
