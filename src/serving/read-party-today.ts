import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { parseRecordKey } from '#identity/record-key.ts'
import {
    amountNeeded,
    type MonthToDate,
    mayLeave,
    missingDays,
    monthToDate,
} from '#tiers/amount-needed.ts'
import { type MeasurePart, type Policy, tierAt } from '#tiers/policy.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import type { PartyCard } from './find-party.ts'
import type { Viewer } from './withhold.ts'

/** A day's rows, as relations in the SQL of the warehouse. */
export type TodaySources = {
    readonly warehouse: Pick<Warehouse, 'rows'>
    /** Rows of `features.party_today`. */
    readonly facts: string
    /** Rows of `identity.parties`. */
    readonly parties: string
    /** Rows of `tiers.amounts_needed`; null: the ladder cannot be followed day by day. */
    readonly amounts: string | null
}

/** Whose day is asked for, on which ladder, by whom. */
export type TodayQuestion = {
    /** An id or a record key. */
    readonly party: string
    readonly policy: Policy
    readonly days: Pick<MonthToDate, 'days' | 'daysKnown'>
    /** The days of the month from which amounts are told; the first is tomorrow. */
    readonly from: readonly number[]
    readonly viewer: Viewer
}

/** One tier that a party may reach or keep; amounts are exact text, null where unknown. */
export type TierAim = {
    readonly tier: string
    readonly isHeld: boolean
    /** Whether the month's average reaches it if nothing moves; null: unknown. */
    readonly isReached: boolean | null
    /** In weighted measure, one for each day asked for. */
    readonly needed: readonly (string | null)[]
    /** From the first of the days on, in money of each part of the measure. */
    readonly byProduct: readonly { readonly feature: string; readonly needed: string | null }[]
    /** Only of the tier held. */
    readonly mayLeave: string | null
}

/** One party as of a day: what is known of it, and what each tier needs. */
export type PartyToday = {
    readonly party: PartyCard
    /** By feature; a party with nothing to tell has what the catalogue says of absence. */
    readonly facts: Facts
    readonly heldTier: string | null
    /** Whether a confidential rule held at the last close: others than compliance see no aims. */
    readonly isRestricted: boolean
    /** Whether the ladder is about this party at all. */
    readonly isOnLadder: boolean
    readonly toDate: { readonly sum: string | null; readonly balance: string | null }
    readonly aims: readonly TierAim[]
}

/**
 * A party's day. Refuses with `serving.party_unknown` where no account of such a party is open
 * yet, and with `serving.party_text` where the text names none.
 */
export async function readPartyToday(
    question: TodayQuestion,
    sources: TodaySources,
): Promise<PartyToday> {
    const { policy, days, viewer } = question
    const { warehouse, facts: factsRelation, amounts } = sources
    const party = await findToday(question.party, sources)
    const key = [BigInt(party.partyId)]
    const [row] = await warehouse.rows(
        `select * from ${factsRelation} facts where party_id = $1`,
        key,
    )
    const facts = factsOf(row)
    const rows =
        amounts === null
            ? []
            : await warehouse.rows(
                  `select * from ${amounts} aims where party_id = $1 order by level`,
                  key,
              )
    const [first] = rows
    const isRestricted = first?.is_restricted === true
    const shown = { party, facts, isRestricted, isOnLadder: first !== undefined }
    if (first === undefined || (isRestricted && !viewer.isCompliance)) {
        return { ...shown, heldTier: null, toDate: { sum: null, balance: null }, aims: [] }
    }
    const toDate = monthToDate(policy.measure, { facts, ...days })
    const held = first.held_level == null ? null : Number(first.held_level)
    return {
        ...shown,
        heldTier: held === null ? null : tierAt(policy, held).id,
        toDate: { sum: textOf(toDate.sum), balance: textOf(toDate.balance) },
        aims: rows.map(({ level }) => aimOf(question, { level: Number(level), held, toDate })),
    }
}

/** What the catalogue says of whoever has no row: nothing held is 0, nothing told is unknown. */
function factsOf(row: Row | undefined): Facts {
    const features = [...catalogue.values()].filter(({ table }) => table === todayTable)
    return Object.fromEntries(
        features.map(({ id, absent, type }) => {
            if (row !== undefined) return [id, row[id] ?? null]
            if (absent !== 'zero') return [id, null]
            return [id, type === 'money' ? { units: 0n, scale: 2 } : 0]
        }),
    )
}

const todayTable = 'features.party_today'

function aimOf(
    { policy, from }: TodayQuestion,
    {
        level,
        held,
        toDate,
    }: { readonly level: number; readonly held: number | null; readonly toDate: MonthToDate },
): TierAim {
    const { id, atLeast } = tierAt(policy, level)
    if (atLeast === null) throw new Error(`${id} has no threshold`)
    const threshold = { atLeast, toDate }
    const missing = missingDays(threshold)
    const [next] = from
    const inMoneyOf = ({ feature, weight }: MeasurePart) => ({
        feature,
        needed: next === undefined ? null : textOf(amountNeeded(threshold, { from: next, weight })),
    })
    return {
        tier: id,
        isHeld: level === held,
        isReached: missing === null ? null : missing.units <= 0n,
        needed: from.map((day) => textOf(amountNeeded(threshold, { from: day }))),
        byProduct: policy.measure.parts.map(inMoneyOf),
        mayLeave: level === held ? textOf(mayLeave(threshold)) : null,
    }
}

/** Looked for where the day was built: who came yesterday is in no close yet. */
async function findToday(
    text: string,
    { warehouse, parties }: Pick<TodaySources, 'warehouse' | 'parties'>,
): Promise<PartyCard> {
    const isId = /^\d{1,18}$/.test(text)
    if (!isId && parseRecordKey(text) === null) refuse('serving.party_text', { party: text })
    const [row] = await warehouse.rows(
        `select party_id, record_key, kind, name_masked, branch from ${parties} parties
where ${isId ? 'party_id' : 'record_key'} = $1`,
        [isId ? BigInt(text) : text],
    )
    if (row === undefined) {
        const [example] = await warehouse.rows(
            `select min(record_key) as record_key from ${parties} parties`,
        )
        const known = String(example?.record_key ?? '')
        return refuse('serving.party_unknown', { party: text, example: known })
    }
    return {
        partyId: String(row.party_id),
        recordKey: String(row.record_key),
        kind: row.kind === 'company' ? 'company' : 'person',
        name: row.name_masked == null ? null : String(row.name_masked),
        branch: row.branch == null ? null : String(row.branch),
    }
}

function textOf(value: Decimal | null): string | null {
    return value === null ? null : formatDecimal(value)
}
