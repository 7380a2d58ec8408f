import type { Warehouse } from '#warehouse/warehouse.ts'
import { type MonthRelations, relationOf } from '../run-relations.ts'

/** A party as lists name it; it need not hold an account. The name of a person is masked. */
export type PartyName = {
    readonly partyId: string
    readonly recordKey: string
    readonly kind: 'person' | 'company' | null
    readonly name: string | null
}

/** So many are asked for at once. */
const askedMax = 500

/**
 * The names of parties, by id, as the last run has chosen among their records; who they are is told
 * by their founding record, or where such a one is not delivered any more, by the first that is.
 * Who is no party has none.
 */
export async function readPartyNames(
    warehouse: Pick<Warehouse, 'rows'>,
    built: MonthRelations,
    partyIds: Iterable<bigint>,
): Promise<ReadonlyMap<bigint, PartyName>> {
    const ids = [...new Set(partyIds)]
    const names = new Map<bigint, PartyName>()
    for (let at = 0; at < ids.length; at += askedMax) {
        const asked = ids.slice(at, at + askedMax)
        const places = asked.map((_, index) => `cast($${index + 1} as bigint)`)
        const rows = await warehouse.rows(
            `select party_id, min(case when place = 1 then record_key end) as record_key,
                coalesce(
                    min(case when record_id = kind_record_id then kind end),
                    min(case when place = 1 then kind end)
                ) as kind,
                coalesce(
                    min(case when record_id = name_record_id then name_masked end),
                    min(case when place = 1 then name_masked end)
                ) as name_masked
            from (
                select party_map.party_id, records.record_id, records.kind, records.name_masked,
                    origins.kind_record_id, origins.name_record_id,
                    records.system || ':' || records.entity || ':' || records.source_key
                        as record_key,
                    row_number() over (
                        partition by party_map.party_id
                        order by case when records.record_id = party_map.party_id then 0 else 1 end,
                            records.record_id
                    ) as place
                from ${relationOf(built, 'identity.party_map')} party_map
                join ${relationOf(built, 'identity.records')} records
                    on records.record_id = party_map.record_id
                left join ${originsOf(built)} origins on origins.party_id = party_map.party_id
                where party_map.party_id in (${places.join(', ')})
            ) ranked
            group by party_id`,
            asked,
        )
        for (const { party_id: id, record_key: key, kind, name_masked: name } of rows) {
            names.set(id as bigint, {
                partyId: String(id),
                recordKey: String(key),
                kind: kind === 'person' || kind === 'company' ? kind : null,
                name: name == null ? null : String(name),
            })
        }
    }
    return names
}

/** Runs of before there was survivorship have chosen nothing. */
function originsOf({ relations }: MonthRelations): string {
    const none = ['party_id', 'kind_record_id', 'name_record_id'].map(
        (column) => `cast(null as bigint) as ${column}`,
    )
    return (
        relations.snapshot('identity.party_origins', null) ??
        `(select ${none.join(', ')} where 1 = 0)`
    )
}

/** The name of one of them. Throws where it has none: that is a bug. */
export function nameOfParty(names: ReadonlyMap<bigint, PartyName>, id: bigint): PartyName {
    const name = names.get(id)
    if (name === undefined) throw new Error(`party ${id} has no record`)
    return name
}
