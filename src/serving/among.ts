import { type RawBuilder, sql } from 'kysely'

/**
 * The parties that a reader looks at: all, those whose record is kept by one of some branches, or
 * those of a list.
 */
export type Among =
    | { readonly kind: 'everybody' }
    | { readonly kind: 'branches'; readonly branches: readonly string[] }
    | { readonly kind: 'parties'; readonly partyIds: readonly bigint[] }

/** All parties of the bank. */
export const everybody: Among = { kind: 'everybody' }

/** The rows of `alias`, a serving.assignments, that are of these parties. */
export function amongRows(among: Among, alias: string): RawBuilder<boolean> {
    const partyId = sql.ref(`${alias}.party_id`)
    switch (among.kind) {
        case 'everybody':
            return sql<boolean>`true`
        case 'branches':
            return sql<boolean>`${partyId} in (
                select kept.party_id from serving.parties kept
                where kept.branch = any(${[...among.branches]}::text[])
            )`
        case 'parties':
            return sql<boolean>`${partyId} = any(${among.partyIds.map(String)}::bigint[])`
    }
}
