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
 * The names of parties, by id: those of their founding records, or where such a one is not
 * delivered any more, of the first that is. Who is no party has none.
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
            `select party_id, record_key, kind, name_masked from (
                select party_map.party_id, records.kind, records.name_masked,
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
                where party_map.party_id in (${places.join(', ')})
            ) ranked
            where place = 1`,
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

/** The name of one of them. Throws where it has none: that is a bug. */
export function nameOfParty(names: ReadonlyMap<bigint, PartyName>, id: bigint): PartyName {
    const name = names.get(id)
    if (name === undefined) throw new Error(`party ${id} has no record`)
    return name
}
