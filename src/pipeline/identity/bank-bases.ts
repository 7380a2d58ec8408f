import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#domain/result.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { BankContext } from '../bank-context.ts'
import { isThere } from '../is-there.ts'
import { isSameComparison, type MatchBase, openBase } from './match-base.ts'
import type { MoreCounts } from './match-more.ts'
import type { StandingMatching } from './read-decisions.ts'

/**
 * Why all records were matched anew: somebody asked for it or gave weights, nothing was matched
 * before, the rules or the seed are others, nothing was kept that this version can go on from, or
 * too much has changed.
 */
export const wholeReasons = ['asked', 'weights', 'first', 'rules', 'seed', 'base', 'many'] as const
/** One of {@link wholeReasons}. */
export type WholeReason = (typeof wholeReasons)[number]

/** Below the identity folder: what matchings were made of. It may be deleted at any time. */
const basesName = 'bases'

/** Of records that weights were learned from so many hundredths may change: then they are old. */
export const mostChanged = 20

type Basing = Pick<BankContext, 'warehouse' | 'codeVersion'> & {
    readonly folders: Pick<BankContext['folders'], 'identity'>
}

/** What a matching that is asked for has to agree with. */
export type BaseAsked = {
    readonly standing: StandingMatching | null
    readonly policyKey: string
    readonly comparison: Comparison
    readonly seed: number
}

/** What the standing matching was made of, where it can be gone on from; else why it cannot. */
export async function openBankBase(
    { warehouse, folders, codeVersion }: Basing,
    { standing, policyKey, comparison, seed }: BaseAsked,
): Promise<MatchBase | WholeReason> {
    if (standing === null) return 'first'
    if (standing.policyKey !== policyKey) return 'rules'
    const folder = join(folders.identity, basesName, standing.path, comparison.id)
    try {
        const base = await openBase(warehouse, { folder, path: folder, version: codeVersion })
        if (!isSameComparison(base.card.comparison, comparison)) return 'rules'
        return base.card.seed === seed ? base : 'seed'
    } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause
        return 'base'
    }
}

/** How many records came, changed or went since the weights of a base were learned. */
export function changedSince(
    { card }: Pick<MatchBase, 'card'>,
    { added, changed, removed }: MoreCounts,
): number {
    return card.changed + added + changed + removed
}

/** Whether so many did that the weights are to be learned anew: {@link mostChanged}. */
export function isMuchChanged(base: MatchBase, counts: MoreCounts): boolean {
    return changedSince(base, counts) * 100 > base.card.whole * mostChanged
}

/** Where the base of a comparison grows beside the matching that it belongs to. */
export function growingBase(work: string, { id }: Comparison): string {
    return join(work, basesName, id)
}

/**
 * Puts the bases of a matching in place, and lets go of those of all others but the one that stood
 * before: it counts again when this one is taken back.
 */
export async function placeBases(
    { folders }: Pick<Basing, 'folders'>,
    {
        work,
        path,
        standing,
    }: {
        readonly work: string
        readonly path: string
        readonly standing: StandingMatching | null
    },
): Promise<void> {
    const all = join(folders.identity, basesName)
    const grown = join(work, basesName)
    await mkdir(all, { recursive: true, mode: 0o700 })
    await rm(join(all, path), { recursive: true, force: true })
    if (await isThere(grown)) await rename(grown, join(all, path))
    for (const name of await readdir(all)) {
        if (name === path || name === standing?.path) continue
        await rm(join(all, name), { recursive: true, force: true })
    }
}
