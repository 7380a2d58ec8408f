import type { Catalogue, Feature, FeatureTable } from './feature.ts'

/** The table that has a row of every party of the month; the others may have none. */
export const spine: FeatureTable = 'features.party_months'

/**
 * Writes a relation of one row per party of the month, for behind `from`: all columns of
 * `features.party_months` and beside them the named features of other tables. A party without a
 * row there has what the catalogue says of absence. `read` says how a table is read: a `ref` in a
 * model, or the files of a run. Names outside the catalogue are left out.
 */
export function writeFeatureRelation(
    features: readonly string[],
    { catalogue, read }: { readonly catalogue: Catalogue; readonly read: ReadTable },
): string {
    const asked = features.flatMap((id) => catalogue.get(id) ?? [])
    const beside = asked.filter(({ table }) => table !== spine)
    const tables = [...new Set(beside.map(({ table }) => table))]
    if (tables.length === 0) return read(spine)
    const columns = beside.map((feature) => `,\n        ${writeColumn(feature)}`)
    const joins = tables.map((table) => {
        const name = nameOf(table)
        return `\n    left join ${read(table)} ${name} on ${name}.party_id = party_months.party_id`
    })
    return `(
    select
        party_months.*${columns.join('')}
    from ${read(spine)} party_months${joins.join('')}
)`
}

/** SQL of the relation that a table of features is. */
export type ReadTable = (table: FeatureTable) => string

function writeColumn({ id, table, type, absent }: Feature): string {
    const name = nameOf(table)
    const none = noneOf(type, absent)
    if (none === null) return `${name}.${id}`
    return `case when ${name}.party_id is null then ${none} else ${name}.${id} end as ${id}`
}

/** What a party without a row has; null where it is null. */
function noneOf(type: Feature['type'], absent: Feature['absent']): string | null {
    if (typeof absent === 'object') return `'${absent.text}'`
    if (absent === 'null') return null
    if (type === 'boolean') return 'false'
    return type === 'money' ? 'cast(0 as decimal(18,2))' : '0'
}

function nameOf(table: FeatureTable): string {
    return table.replace(/^.*\./, '')
}
