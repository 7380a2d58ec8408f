import { type Kysely, sql } from 'kysely'

/** What has left the bank, for whom, and how much of it was shown. */
export async function up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements: readonly string[] = [
    `create table audit.exports (
        export_no integer generated always as identity primary key,
        at timestamptz not null default now(),
        actor text not null,
        os_user text not null,
        kind text not null check (kind in ('table', 'list', 'cut')),
        name text not null,
        month integer check (month between 190001 and 299912),
        run_id text not null references serving.runs,
        policy_key text,
        filter jsonb not null,
        columns text[] not null,
        masked_columns text[] not null check (masked_columns <@ columns),
        rows bigint not null check (rows >= 0),
        withheld bigint not null check (withheld >= 0),
        format text not null check (format in ('csv', 'parquet', 'xlsx')),
        file text not null,
        bytes bigint not null check (bytes >= 0),
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        masked boolean not null,
        reason text check (length(trim(reason)) > 0),
        check (masked or reason is not null)
    )`,
    'create index on audit.exports (at)',
    `create trigger append_only before update or delete or truncate on audit.exports
        execute function audit.refuse_change()`,
]
