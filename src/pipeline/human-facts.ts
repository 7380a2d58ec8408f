import type { Kysely } from 'kysely'
import { addMonths, type Day, firstDayOf, type Month } from '#domain/month.ts'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { monthServedOf } from '#tiers/month-served.ts'
import type { Policy } from '#tiers/policy.ts'
import { type HumanKind, type HumanRow, type HumanTable, measureHumanTable } from './human-table.ts'

/** A close whose decisions of people are asked for, with the rules that it follows. */
export type RuledClose = {
    readonly ladder: string
    readonly month: Month
    readonly policy: Policy
}

/**
 * What people decided for these closes: approved overrides by service month, approved grants by
 * its first day. They follow whom they are about to the party that he belongs to now: `partiesOf`
 * tells it of those that have moved. Tables without rows are left out. Throws Refusal with every
 * decision that gives
 * a tier which the rules of its close do not have.
 */
export async function readHumanFacts(
    db: Kysely<Tables>,
    closes: readonly RuledClose[],
    partiesOf: (ids: readonly bigint[]) => Promise<ReadonlyMap<bigint, bigint>>,
): Promise<readonly HumanTable[]> {
    const tables: HumanTable[] = []
    const failures = new Map<string, Failure>()
    for (const ladder of new Set(closes.map((close) => close.ladder))) {
        const ofLadder = closes.filter((close) => close.ladder === ladder)
        const overrides = await readOverrides(db, { ladder, closes: ofLadder })
        const grants = await readGrants(db, { ladder, closes: ofLadder })
        const about = [...overrides, ...grants].map((one) => one.party_id)
        const moved = await partiesOf([...new Set(about)])
        for (const close of ofLadder) {
            const month = monthServedOf(close.policy, close.month)
            const decided: Readonly<Partial<Record<HumanKind, readonly Decided[]>>> = {
                overrides: overridesOf(led(overrides, moved), month),
                grants: grantsOf(led(grants, moved), firstDayOf(month)),
            }
            for (const [kind, decisions] of Object.entries(decided)) {
                const rows = decisions.map((one) => rowOf(one, { close, failures }))
                const table = { ...close, kind: kind as HumanKind, rows: onePage(rows) }
                const measured = await measureHumanTable(table)
                if (measured !== null) tables.push(measured)
            }
        }
    }
    if (failures.size > 0) throw new Refusal([...failures.values()])
    return tables
}

/** The same decisions by the parties that those they are about belong to now. */
function led<T extends { readonly party_id: bigint }>(
    decisions: readonly T[],
    moved: ReadonlyMap<bigint, bigint>,
): readonly T[] {
    if (moved.size === 0) return decisions
    return decisions.map((one) => {
        const party = moved.get(one.party_id)
        return party === undefined ? one : { ...one, party_id: party, isLed: true }
    })
}

/** A decision on its way to a row: `tier` is still in the words of the rules it was made under. */
type Decided = {
    readonly what: 'override' | 'grant'
    readonly id: number
    readonly partyId: bigint
    readonly tier: string
    /** The cells before and after the tier. */
    readonly row: (tier: string) => HumanRow
    /** Whether the tier matters: that of an override that has ended does not. */
    readonly serves: boolean
}

function onePage(rows: readonly HumanRow[]): () => AsyncIterable<readonly HumanRow[]> {
    return async function* () {
        yield rows
    }
}

/** A tier that a later version has replaced stands for the one that took its place. */
function rowOf(
    { what, id, tier, row, serves }: Decided,
    {
        close: { ladder, policy },
        failures,
    }: { readonly close: RuledClose; readonly failures: Map<string, Failure> },
): HumanRow {
    const isKnown = (name: string): boolean => policy.tiers.some((one) => one.id === name)
    if (!serves || isKnown(tier)) return row(tier)
    const replaced = policy.onChange.replaces[tier]
    if (replaced !== undefined && isKnown(replaced)) return row(replaced)
    const { version } = policy
    const params = { what, id, tier, ladder, version }
    failures.set(`${what} ${id} ${version}`, failure('pipeline.decision_tier_unknown', params))
    return row(tier)
}

type OfLadder = { readonly ladder: string; readonly closes: readonly RuledClose[] }

type ServedOverride = {
    readonly month: Month
    readonly override_id: number
    readonly party_id: bigint
    readonly mode: 'at_least' | 'exactly'
    readonly tier: string
    readonly lifts: string | null
    /** Whether it was decided of another record of the party. */
    readonly isLed?: boolean
}

/** Approved overrides that serve these closes' months or the months before them. */
async function readOverrides(
    db: Kysely<Tables>,
    { ladder, closes }: OfLadder,
): Promise<readonly ServedOverride[]> {
    const served = closes.map(({ policy, month }) => monthServedOf(policy, month))
    const months = [...new Set(served.flatMap((month) => [addMonths(month, -1), month]))]
    return await db
        .selectFrom('workbench.override_months as serves')
        .innerJoin('workbench.overrides as override', (join) =>
            join.onRef('override.override_id', '=', 'serves.override_id'),
        )
        .where('serves.ladder', '=', ladder)
        .where('serves.month', 'in', months)
        .where('override.status', '=', 'approved')
        .select([
            'serves.month',
            'override.override_id',
            'override.party_id',
            'override.mode',
            'override.tier',
            'override.lifts',
        ])
        .orderBy('override.party_id')
        .orderBy('override.override_id')
        .execute()
}

/** One row per party: what serves the month, else what served the month before and ended. */
function overridesOf(overrides: readonly ServedOverride[], month: Month): readonly Decided[] {
    const serving = onePerParty(overrides.filter((one) => one.month === month))
    const served = new Set(serving.map((one) => one.party_id))
    const before = addMonths(month, -1)
    const ended = onePerParty(
        overrides.filter((one) => one.month === before && !served.has(one.party_id)),
    )
    const all = [
        ...serving.map((one) => ({ one, serves: true })),
        ...ended.map((one) => ({ one, serves: false })),
    ]
    return all
        .sort((left, right) => compareIds(left.one.party_id, right.one.party_id))
        .map(({ one, serves }) => ({
            what: 'override',
            id: one.override_id,
            partyId: one.party_id,
            tier: one.tier,
            serves,
            row: (tier) => [
                String(one.override_id),
                String(one.party_id),
                one.mode,
                tier,
                one.lifts,
                String(serves),
            ],
        }))
}

/** Of a party that came of several its own one, else the first: they cannot overlap. */
function onePerParty(overrides: readonly ServedOverride[]): readonly ServedOverride[] {
    const kept = new Map<bigint, ServedOverride>()
    for (const one of overrides) {
        const known = kept.get(one.party_id)
        if (known === undefined || (known.isLed === true && one.isLed !== true)) {
            kept.set(one.party_id, one)
        }
    }
    return [...kept.values()]
}

type GrantedParty = {
    readonly grant_id: number
    readonly party_id: bigint
    readonly tier: string
    readonly from_day: Day
    readonly until_day: Day
}

/** Approved grants that hold on the first day of some of these closes' service months. */
async function readGrants(
    db: Kysely<Tables>,
    { ladder, closes }: OfLadder,
): Promise<readonly GrantedParty[]> {
    const days = closes.map(({ policy, month }) => firstDayOf(monthServedOf(policy, month))).sort()
    const [first, last] = [days[0], days.at(-1)]
    if (first === undefined || last === undefined) return []
    return await db
        .selectFrom('workbench.grants as granted')
        .innerJoin('workbench.grant_parties as party', (join) =>
            join.onRef('party.grant_id', '=', 'granted.grant_id'),
        )
        .where('granted.ladder', '=', ladder)
        .where('granted.status', '=', 'approved')
        .where('granted.until_day', '>=', first)
        .where('granted.from_day', '<=', last)
        .select([
            'granted.grant_id',
            'party.party_id',
            'granted.tier',
            'granted.from_day',
            'granted.until_day',
        ])
        .orderBy('party.party_id')
        .orderBy('granted.grant_id')
        .execute()
}

function grantsOf(grants: readonly GrantedParty[], day: Day): readonly Decided[] {
    const holding = grants.filter((one) => one.from_day <= day && one.until_day >= day)
    const each = new Map(holding.map((one) => [`${one.grant_id} ${one.party_id}`, one]))
    return [...each.values()].map((one) => ({
        what: 'grant',
        id: one.grant_id,
        partyId: one.party_id,
        tier: one.tier,
        serves: true,
        row: (tier) => [String(one.grant_id), String(one.party_id), tier],
    }))
}

function compareIds(left: bigint, right: bigint): number {
    if (left === right) return 0
    return left < right ? -1 : 1
}
