import type { Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import type { FoundPart } from './found-scope.ts'
import { lastRelation } from './last-relation.ts'
import { likelyName } from './likely-name.ts'

/** A unit of the organisation. */
type Unit = {
    readonly id: string
    readonly parent: string | null
    readonly key: string
    readonly system: string
    readonly name: string
}

/** How many names a refusal tells. */
const toldMax = 12

/**
 * A unit of the organisation with all units below it, by its number, its name or
 * `system:unit:number`; or a branch that records name without an organisation. Its parties are
 * those whose record is kept by a branch of that name. Refuses with `pipeline.report_no_branches`
 * where no record names a branch, `pipeline.report_branch_unknown` and
 * `pipeline.report_branch_empty` where none is so called or nobody is kept by it.
 */
export async function findBranches(
    context: BuiltContext,
    { text }: { readonly text: string; readonly month: Month },
): Promise<FoundPart> {
    const parties = await lastRelation(context, 'identity.parties')
    const kept = parties === null ? [] : await readBranches(context, parties)
    if (parties === null || kept.length === 0) return refuse('pipeline.report_no_branches')
    const units = await readUnits(context)
    const unit = units.find((one) => namesOf(one).includes(text.trim()))
    if (unit === undefined && !kept.some(({ branch }) => branch === text.trim())) {
        const names = [...units.flatMap(({ key, name }) => [name, key]), ...kept.map(nameOf)]
        const some = units.length > 0 ? units.map(({ name }) => name) : kept.map(nameOf)
        refuse('pipeline.report_branch_unknown', {
            branch: text,
            nearest: likelyName(text, names),
            some: some.slice(0, toldMax).join(', '),
            all: some.length,
        })
    }
    const below = unit === undefined ? [text.trim()] : withAllBelow(units, unit)
    const own = kept.filter(({ branch }) => below.includes(branch))
    if (own.length === 0) refuse('pipeline.report_branch_empty', { branch: unit?.name ?? text })
    // Each branch is named by one of its parties, so that no text of a bank enters the SQL.
    const known = own.map(({ partyId }) => partyId).join(', ')
    return {
        scope: { kind: 'branch', id: unit?.key ?? text, name: unit?.name ?? text },
        among: { kind: 'branches', branches: own.map(nameOf) },
        parties: `(
    select party_id from ${parties} parties
    where branch in (select branch from ${parties} named where party_id in (${known}))
)`,
    }
}

function nameOf({ branch }: { readonly branch: string }): string {
    return branch
}

function namesOf({ key, name, system }: Unit): readonly string[] {
    return [key, name, `${system}:unit:${key}`]
}

async function readBranches(
    { warehouse }: BuiltContext,
    parties: string,
): Promise<readonly { readonly branch: string; readonly partyId: bigint }[]> {
    const rows = await warehouse.rows(
        `select branch, min(party_id) as party_id from ${parties} parties
        where branch is not null group by branch order by branch`,
    )
    return rows.map((row) => ({
        branch: String(row.branch),
        partyId: BigInt(String(row.party_id)),
    }))
}

async function readUnits(context: BuiltContext): Promise<readonly Unit[]> {
    const relation = await lastRelation(context, 'identity.organisation_units')
    if (relation === null) return []
    const rows = await context.warehouse.rows(
        `select unit_id, parent_unit_id, system, source_key, name from ${relation} units
        order by system, source_key`,
    )
    const text = (row: Row, column: string): string | null =>
        row[column] == null ? null : String(row[column])
    return rows.map((row) => ({
        id: String(row.unit_id),
        parent: text(row, 'parent_unit_id'),
        key: String(row.source_key),
        system: String(row.system),
        name: String(row.name),
    }))
}

/** The names of a unit and of all below it; a tree that runs in a circle ends too. */
function withAllBelow(units: readonly Unit[], top: Unit): readonly string[] {
    const children = Map.groupBy(units, ({ parent }) => parent)
    const found = new Set<Unit>([top])
    for (const unit of found) {
        for (const child of children.get(unit.id) ?? []) found.add(child)
    }
    return [...found].map(({ name }) => name)
}
