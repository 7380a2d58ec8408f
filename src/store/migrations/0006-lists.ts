import { type Kysely, sql } from 'kysely'

/** Lists of a large bank by index alone, and each close counted once, when it is published. */
export async function up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
}

/** What lists are sorted by: of a restricted party only compliance may know the measure. */
const sorted = '(case when restricted then null else measure end) desc nulls last, party_id'

/** The old ones lacked the edition, and sorted parties without a measure first. */
const replaced: readonly string[] = ['tier', 'near', 'earned_cause', 'cause']

const statements: readonly string[] = [
    ...replaced.map(
        (column) => `drop index serving.assignments_ladder_month_${column}_measure_party_id_idx`,
    ),
    `create index assignments_by_tier on serving.assignments
        (ladder, month, edition, tier, ${sorted})`,
    `create index assignments_near on serving.assignments
        (ladder, month, edition, ${sorted}) include (restricted)
        where near = 'down' or near = 'up' and earned_tier is distinct from next_tier`,
    `create index assignments_moved on serving.assignments
        (ladder, month, edition, earned_cause, ${sorted}) include (restricted)
        where earned_cause not in ('unchanged', 'unreviewed')`,
    `create index assignments_given on serving.assignments
        (ladder, month, edition, ${sorted}) include (restricted)
        where cause <> 'earned'`,
    `create index assignments_qualified on serving.assignments
        (ladder, month, edition, ${sorted}) include (restricted)
        where qualified_for is not null`,
    `create table serving.close_counts (
        ladder text not null,
        month integer not null,
        edition integer not null,
        tier text,
        earned_cause text not null,
        restricted boolean not null,
        parties bigint not null check (parties > 0),
        assets numeric not null,
        unique nulls not distinct (ladder, month, edition, tier, earned_cause, restricted)
    )`,
    `insert into serving.close_counts
        select ladder, month, edition, tier, earned_cause, restricted, count(*),
            coalesce(sum(assets), 0)
        from serving.assignments
        group by ladder, month, edition, tier, earned_cause, restricted`,
    // Of what an index is made of, nothing is known before.
    'analyze serving.assignments',
]
