import { type Kysely, sql } from 'kysely'

/** Policies, overrides, grants, opening states, and what was done; editions with reasons. */
export async function up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
}

const month = 'integer not null check (%s between 190001 and 299912)'
const monthOf = (name: string): string => `${name} ${month.replace('%s', name)}`
const decided = `
        status text not null check (status in ('requested', 'approved', 'refused', 'withdrawn')),
        requested_by text not null,
        requested_at timestamptz not null default now(),
        decided_by text,
        decided_at timestamptz,
        check (decided_by <> requested_by or status = 'withdrawn')`

const statements: readonly string[] = [
    'create schema audit',
    `create table workbench.policy_versions (
        version_id integer generated always as identity primary key,
        ladder text not null,
        version text not null,
        ${monthOf('effective_from')},
        text text not null,
        sha256 text not null,
        status text not null
            check (status in ('submitted', 'approved', 'published', 'withdrawn')),
        submitted_by text not null,
        submitted_at timestamptz not null default now(),
        approved_by text check (approved_by <> submitted_by),
        approved_at timestamptz,
        published_by text,
        published_at timestamptz
    )`,
    `create unique index on workbench.policy_versions (ladder, version)
        where status <> 'withdrawn'`,
    `create function workbench.refuse_published_change() returns trigger language plpgsql as $$
        begin raise exception 'a published policy never changes'; end
    $$`,
    `create trigger published_stays before update or delete on workbench.policy_versions
        for each row when (old.status = 'published')
        execute function workbench.refuse_published_change()`,
    `create trigger text_stays before update on workbench.policy_versions
        for each row when (new.text <> old.text or new.sha256 <> old.sha256)
        execute function workbench.refuse_published_change()`,
    `create table workbench.overrides (
        override_id integer generated always as identity primary key,
        ladder text not null,
        party_id bigint not null,
        mode text not null check (mode in ('at_least', 'exactly')),
        tier text not null,
        lifts text,
        ${monthOf('from_month')},
        ${monthOf('until_month')},
        reason text not null,${decided}
    )`,
    'create index on workbench.overrides (ladder, party_id)',
    'create index on workbench.overrides (ladder, until_month)',
    `create table workbench.override_months (
        ladder text not null,
        party_id bigint not null,
        ${monthOf('month')},
        override_id integer not null references workbench.overrides,
        primary key (ladder, month, party_id)
    )`,
    'create index on workbench.override_months (override_id)',
    `create table workbench.grants (
        grant_id integer generated always as identity primary key,
        ladder text not null,
        campaign text not null,
        tier text not null,
        from_day date not null,
        until_day date not null check (until_day >= from_day),
        reason text not null,${decided}
    )`,
    'create index on workbench.grants (ladder, until_day)',
    `create table workbench.grant_parties (
        grant_id integer not null references workbench.grants,
        party_id bigint not null,
        primary key (grant_id, party_id)
    )`,
    'create index on workbench.grant_parties (party_id)',
    `create table workbench.opening_states (
        ladder text not null,
        party_id bigint not null,
        tier text not null,
        below_count integer not null check (below_count between 0 and 60),
        closes_since_entry integer not null check (closes_since_entry >= 0),
        primary key (ladder, party_id)
    )`,
    `create table audit.events (
        event_id integer generated always as identity primary key,
        at timestamptz not null default now(),
        actor text not null,
        os_user text not null,
        action text not null,
        subject text not null,
        details jsonb not null
    )`,
    'create index on audit.events (subject)',
    'create index on audit.events (at)',
    `create function audit.refuse_change() returns trigger language plpgsql as $$
        begin raise exception 'what was done is never rewritten'; end
    $$`,
    `create trigger append_only before update or delete or truncate on audit.events
        execute function audit.refuse_change()`,
    'alter table serving.closes add column reason text',
    'alter table serving.assignments add column rule text',
    'alter table serving.assignments add column restricted boolean not null default false',
    `create index on serving.assignments (ladder, month, cause, measure desc, party_id)
        where cause <> 'earned'`,
]
