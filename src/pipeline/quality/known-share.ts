import { quoted } from '#sources/sql-text.ts'

/**
 * SQL of how well each party is known: of the features that a ladder needs, those that have a
 * value. `relation` is features.party_months of a month. One row per party: party_id,
 * known_features, needed_features, known_millionths (rounded down; 1,000,000 where none is needed).
 */
export function knownShareSql(relation: string, features: readonly string[]): string {
    const needed = features.length
    const known = features.map((one) => `case when ${quoted(one)} is null then 0 else 1 end`)
    const sum = needed === 0 ? '0' : known.join(' + ')
    const share = needed === 0 ? '1000000' : `(${sum}) * 1000000 // ${needed}`
    return (
        `select party_id, ${sum} as known_features, ${needed} as needed_features, ` +
        `${share} as known_millionths from ${relation}`
    )
}
