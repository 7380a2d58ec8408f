import { type Kysely, sql } from 'kysely'

/** What matching found and people decided of records, and where a party's other records lead. */
export async function up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
}

const stays = (table: string): string =>
    `create trigger append_only before update or delete or truncate on workbench.${table}
        execute function audit.refuse_change()`

const statements: readonly string[] = [
    `create table workbench.matchings (
        matching_no integer generated always as identity primary key,
        at timestamptz not null default now(),
        actor text not null,
        reason text,
        policy_key text not null,
        policy_text text not null,
        seed bigint not null,
        path text not null,
        digest text not null,
        figures jsonb not null
    )`,
    `create table workbench.identity_decisions (
        decision_no integer generated always as identity primary key,
        at timestamptz not null default now(),
        actor text not null,
        reason text not null,
        kind text not null check (kind in ('together', 'apart')),
        left_records bigint[] not null check (cardinality(left_records) between 1 and 1000),
        right_records bigint[] not null check (cardinality(right_records) between 1 and 1000),
        check (not (left_records && right_records))
    )`,
    'create index on workbench.identity_decisions using gin (left_records)',
    'create index on workbench.identity_decisions using gin (right_records)',
    `create table workbench.identity_undos (
        undo_no integer generated always as identity primary key,
        at timestamptz not null default now(),
        actor text not null,
        reason text not null,
        decision_no integer unique references workbench.identity_decisions,
        matching_no integer unique references workbench.matchings,
        check ((decision_no is null) <> (matching_no is null))
    )`,
    stays('matchings'),
    stays('identity_decisions'),
    stays('identity_undos'),
    `create table serving.party_records (
        record_id bigint primary key,
        record_key text not null unique,
        party_id bigint not null
    )`,
    'create index on serving.party_records (party_id)',
]
