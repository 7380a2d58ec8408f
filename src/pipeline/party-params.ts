import { literal } from '#sources/sql-text.ts'
import type { PartyInputs } from './bank-inputs.ts'

/** Words of templates that tell of parties, as relations: `party_records`, `closes_since` … */
export const partyParams: Readonly<Record<string, (parties: PartyInputs | null) => string>> = {
    party_records: (parties) => recordsAt(parties?.path ?? null),
    closes_since: (parties) =>
        union(
            (parties?.since ?? []).map(
                ({ ladder, month }) =>
                    `select cast(${literal(ladder)} as varchar) as ladder, ` +
                    `cast(${month} as integer) as month`,
            ),
            noClose,
        ),
    parties_before: (parties) =>
        union(
            (parties?.since ?? []).map(
                ({ ladder, month, path }) =>
                    `select cast(${literal(ladder)} as varchar) as ladder, ` +
                    `cast(${month} as integer) as month, record_id, party_id ` +
                    `from ${recordsAt(path)} of_close`,
            ),
            `${noClose}, cast(null as bigint) as record_id, cast(null as bigint) as party_id`,
        ),
}

const noClose = 'select cast(null as varchar) as ladder, cast(null as integer) as month'

function recordsAt(path: string | null): string {
    if (path !== null) return `@human(${path})`
    const columns = 'cast(null as bigint) as record_id, cast(null as bigint) as party_id'
    return `(select ${columns} where 1 = 0)`
}

function union(parts: readonly string[], none: string): string {
    return `(${parts.length === 0 ? `${none} where 1 = 0` : parts.join(' union all ')})`
}
