import { type Kysely, sql } from 'kysely'

/** Batches table by table, taken back, and the closed months that they change. */
export async function up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements: readonly string[] = [
    `alter table workbench.batches
        add column status text not null default 'taken' check (status in ('taken', 'undone')),
        add column after_run integer not null default 0,
        add column undone_by text,
        add column undone_at timestamptz,
        add column undone_reason text,
        add column undone_after_run integer,
        add check ((status = 'undone') = (undone_by is not null)),
        add check ((status = 'undone') = (undone_at is not null)),
        add check ((status = 'undone') = (undone_reason is not null))`,
    'create unique index on workbench.batches (batch_no)',
    `create table workbench.batch_tables (
        batch_id text not null references workbench.batches,
        table_name text not null,
        delivery text not null check (delivery in ('whole', 'changes', 'periods')),
        columns jsonb,
        read bigint not null check (read = accepted + rejected),
        accepted bigint not null check (accepted >= 0),
        rejected bigint not null check (rejected >= 0),
        rejects jsonb not null,
        reach date,
        periods integer[],
        primary key (batch_id, table_name)
    )`,
    `insert into workbench.batch_tables
        (batch_id, table_name, delivery, read, accepted, rejected, rejects)
        select batch_id, key, 'whole', value::bigint, value::bigint, 0, '[]'
        from workbench.batches, jsonb_each_text(rows)`,
    `create table workbench.late_months (
        batch_id text not null references workbench.batches,
        event text not null check (event in ('taken', 'undone')),
        table_name text not null,
        month integer not null check (month between 190001 and 299912),
        rows bigint not null check (rows > 0),
        after_run integer not null,
        primary key (batch_id, event, table_name, month)
    )`,
    `create table workbench.quality (
        batch_id text not null references workbench.batches,
        table_name text not null,
        field text not null,
        check_name text not null,
        failed bigint not null check (failed between 0 and checked),
        checked bigint not null,
        primary key (batch_id, table_name, field, check_name)
    )`,
]
