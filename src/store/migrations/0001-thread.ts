import { type Kysely, sql } from 'kysely'

/** Batches taken, runs published, tiers assigned. */
export async function up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements: readonly string[] = [
    'create schema workbench',
    'create schema serving',
    `create table workbench.batches (
        batch_id text primary key,
        batch_no integer generated always as identity,
        system text not null,
        imported_at timestamptz not null default now(),
        actor text not null,
        contract_sha256 text not null,
        files jsonb not null,
        rows jsonb not null
    )`,
    'create index on workbench.batches (system, batch_no)',
    `create table serving.runs (
        run_id text primary key,
        run_no integer generated always as identity,
        kind text not null check (kind in ('run', 'close')),
        as_of date not null,
        digest text not null,
        code_version text not null,
        engine text not null,
        finished_at timestamptz not null default now(),
        actor text not null
    )`,
    `create table serving.published (
        "only" boolean primary key default true check ("only"),
        run_id text not null references serving.runs
    )`,
    `create table serving.policies (
        policy_key text primary key,
        ladder text not null,
        version text not null,
        text text not null
    )`,
    `create table serving.closes (
        ladder text not null,
        month integer not null check (month between 190001 and 299912),
        edition integer not null check (edition >= 1),
        run_id text not null references serving.runs,
        policy_key text not null references serving.policies,
        assignments_path text not null,
        facts_path text not null,
        digest text not null,
        parties integer not null,
        closed_at timestamptz not null default now(),
        actor text not null,
        primary key (ladder, month, edition)
    )`,
    `create table serving.parties (
        party_id bigint primary key,
        record_key text not null unique,
        kind text not null check (kind in ('person', 'company')),
        name_masked text,
        branch text,
        region text,
        industry text,
        first_month integer not null
    )`,
    `create table serving.assignments (
        ladder text not null,
        month integer not null,
        edition integer not null,
        party_id bigint not null,
        measure bigint,
        raw_tier text,
        route integer,
        earned_tier text,
        earned_cause text not null,
        tier text,
        cause text not null,
        below_count integer not null,
        below_tier_max text,
        up_count integer not null,
        up_tier_min text,
        stale_count integer not null,
        closes_since_entry integer not null,
        reviews_left integer,
        next_tier text,
        next_gap bigint,
        keep_gap bigint,
        near text check (near in ('up', 'down')),
        qualified_for text,
        assets bigint,
        primary key (ladder, month, party_id, edition)
    )`,
    'create index on serving.assignments (ladder, month, tier, measure desc, party_id)',
    `create index on serving.assignments (ladder, month, near, measure desc, party_id)
        where near is not null`,
    `create index on serving.assignments (ladder, month, earned_cause, measure desc, party_id)
        where earned_cause not in ('unchanged', 'unreviewed')`,
]
