import { type DraftRelation, doubt, reason } from '#sources/draft.ts'
import { type RelationCandidate, relationCandidates } from '#sources/draft-relation.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { FittedTable } from './draft-table.ts'

/** Relations of a table by its name. */
export type FoundRelations = ReadonlyMap<string, readonly DraftRelation[]>

/** Values of a relation that is meant may be missing in so many of a hundred. */
const missingShare = 0.05

/**
 * Finds which columns hold keys of other tables, by asking for every value. A relation is sure
 * where names and all values agree; where only one of both does, it is left to a person.
 */
export async function findRelations(
    warehouse: Warehouse,
    tables: readonly FittedTable[],
): Promise<FoundRelations> {
    const candidates = relationCandidates(
        tables.map(({ draft, columns }) => ({
            ...{ name: draft.name, rows: draft.rows, key: draft.key },
            columns: columns.map(({ column, facts }) => ({
                ...{ column, distinct: facts.distinct, lengthMin: facts.lengthMin },
            })),
        })),
    )
    const found = new Map<string, readonly DraftRelation[]>()
    const taken = new Set<string>()
    for (const candidate of candidates) {
        const place = `${candidate.child} ${candidate.columns.join(' ')}`
        if (taken.has(place) || isCircle(candidate, found)) continue
        const relation = await checked(candidate, { warehouse, tables })
        if (relation === null) continue
        if (relation.isSure) taken.add(place)
        found.set(candidate.child, [...(found.get(candidate.child) ?? []), relation])
    }
    return found
}

/** Two tables of one key would each be the parent of the other. */
function isCircle({ child, parent }: RelationCandidate, found: FoundRelations): boolean {
    return (found.get(parent) ?? []).some(({ to, isSure }) => to === child && isSure)
}

async function checked(
    { child, columns, parent, isAlike }: RelationCandidate,
    about: { readonly warehouse: Warehouse; readonly tables: readonly FittedTable[] },
): Promise<DraftRelation | null> {
    const childTable = about.tables.find(({ draft }) => draft.name === child)
    const parentTable = about.tables.find(({ draft }) => draft.name === parent)
    if (childTable === undefined || parentTable === undefined) return null
    const children = rawNames(childTable, columns)
    const parents = rawNames(parentTable, parentTable.draft.key)
    const absent = childTable.columns
        .filter(({ column }) => columns.includes(column.name))
        .flatMap(({ facts, index }) => facts.nulls.map(({ text }) => ({ text, index })))
    const present = [
        ...children.map((name) => `${name} <> ''`),
        ...absent.map(({ index }, at) => `c${index} <> $${at + 1}`),
    ]
    const same = children.map((name, index) => `parents.${parents[index]} = children.${name}`)
    const [row] = await about.warehouse.rows(
        `with children as (select distinct ${children.join(', ')} from ${childTable.relation} ` +
            `where ${present.join(' and ')}), ` +
            `parents as (select distinct ${parents.join(', ')} from ${parentTable.relation}), ` +
            `missing as (select * from children where not exists ` +
            `(select 1 from parents where ${same.join(' and ')})) ` +
            `select (select count(*) from children) as present, ` +
            `(select count(*) from missing) as missing`,
        absent.map(({ text }) => text),
    )
    const values = Number(row?.present ?? 0)
    const missing = Number(row?.missing ?? 0)
    if (values === 0 || missing > values * (isAlike ? missingShare : 0)) return null
    const params = { columns: columns.join(', '), parent, values, missing }
    const isSure = isAlike && missing === 0
    const about_ = missing > 0 ? 'sources.draft.relation_missing' : 'sources.draft.relation_strange'
    const note = isSure ? reason('sources.draft.relation', params) : doubt(about_, params)
    return { columns, to: parent, isSure, notes: [note] }
}

function rawNames(table: FittedTable, names: readonly string[]): readonly string[] {
    return names.map((name) => {
        const found = table.columns.find(({ column }) => column.name === name)
        if (found === undefined) throw new Error(`${table.draft.name} has no column ${name}`)
        return `c${found.index}`
    })
}
