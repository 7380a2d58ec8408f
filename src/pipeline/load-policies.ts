import { formatMonth } from '#domain/month.ts'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import {
    type LoadedPolicy,
    loadedPolicy,
    readPublishedPolicies,
    versionInForce,
} from '#serving/loaded-policy.ts'
import { checkSuccession } from '#tiers/check-succession.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { BankContext } from './bank-context.ts'
import type { Close } from './bank-inputs.ts'
import { isHeaded, policyFiles, readRules } from './policy-files.ts'

export type { LoadedPolicy } from '#serving/loaded-policy.ts'

/** Ladders and the currency that their amounts have to be in. */
export type LaddersAsked = { readonly ladders: readonly string[]; readonly baseCurrency: string }

/**
 * All versions of the bank's ladders: those that come with Tong, and its own that are published.
 * Throws Refusal with every fault of every version, or where a ladder has no policy at all.
 */
export async function loadPolicies({
    policyRoots,
    settings,
    db,
}: Pick<BankContext, 'policyRoots' | 'settings' | 'db'>): Promise<readonly LoadedPolicy[]> {
    const shipped = await loadShippedPolicies(policyRoots, settings)
    const published = await readPublishedPolicies(db, settings)
    const policies = [...shipped, ...published]
    const failures = settings.ladders.flatMap((ladder) => ladderFaults(policies, ladder))
    if (failures.length > 0) throw new Refusal(failures)
    return policies
}

/** The versions of these ladders that lie as files. Throws Refusal with every fault of each. */
export async function loadShippedPolicies(
    roots: readonly string[],
    asked: LaddersAsked,
): Promise<readonly LoadedPolicy[]> {
    const { policies, failures } = await readShippedPolicies(roots, asked)
    if (failures.length > 0) throw new Refusal(failures)
    return policies
}

/** The same, with the faults of those that cannot be read: a ladder of another currency, say. */
export async function readShippedPolicies(
    roots: readonly string[],
    { ladders, baseCurrency }: LaddersAsked,
): Promise<{
    readonly policies: readonly LoadedPolicy[]
    readonly failures: readonly Failure[]
}> {
    const { read, failures } = await readRules(roots, {
        isAsked: ({ folder }) => ladders.includes(folder),
        parse: (text, { file }) => parsePolicy(text, { file, baseCurrency }),
    })
    return { policies: read.map(({ rules, text }) => loadedPolicy(rules, text)), failures }
}

/** The names of the ladders that come with Tong, in any currency. */
export async function shippedLadders(roots: readonly string[]): Promise<readonly string[]> {
    const files = await policyFiles(roots)
    const ladders = files.filter(({ text }) => isHeaded(text, 'ladder'))
    return [...new Set(ladders.map(({ folder }) => folder))].sort()
}

function ladderFaults(policies: readonly LoadedPolicy[], ladder: string): readonly Failure[] {
    const versions = policies
        .map(({ policy }) => policy)
        .filter((policy) => policy.ladder === ladder)
        .sort((left, right) => left.effectiveFrom - right.effectiveFrom)
    if (versions.length === 0) return [failure('pipeline.ladder_unknown', { ladder })]
    return versions.flatMap((after, index) =>
        checkSuccession({ before: versions[index - 1] ?? null, after }),
    )
}

/** The version in force at a close: the latest that has come into effect by then. */
export function policyInForce(
    policies: readonly LoadedPolicy[],
    { ladder, month }: Close,
): LoadedPolicy {
    const found = versionInForce(policies, { ladder, month })
    return found ?? refuse('pipeline.policy_missing', { ladder, month: formatMonth(month) })
}
