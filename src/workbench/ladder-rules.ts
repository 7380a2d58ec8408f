import type { Kysely } from 'kysely'
import { addMonths, type Month, monthsOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type LoadedPolicy, readPublishedPolicies, versionInForce } from '#serving/loaded-policy.ts'
import type { Tables } from '#store/tables.ts'
import { monthServedOf } from '#tiers/month-served.ts'
import type { Workbench } from './workbench.ts'

/** What a ladder's requests are checked against. */
export type LadderRules = {
    readonly ladder: string
    /** Shipped and published versions, the earliest first; at least one. */
    readonly versions: readonly LoadedPolicy[]
    /** The last month that is closed; null: none. */
    readonly lastClosed: Month | null
    /** The first service month that may still be decided on: earlier ones have been served. */
    readonly firstOpen: Month
}

/** Reads a ladder's versions and how far it is closed. Refuses where it has no version. */
export async function readLadderRules(
    { settings, shipped }: Pick<Workbench, 'settings' | 'shipped'>,
    db: Kysely<Tables>,
    ladder: string,
): Promise<LadderRules> {
    const { baseCurrency } = settings
    const published = await readPublishedPolicies(db, { ladders: [ladder], baseCurrency })
    const versions = [...shipped.filter(({ policy }) => policy.ladder === ladder), ...published]
    versions.sort((left, right) => left.policy.effectiveFrom - right.policy.effectiveFrom)
    if (versions.length === 0) refuse('pipeline.ladder_unknown', { ladder })
    const lastClosed = await lastClosedMonth(db, ladder)
    const close = lastClosed ?? settings.firstClose
    const atClose = versionInForce(versions, { ladder, month: close }) ?? versions[0]
    const firstOpen = atClose === undefined ? close : monthServedOf(atClose.policy, close)
    return { ladder, versions, lastClosed, firstOpen }
}

/** The last month of a ladder that is closed; null: none. */
export async function lastClosedMonth(db: Kysely<Tables>, ladder: string): Promise<Month | null> {
    const row = await db
        .selectFrom('serving.closes')
        .select(({ fn }) => fn.max('month').as('month'))
        .where('ladder', '=', ladder)
        .executeTakeFirst()
    return row?.month ?? null
}

/** The version whose close serves a month; the earliest there is where all come later. */
export function versionServing(
    { ladder, versions }: Pick<LadderRules, 'ladder' | 'versions'>,
    month: Month,
): LoadedPolicy {
    for (const close of [addMonths(month, -1), month]) {
        const version = versionInForce(versions, { ladder, month: close })
        if (version !== null && monthServedOf(version.policy, close) === month) return version
    }
    const [earliest] = versions
    return versionInForce(versions, { ladder, month }) ?? earliest ?? noVersion(ladder)
}

/** All versions that serve some month of a range, each once. */
export function versionsServing(
    rules: Pick<LadderRules, 'ladder' | 'versions'>,
    range: { readonly from: Month; readonly to: Month },
): readonly LoadedPolicy[] {
    return [...new Set(monthsOf(range).map((month) => versionServing(rules, month)))]
}

function noVersion(ladder: string): never {
    return refuse('pipeline.ladder_unknown', { ladder })
}
