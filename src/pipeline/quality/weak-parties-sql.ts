import { quoted } from '#sources/sql-text.ts'
import type { FeatureOrigin } from './feature-origins.ts'
import { knownShareSql } from './known-share.ts'

/** Where a question for poorly known parties finds its rows: SQL of relations of one close. */
export type WeakRelations = {
    readonly assignments: string
    readonly facts: string
    readonly accountMonths: string
    readonly accounts: string
    readonly records: string
    readonly partyMap: string
    readonly parties: string
    /** The features that the ladder's policy reads. */
    readonly features: readonly string[]
    /** Where each of them comes from. */
    readonly origins: ReadonlyMap<string, FeatureOrigin>
    /** SQL of the party ids that are asked about, for behind `in`; null: all. */
    readonly part: string | null
    /** Whether restricted parties may be seen. */
    readonly isCompliance: boolean
}

/**
 * The CTEs that all questions begin with: `weak`, one row per party that could not be tiered for
 * want of data, and `gaps`, one row per party, unknown feature and what is missing: the balance of
 * an account (`product` is set) or a field of its record. What cannot be traced to one of these in
 * this month has no system.
 */
export function weakPartiesSql(from: WeakRelations): string {
    const { features } = from
    const unknown = features.map(
        (name) =>
            `select party_id, '${name}' as feature from weak_facts where ${quoted(name)} is null`,
    )
    return `
with weak as (
    select
        assigned.party_id,
        case when assigned.earned_cause = 'stale' then 'stale' else 'untiered' end as cause,
        assigned.level
    from ${from.assignments} assigned
    where
        (assigned.earned_cause in ('stale', 'untiered') or assigned.measure is null)
        and assigned.earned_cause <> 'left'
        ${from.isCompliance ? '' : 'and not assigned.is_restricted'}
        ${from.part === null ? '' : `and assigned.party_id in ${from.part}`}
),
weak_facts as (
    select facts.* from ${from.facts} facts
    where facts.party_id in (select party_id from weak)
),
shares as (${knownShareSql('weak_facts', features)}),
unknown_features as (
    ${unknown.length === 0 ? emptyUnknown : unknown.join('\n    union all ')}
),
origins as (${originsSql(from.origins)}),
${gapsCtes(from)}`
}

/** What is missing where a feature is unknown. */
function gapsCtes(from: WeakRelations): string {
    return `missing_accounts as (
    select
        party_map.party_id,
        months.product,
        accounts.system,
        accounts.source_key
    from ${from.accountMonths} months
    join ${from.partyMap} party_map on party_map.record_id = months.owner_record_id
    join ${from.accounts} accounts on accounts.account_id = months.account_id
    where
        (months.balance_avg is null or months.balance_end is null)
        and party_map.party_id in (select party_id from weak)
),
traced as (
    select
        unknown_features.party_id,
        unknown_features.feature,
        origins.product,
        cast(null as varchar) as record_column,
        missing_accounts.system,
        missing_accounts.source_key
    from unknown_features
    join origins on origins.feature = unknown_features.feature and origins.product is not null
    join missing_accounts
        on missing_accounts.party_id = unknown_features.party_id
        and missing_accounts.product = origins.product
    union all
    select
        unknown_features.party_id,
        unknown_features.feature,
        cast(null as varchar) as product,
        origins.record_column,
        records.system,
        records.source_key
    from unknown_features
    join origins
        on origins.feature = unknown_features.feature and origins.record_column is not null
    join ${from.records} records on records.record_id = unknown_features.party_id
),
gaps as (
    select * from traced
    union all
    select party_id, feature, null, null, null, null from unknown_features
    where not exists (
        select 1 from traced
        where
            traced.party_id = unknown_features.party_id
            and traced.feature = unknown_features.feature
    )
)`
}

const emptyUnknown = "select cast(null as bigint) as party_id, '' as feature where 1 = 0"

function originsSql(origins: WeakRelations['origins']): string {
    const rows = [...origins].flatMap(([feature, origin]): readonly string[] => {
        if (origin.kind === 'record') return [`('${feature}', null, '${origin.column}')`]
        if (origin.kind !== 'balances') return []
        return origin.products.map((product) => `('${feature}', '${product}', null)`)
    })
    const none = "('', null, null)"
    return (
        'select feature, cast(product as varchar) as product, ' +
        'cast(record_column as varchar) as record_column ' +
        `from (values ${rows.length === 0 ? none : rows.join(', ')}) ` +
        'listed(feature, product, record_column)'
    )
}

/** How many could not be tiered, of how many that the part has in the close; who left is none. */
export function countsSql({ assignments, part }: WeakRelations): string {
    return `
select
    count(*) as weak,
    (
        select count(*) from ${assignments} assigned
        where
            assigned.earned_cause <> 'left'
            ${part === null ? '' : `and assigned.party_id in ${part}`}
    ) as parties
from weak`
}

/** The largest causes first: a feature, and whose balances or which field it lacks. */
export const causesSql = `
select
    feature, product, record_column, system,
    count(distinct party_id) as parties, count(*) as missing
from gaps
group by feature, product, record_column, system
order by parties desc, feature, system nulls last, product, record_column`

/** Whom the bank holds most money of stands first, as far as it is known. */
export function partiesSql({ parties, accountMonths, partyMap }: WeakRelations): string {
    return `
select
    weak.party_id, weak.cause, weak.level,
    parties.record_key, parties.name_masked, parties.branch,
    shares.known_features, shares.needed_features, shares.known_millionths
from weak
join ${parties} parties on parties.party_id = weak.party_id
left join shares on shares.party_id = weak.party_id
left join (
    select party_map.party_id, sum(months.balance_end) as known_end
    from ${accountMonths} months
    join ${partyMap} party_map on party_map.record_id = months.owner_record_id
    group by party_map.party_id
) held on held.party_id = weak.party_id
order by held.known_end desc nulls last, weak.party_id`
}

/** Everything, one row per party and gap, for a file. */
export function gapsSql({ parties }: WeakRelations, month: number): string {
    return `
select
    ${month} as month, parties.record_key, parties.name_masked, parties.branch, weak.cause,
    gaps.feature, gaps.system, gaps.product, gaps.source_key as account_or_record,
    gaps.record_column, shares.known_millionths
from weak
join ${parties} parties on parties.party_id = weak.party_id
left join shares on shares.party_id = weak.party_id
left join gaps on gaps.party_id = weak.party_id
order by parties.record_key, gaps.feature, gaps.system, gaps.source_key`
}
