import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { parseRecordKey } from '#identity/record-key.ts'
import type { BankContext } from './bank-context.ts'
import { type MonthRelations, relationOf } from './run-relations.ts'

/** Whom an id or a record key is to name, in the party map of a run. */
export type PartyAsked = { readonly built: MonthRelations; readonly party: string }

/**
 * The party that an id or a record key names. Refuses with `serving.party_text` where the text is
 * neither, and with `pipeline.party_not_scored` where the key belongs to nobody.
 */
export async function findPartyId(
    { warehouse }: Pick<BankContext, 'warehouse'>,
    { built, party }: PartyAsked,
): Promise<bigint> {
    if (/^\d{1,19}$/.test(party)) return BigInt(party)
    const key = parseRecordKey(party) ?? refuse('serving.party_text', { party })
    const parts = ['$1', '$2', '$3'].map((value) => `cast(${value} as varchar)`)
    const [system = '', entity = '', own = ''] = parts
    const [row] = await warehouse.rows(
        `select party_id from ${relationOf(built, 'identity.party_map')} owners
        where record_id = ${warehouse.dialect.record_id(system, entity, own)}`,
        [key.system, key.entity, key.key],
    )
    const month = formatMonth(built.month)
    if (row === undefined) refuse('pipeline.party_not_scored', { party, month })
    return row.party_id as bigint
}
