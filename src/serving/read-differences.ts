import type { Month } from '#domain/month.ts'
import { monthServedOf } from '#tiers/month-served.ts'
import type { Policy } from '#tiers/policy.ts'
import { writeAssignmentColumn } from '#tiers/write-assignments.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import {
    type Difference,
    type DifferenceCount,
    sideColumns,
    viewCount,
    viewDifference,
} from './difference.ts'
import { anyone, type Viewer } from './withhold.ts'

/** A close in two editions, both under its policy. Relations are SQL of the warehouse. */
export type ComparedClose = {
    readonly ladder: string
    readonly month: Month
    readonly policy: Policy
    /** The last month of the ladder that is closed: service months up to it have been served. */
    readonly lastClosed: Month
    readonly before: string
    readonly after: string
}

/** What a restatement changed, for a person or for the record. */
export type Differences = {
    readonly counts: readonly DifferenceCount[]
    /** Months of parties whose tier, given or earned, is another one. */
    readonly total: number
    /** The largest of them by measure, cut at the limit. */
    readonly largest: readonly Difference[]
}

/** Where differences are found and kept for a moment. */
export type DifferenceOptions = {
    readonly warehouse: Pick<Warehouse, 'parquet' | 'writeParquet'>
    /** A folder for the rows that differ; the caller removes it. */
    readonly folder: string
    /** Relation of identity.parties as it is now. */
    readonly parties: string
}

/** Columns of a stored close that may differ while the tiers are the same. */
const figureColumns = [
    'measure',
    'raw_level',
    'route',
    'earned_cause',
    'cause',
    'rule',
    'below_count',
    'below_level_max',
    'up_count',
    'up_level_min',
    'stale_count',
    'closes_since_entry',
    'qualified_level',
]

/**
 * Finds every party's month that two editions of these closes tell differently. Returns the
 * relation of those rows, which `viewOf` makes fit for a reader.
 */
export async function findDifferences(
    closes: readonly ComparedClose[],
    { warehouse, folder, parties }: DifferenceOptions,
): Promise<string | null> {
    const changed = closes.filter(({ before, after }) => before !== after)
    if (changed.length === 0) return null
    const compared = changed.map(comparison).join('\nunion all\n')
    const sql = `
with compared as (
    ${compared}
)
select compared.*, party.record_key, party.name_masked
from compared
left join ${parties} party on party.party_id = compared.party_id`
    await warehouse.writeParquet({ sql, folder })
    return warehouse.parquet([folder])
}

function comparison({ ladder, month, policy, lastClosed, before, after }: ComparedClose): string {
    const serviceMonth = monthServedOf(policy, month)
    const cell = (name: (typeof sideColumns)[number], row: 'old' | 'new'): string =>
        writeAssignmentColumn(name, { policy, month, row })
    const sides = sideColumns.flatMap((name) => [
        `${cell(name, 'old')} as ${name}_before`,
        `${cell(name, 'new')} as ${name}_after`,
    ])
    const differs = (names: readonly string[]): string =>
        names.map((name) => `old.${name} is distinct from new.${name}`).join(' or ')
    return `select
        '${ladder}' as ladder,
        ${month} as month,
        ${serviceMonth} as service_month,
        ${serviceMonth <= lastClosed} as is_served,
        coalesce(new.party_id, old.party_id) as party_id,
        case
            when coalesce(new.level, -1) > coalesce(old.level, -1) then 'raised'
            when coalesce(new.level, -1) < coalesce(old.level, -1) then 'lowered'
            when old.earned_level is distinct from new.earned_level then 'earned'
            else 'figures'
        end as kind,
        coalesce(old.is_restricted, false) or coalesce(new.is_restricted, false) as restricted,
        ${sides.join(',\n        ')}
    from ${before} old
    full join ${after} new on new.party_id = old.party_id
    where old.party_id is null or new.party_id is null
        or ${differs(['level', 'earned_level', ...figureColumns])}`
}

/**
 * The differences as a reader may see them, as SQL. Of a restricted party all but the tiers given
 * is withheld, and a month in which these are the same is left out.
 */
function viewOf(relation: string, { isCompliance }: Viewer): string {
    if (isCompliance) return `select * from ${relation}`
    const withheld = sideColumns
        .filter((name) => name !== 'tier')
        .flatMap((name) => [`${name}_before`, `${name}_after`])
        .map((name) => `case when not restricted then ${name} end as ${name}`)
    return `
select
    ladder, month, service_month, is_served, party_id, kind, restricted, tier_before, tier_after,
    ${withheld.join(',\n    ')}, record_key, name_masked
from ${relation}
where not restricted or kind in ('raised', 'lowered')`
}

const isOfTier = "kind <> 'figures'"
/** The months of one party stay together. */
const largestFirst = `
order by
    max(coalesce(measure_after, measure_before, 0)) over (partition by ladder, party_id) desc,
    party_id, ladder, month`

/** Counts the differences and reads the largest, as a viewer may see them. */
export async function readDifferences(
    relation: string | null,
    {
        warehouse,
        viewer,
        limit,
    }: {
        readonly warehouse: Warehouse
        readonly viewer: Viewer
        readonly limit: number
    },
): Promise<Differences> {
    if (relation === null) return { counts: [], total: 0, largest: [] }
    const view = viewOf(relation, viewer)
    const counts = await warehouse.rows(`
with seen as (${view})
select ladder, month, service_month, is_served, kind, count(*) as parties
from seen
group by ladder, month, service_month, is_served, kind
order by ladder, month, kind`)
    const rows = await warehouse.rows(`
with seen as (${view})
select * from seen where ${isOfTier} ${largestFirst} limit ${limit}`)
    const viewed = counts.map(viewCount)
    const ofTier = viewed.filter(({ kind }) => kind !== 'figures')
    return {
        counts: viewed,
        total: ofTier.reduce((sum, { parties }) => sum + parties, 0),
        largest: rows.map(viewDifference),
    }
}

/**
 * Writes every month of a party whose tier is another one as CSV. The file lies where anybody may
 * read it: of a restricted party it holds the tiers given, whoever made it.
 */
export async function writeDifferences(
    relation: string | null,
    { warehouse, file }: { readonly warehouse: Warehouse; readonly file: string },
): Promise<number> {
    const sides = sideColumns.flatMap((name) => [`${name}_before`, `${name}_after`])
    const columns = [
        ...['ladder', 'month', 'service_month', 'is_served', 'record_key', 'name_masked', 'kind'],
        ...sides,
        'restricted',
    ]
    const seen =
        relation === null
            ? `(select ${columns.map((name) => `null as ${name}`).join(', ')} where 1 = 0)`
            : `(${viewOf(relation, anyone)})`
    const order = relation === null ? '' : `where ${isOfTier} order by ladder, month, party_id`
    const sql = `select ${columns.join(', ')} from ${seen} seen ${order}`
    return await warehouse.writeCsv({ sql, file, quote: 'needed' })
}
