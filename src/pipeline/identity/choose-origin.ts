import type { Day } from '#domain/month.ts'
import type { RecordKey } from '#identity/record-key.ts'
import {
    type Candidate,
    chooseRecord,
    type SurvivorReason,
} from '#identity/survivorship/choose-record.ts'
import { rulesOfField } from '#identity/survivorship/survivorship.ts'
import type { RulesContext } from '../bank-context.ts'
import { loadSurvivorship, readReachRanks } from '../load-survivorship.ts'
import { lastBuilt } from '../quality/last-built.ts'
import { type FieldContext, keyText } from '../quality/record-tables.ts'

/** What is needed to say which record a field of a party comes from. */
export type OriginContext = FieldContext & RulesContext

/** A record of a party as the last run knew it; dates and texts as it has them. */
export type PartyMember = RecordKey & {
    readonly recordId: bigint
    readonly isFounding: boolean
    readonly knownSince: Day | null
    /** Its row of `identity.records`. */
    readonly row: Readonly<Record<string, unknown>>
}

/**
 * Why a record is the one: a rule of survivorship, or that the last run took it though the rules
 * would now, with what has come since, take another.
 */
export type OriginReason = SurvivorReason | 'last_run'

/** The record that a field is shown of, `sample:customer:1`, and why. */
export type Origin = { readonly record: string; readonly reason: OriginReason }

/** Of records that tell a field, which is shown; null where none tells it. */
export type OriginChooser = (
    field: string,
    telling: readonly { readonly record: RecordKey; readonly value: string }[],
) => Origin | null

/** A party of the last run: its records, and who chooses among them. */
export type PartyOrigins = {
    readonly members: readonly PartyMember[]
    readonly originOf: OriginChooser
}

/**
 * The records of the party that a record belongs to, by the last run, and which of them tells what.
 * Where a run has chosen, that counts; the rules in force say why. A record that no run knows is
 * alone.
 */
export async function partyOrigins(
    context: OriginContext,
    record: RecordKey,
): Promise<PartyOrigins> {
    const { policy } = await loadSurvivorship(context)
    const ranks = await readReachRanks(context.db)
    const members = await membersOf(context, record)
    const taken = await originsTaken(context, members)
    const known = new Map(members.map((one) => [keyText(one), one]))
    const originOf: OriginChooser = (field, telling) => {
        const keys = new Map<bigint, string>()
        const candidates = telling.flatMap(({ record: one, value }, place): Candidate[] => {
            const { system, entity } = one
            const member = known.get(keyText(one))
            const recordId = member?.recordId ?? BigInt(-1 - place)
            if (keys.has(recordId)) return []
            keys.set(recordId, keyText(one))
            const isFounding = member?.isFounding ?? true
            const knownSince = member?.knownSince ?? null
            return [{ system, entity, recordId, isFounding, knownSince, value }]
        })
        const rules = rulesOfField(policy, field)
        const choice = chooseRecord(candidates, { field, rules, ranks })
        if (choice === null) return null
        const before = taken.get(field) ?? choice.recordId
        const recordId = keys.has(before) ? before : choice.recordId
        const reason = recordId === choice.recordId ? choice.reason : 'last_run'
        return { record: keys.get(recordId) ?? '', reason }
    }
    return { members, originOf }
}

async function membersOf(
    context: OriginContext,
    { system, entity, key }: RecordKey,
): Promise<readonly PartyMember[]> {
    const map = await lastBuilt(context, 'identity.party_map')
    const records = await lastBuilt(context, 'identity.records')
    if (map === null || records === null) return []
    const rows = await context.warehouse.rows(
        `with mapped as (
            select records.*, party_map.party_id
            from ${records.relation} records
            join ${map.relation} party_map on party_map.record_id = records.record_id
        )
        select * from mapped
        where party_id in (
            select party_id from mapped where system = $1 and entity = $2 and source_key = $3
        )
        order by case when record_id = party_id then 0 else 1 end, system, entity, source_key`,
        [system, entity, key],
    )
    return rows.map((row) => ({
        system: String(row.system),
        entity: String(row.entity),
        key: String(row.source_key),
        recordId: row.record_id as bigint,
        isFounding: row.record_id === row.party_id,
        knownSince: row.known_since === null ? null : String(row.known_since),
        row,
    }))
}

/** By field the record that the last run has taken; none of a party of one record. */
async function originsTaken(
    context: OriginContext,
    [first]: readonly PartyMember[],
): Promise<ReadonlyMap<string, bigint>> {
    const origins = await lastBuilt(context, 'identity.party_origins')
    if (origins === null || first === undefined) return new Map()
    const [row] = await context.warehouse.rows(
        `select * from ${origins.relation} origins where party_id = $1`,
        [first.row.party_id as bigint],
    )
    const ending = '_record_id'
    return new Map(
        Object.entries(row ?? {}).flatMap(([column, id]) =>
            typeof id === 'bigint' && column.endsWith(ending)
                ? [[column.slice(0, -ending.length), id] as const]
                : [],
        ),
    )
}
