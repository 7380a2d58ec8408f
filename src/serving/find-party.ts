import { type Kysely, sql } from 'kysely'
import { refuse } from '#domain/result.ts'
import { parseRecordKey } from '#identity/record-key.ts'
import type { Tables } from '#store/tables.ts'

/** What is shown of a party beside its figures; the name is masked. */
export type PartyCard = {
    readonly partyId: string
    readonly recordKey: string
    readonly kind: 'person' | 'company'
    /** Null where the systems deliver none. */
    readonly name: string | null
    readonly branch: string | null
}

/**
 * The party of an id or of a record key such as `berka:client:17`. Refuses with
 * `serving.party_unknown` where there is none.
 */
export async function findParty(db: Kysely<Tables>, text: string): Promise<PartyCard> {
    const isId = /^\d{1,19}$/.test(text)
    if (!isId && parseRecordKey(text) === null) refuse('serving.party_text', { party: text })
    const row = (await readParty(db, { text, isId })) ?? (await partyOfRecord(db, { text, isId }))
    if (row !== undefined) {
        const { record_key: recordKey, kind, branch, name_masked: name } = row
        return { partyId: String(row.party_id), recordKey, kind, name, branch }
    }
    const example = await db
        .selectFrom('serving.parties')
        .select('record_key')
        .orderBy(sql`record_key`)
        .limit(1)
        .executeTakeFirst()
    return refuse('serving.party_unknown', { party: text, example: example?.record_key ?? '' })
}

type Named = { readonly text: string; readonly isId: boolean }

async function readParty(db: Kysely<Tables>, { text, isId }: Named) {
    return await db
        .selectFrom('serving.parties')
        .selectAll()
        .where((party) =>
            isId ? party('party_id', '=', BigInt(text)) : party('record_key', '=', text),
        )
        .executeTakeFirst()
}

/** Whoever names a record of another's party, or one that was a party once, is led on. */
async function partyOfRecord(db: Kysely<Tables>, { text, isId }: Named) {
    return await db
        .selectFrom('serving.party_records as record')
        .innerJoin('serving.parties as party', 'party.party_id', 'record.party_id')
        .selectAll('party')
        .where((asked) =>
            isId
                ? asked('record.record_id', '=', BigInt(text))
                : asked('record.record_key', '=', text),
        )
        .executeTakeFirst()
}
