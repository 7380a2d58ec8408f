import { sql } from 'kysely'
import { addMonths, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { PolicyVersionsTable } from '#store/tables.ts'
import { lastClosedMonth } from '../ladder-rules.ts'
import type { Workbench } from '../workbench.ts'

/** Where a version stands: on its way, or in force at the ladder's next close, or not then. */
export type PolicyStanding = 'submitted' | 'approved' | 'withdrawn' | 'past' | 'in_force' | 'coming'

/** One version of a ladder's rules in a list. */
export type ListedPolicy = {
    readonly ladder: string
    readonly version: string
    readonly effectiveFrom: Month
    readonly standing: PolicyStanding
    /** `wealth@2025-01#<first 12 hex of sha256>` */
    readonly policyKey: string
    readonly origin: 'shipped' | 'bank'
    /** Whether `tong.yaml` has the ladder closed. */
    readonly isLadderInForce: boolean
    readonly submittedBy: string | null
    readonly approvedBy: string | null
}

/** All versions of all ladders, by ladder and first month. */
export async function listPolicies(workbench: Workbench): Promise<readonly ListedPolicy[]> {
    const { store, shipped } = workbench
    const rows = await store.db
        .selectFrom('workbench.policy_versions')
        .selectAll()
        .orderBy('version_id')
        .execute()
    const ours = shipped.map(({ policy, policyKey }) => {
        const { ladder, version, effectiveFrom } = policy
        const known = { ladder, version, effectiveFrom, policyKey, status: 'published' } as const
        return { ...known, origin: 'shipped', submittedBy: null, approvedBy: null } as const
    })
    const own = rows.map((row) => ({
        ladder: row.ladder,
        version: row.version,
        effectiveFrom: row.effective_from,
        policyKey: `${row.ladder}@${row.version}#${row.sha256.slice(0, 12)}`,
        status: row.status,
        origin: 'bank' as const,
        submittedBy: row.submitted_by,
        approvedBy: row.approved_by,
    }))
    const all = [...ours, ...own].sort(
        (left, right) =>
            left.ladder.localeCompare(right.ladder, 'en') ||
            left.effectiveFrom - right.effectiveFrom,
    )
    const next = await nextCloses(workbench, all)
    return all.map(({ status, ...one }) => {
        const { policyKey, ladder, effectiveFrom } = one
        const close = next.get(ladder)
        const standing = standingOf({ policyKey, effectiveFrom, status }, close)
        const isLadderInForce = workbench.settings.ladders.includes(ladder)
        return { ...one, standing, isLadderInForce }
    })
}

/** The month that a ladder closes next, and the key of the version in force then. */
type NextClose = { readonly month: Month; readonly policyKey: string | null }

type Version = Pick<ListedPolicy, 'policyKey' | 'effectiveFrom'> & {
    readonly status: PolicyVersionsTable['status']
}

async function nextCloses(
    { store, settings }: Workbench,
    all: readonly (Version & { readonly ladder: string })[],
): Promise<ReadonlyMap<string, NextClose>> {
    const next = new Map<string, NextClose>()
    for (const ladder of new Set(all.map((one) => one.ladder))) {
        const last = await lastClosedMonth(store.db, ladder)
        const month = last === null ? settings.firstClose : addMonths(last, 1)
        const begun = all.filter(
            (one) =>
                one.ladder === ladder && one.status === 'published' && one.effectiveFrom <= month,
        )
        next.set(ladder, { month, policyKey: begun.at(-1)?.policyKey ?? null })
    }
    return next
}

function standingOf(
    { policyKey, effectiveFrom, status }: Version,
    close: NextClose | undefined,
): PolicyStanding {
    if (status !== 'published') return status
    if (close === undefined || effectiveFrom > close.month) return 'coming'
    return close.policyKey === policyKey ? 'in_force' : 'past'
}

/** One thing that was done with a ladder's policies. */
export type PolicyEvent = {
    /** `submit` */
    readonly action: string
    readonly version: string
    readonly at: Date
    readonly actor: string
    readonly osUser: string
}

/** Who did what with a ladder's policies, the first first. */
export async function policyHistory(
    { store }: Pick<Workbench, 'store'>,
    ladder: string,
): Promise<readonly PolicyEvent[]> {
    const rows = await store.db
        .selectFrom('audit.events')
        .select(['action', 'subject', 'at', 'actor', 'os_user'])
        .where('action', 'like', 'policies.%')
        .where(sql<boolean>`starts_with(subject, ${`${ladder}@`})`)
        .orderBy('event_id')
        .execute()
    return rows.map(({ action, subject, at, actor, os_user: osUser }) => {
        const version = subject.slice(ladder.length + 1)
        return { action: action.slice('policies.'.length), version, at, actor, osUser }
    })
}

/** A version by its name, shipped or from the store in whatever state it is. */
export async function findPolicyText(
    { store, shipped }: Pick<Workbench, 'store' | 'shipped'>,
    { ladder, version }: { readonly ladder: string; readonly version: string },
): Promise<string> {
    const ours = shipped.find(
        ({ policy }) => policy.ladder === ladder && policy.version === version,
    )
    if (ours !== undefined) return ours.text
    const row = await store.db
        .selectFrom('workbench.policy_versions')
        .select('text')
        .where('ladder', '=', ladder)
        .where('version', '=', version)
        .orderBy('version_id', 'desc')
        .limit(1)
        .executeTakeFirst()
    if (row !== undefined) return row.text
    return refuse('workbench.policy_unknown', { ladder, version, known: 'none' })
}
