import { type Kysely, sql } from 'kysely'
import { type Failure, failure, type Place } from '#domain/result.ts'
import { parseRecordKey } from '#identity/record-key.ts'
import type { Tables } from '#store/tables.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** What a text says of a party: its id, nobody that is known, or nothing that could be one. */
export type ResolvedParty = bigint | 'unknown' | 'unfit'

/** The fault of a text that names no party, at its place in a file. */
export function partyFault(
    party: string,
    found: 'unknown' | 'unfit',
    at: Place | undefined,
): Failure {
    if (party === '') return failure('workbench.value_missing', { field: 'party' }, at)
    const code = found === 'unfit' ? 'workbench.party_unfit' : 'workbench.party_unknown'
    return failure(code, { party }, at)
}

const idPattern = /^\d{1,18}$/
const keysPerQuery = 1000

/** The parties of ids and record keys, such as `berka:client:17`, that the last close has seen. */
export async function resolveParties(
    db: Kysely<Tables>,
    texts: readonly string[],
): Promise<ReadonlyMap<string, ResolvedParty>> {
    const found = new Map<string, ResolvedParty>()
    const ids = texts.filter((text) => idPattern.test(text))
    const keys = texts.filter((text) => !idPattern.test(text) && parseRecordKey(text) !== null)
    for (const text of texts) found.set(text, 'unfit')
    for (const text of [...ids, ...keys]) found.set(text, 'unknown')
    const { rows } = await sql<{ readonly text: string; readonly party_id: bigint }>`
        select asked.text, parties.party_id
        from unnest(${ids}::text[]) as asked (text)
        inner join serving.parties on parties.party_id = asked.text::bigint
        union all
        select asked.text, parties.party_id
        from unnest(${keys}::text[]) as asked (text)
        inner join serving.parties on parties.record_key = asked.text
        union all
        select asked.text, records.party_id
        from unnest(${ids}::text[]) as asked (text)
        inner join serving.party_records as records on records.record_id = asked.text::bigint
        union all
        select asked.text, records.party_id
        from unnest(${keys}::text[]) as asked (text)
        inner join serving.party_records as records on records.record_key = asked.text`.execute(db)
    for (const { text, party_id: partyId } of rows) found.set(text, partyId)
    return found
}

/** Whether any close has told who the bank's parties are. */
export async function arePartiesKnown(db: Kysely<Tables>): Promise<boolean> {
    const row = await db.selectFrom('serving.parties').select('party_id').limit(1).execute()
    return row.length > 0
}

/**
 * The parties of ids and record keys before any close: a party's id is that of its record, which
 * is a hash of the key. Whether it exists is found out by the close.
 */
export async function computeParties(
    { rows, dialect }: Pick<Warehouse, 'rows' | 'dialect'>,
    texts: readonly string[],
): Promise<ReadonlyMap<string, ResolvedParty>> {
    const found = new Map<string, ResolvedParty>()
    const keys: string[] = []
    for (const text of texts) {
        if (idPattern.test(text)) found.set(text, BigInt(text))
        else if (parseRecordKey(text) === null) found.set(text, 'unfit')
        else keys.push(text)
    }
    for (let first = 0; first < keys.length; first += keysPerQuery) {
        const some = keys.slice(first, first + keysPerQuery)
        const values = some.flatMap((text) => {
            const { system, entity, key } = parseRecordKey(text) ?? {
                system: '',
                entity: '',
                key: '',
            }
            return [system, entity, key]
        })
        const asked = some.map((_, place) => {
            const before = 3 * place
            return `(${place}, $${before + 1}, $${before + 2}, $${before + 3})`
        })
        const recordId = dialect.record_id('system', 'entity', 'record_key')
        const hashed = await rows(
            `with asked (place, system, entity, record_key) as (values ${asked.join(', ')})
            select place, ${recordId} as party_id from asked`,
            values,
        )
        for (const { place, party_id: partyId } of hashed) {
            const text = some[Number(place)]
            if (text !== undefined && typeof partyId === 'bigint') found.set(text, partyId)
        }
    }
    return found
}
