import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { parseRecordKey } from '#identity/record-key.ts'
import type { BankContext } from '../bank-context.ts'
import { lastBuilt } from '../quality/last-built.ts'
import { type PartyResolution, resolveParties } from './resolve-parties.ts'

/** A record as messages show it. */
export type NamedRecord = {
    readonly recordId: bigint
    /** `sample_cards:holder:H00000017` */
    readonly recordKey: string
    /** Masked; null where the system tells none. */
    readonly name: string | null
    readonly partyId: bigint
}

/** All records that a bank knows, and their parties by now. */
export type KnownRecords = {
    readonly resolution: PartyResolution | null
    /** SQL of `record_id`, `record_key`, `name_masked`, `party_id`. */
    readonly relation: string
}

/**
 * The records of the last matching, else of the last run, with their parties by now. Refuses with
 * `identity.nothing_matched` where neither was made yet.
 */
export async function knownRecords(context: BankContext): Promise<KnownRecords> {
    const { warehouse, folders } = context
    const resolution = await resolveParties(context)
    const records =
        resolution?.matching == null
            ? await lastRunRecords(context)
            : warehouse.parquet([join(folders.identity, resolution.matching.path, 'members')])
    if (records === null) return refuse('identity.nothing_matched')
    const parties =
        resolution === null
            ? '(select cast(null as bigint) as record_id, cast(null as bigint) as party_id)'
            : warehouse.parquet([join(folders.human, resolution.path)])
    const relation =
        `(select records.record_id, records.record_key, records.name_masked, ` +
        `coalesce(parties.party_id, records.record_id) as party_id from ${records} records ` +
        `left join ${parties} parties on parties.record_id = records.record_id)`
    return { resolution, relation }
}

async function lastRunRecords(context: BankContext): Promise<string | null> {
    const built = await lastBuilt(context, 'identity.records')
    if (built === null) return null
    return (
        `(select record_id, system || ':' || entity || ':' || source_key as record_key, ` +
        `name_masked from ${built.relation} built)`
    )
}

/** The record of an id or a key. Refuses with `identity.record_unknown`, `serving.party_text`. */
export async function findRecord(
    { warehouse }: Pick<BankContext, 'warehouse'>,
    { known, text }: { readonly known: KnownRecords; readonly text: string },
): Promise<NamedRecord> {
    const isId = /^\d{1,19}$/.test(text)
    if (!isId && parseRecordKey(text) === null) refuse('serving.party_text', { party: text })
    const [row] = await warehouse.rows(
        `select * from ${known.relation} known where ${isId ? 'record_id' : 'record_key'} = $1`,
        [isId ? BigInt(text) : text],
    )
    if (row === undefined) return refuse('identity.record_unknown', { record: text })
    return recordOf(row)
}

/** All records of a party, the founding one first. */
export async function recordsOf(
    { warehouse }: Pick<BankContext, 'warehouse'>,
    { known, partyId }: { readonly known: KnownRecords; readonly partyId: bigint },
): Promise<readonly NamedRecord[]> {
    const rows = await warehouse.rows(
        `select * from ${known.relation} known where party_id = $1
        order by case when record_id = party_id then 0 else 1 end, record_key`,
        [partyId],
    )
    return rows.map(recordOf)
}

/** Records by their ids, in the order of keys; those that nobody knows are left out. */
export async function recordsById(
    { warehouse }: Pick<BankContext, 'warehouse'>,
    { known, ids }: { readonly known: KnownRecords; readonly ids: readonly bigint[] },
): Promise<ReadonlyMap<bigint, NamedRecord>> {
    if (ids.length === 0) return new Map()
    const rows = await warehouse.rows(
        `select * from ${known.relation} known where record_id in (${ids.join(', ')})`,
    )
    return new Map(rows.map(recordOf).map((record) => [record.recordId, record]))
}

function recordOf(row: Readonly<Record<string, unknown>>): NamedRecord {
    return {
        recordId: row.record_id as bigint,
        recordKey: String(row.record_key),
        name: row.name_masked === null ? null : String(row.name_masked),
        partyId: row.party_id as bigint,
    }
}
