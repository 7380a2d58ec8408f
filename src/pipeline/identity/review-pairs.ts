import { refuse } from '#domain/result.ts'
import { type ReviewReason, reviewQueue } from '#identity/cluster/review-queue.ts'
import { clusterDecided } from '#identity/decisions/cluster-decided.ts'
import { standingDecisions } from '#identity/decisions/standing-decisions.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import type { BankContext } from '../bank-context.ts'
import { lastRunWith } from '../last-runs.ts'
import { relationOf } from '../run-relations.ts'
import { type KnownRecords, type NamedRecord, recordsById } from './find-records.ts'
import { matchedParts, readClusterInput, readRecordColumn } from './matched-parts.ts'
import { readDecisions } from './read-decisions.ts'
import { decidedPairs } from './resolve-parties.ts'

/** Two parties that may be one, by their best pair of records. */
export type OpenPair = {
    readonly left: NamedRecord
    readonly right: NamedRecord
    /** In thousandths of a bit. */
    readonly weight: number
    readonly reason: ReviewReason
    /** How many pairs of records speak for it. */
    readonly pairs: number
}

/** What waits for people, the worthiest first: `count` in all, the first of them with names. */
export type Reviews = {
    readonly count: number
    readonly pairs: readonly OpenPair[]
    /** Whether the assets of parties were known: else all count alike. */
    readonly isByAssets: boolean
}

/**
 * Pairs that the last matching is not sure of and nobody has decided. Refuses with
 * `identity.nothing_matched` where there is no matching.
 */
export async function reviewBank(
    context: BankContext,
    { known, limit }: { readonly known: KnownRecords; readonly limit: number },
): Promise<Reviews> {
    const { warehouse, db } = context
    const matching = known.resolution?.matching ?? refuse('identity.nothing_matched')
    const standing = standingDecisions(await readDecisions(db))
    const assets = await assetsByParty(context)
    const found: (Omit<OpenPair, 'left' | 'right'> & {
        readonly ids: readonly [bigint, bigint]
        readonly value: number
    })[] = []
    for (const part of await matchedParts(context, matching)) {
        const ids = await readRecordColumn(warehouse, { ...part, column: 'record_id' })
        const input = await readClusterInput(warehouse, { ...part, records: ids.length })
        const places = new Map(ids.map((id, place) => [id, place] as const))
        const decided = decidedPairs(standing, (id) => places.get(id))
        const clusters = clusterDecided(input, decided)
        const worth = assets === null ? null : Float64Array.from(ids, (id) => assets.get(id) ?? 0)
        const reject = weightOfChance(part.comparison.thresholds.review)
        const asked = { ...input, apart: decided.apart, reject, worth }
        for (const { left, right, ...item } of reviewQueue(asked, clusters)) {
            const [one, other] = [ids[left], ids[right]]
            if (one !== undefined && other !== undefined) {
                found.push({ ...item, ids: [one, other] })
            }
        }
    }
    found.sort((one, other) => other.value - one.value || other.weight - one.weight)
    const first = found.slice(0, limit)
    const named = await recordsById(context, { known, ids: first.flatMap(({ ids }) => ids) })
    const pairs = first.flatMap(({ ids: [one, other], ...item }): readonly OpenPair[] => {
        const [left, right] = [named.get(one), named.get(other)]
        return left === undefined || right === undefined ? [] : [{ ...item, left, right }]
    })
    return { count: found.length, pairs, isByAssets: assets !== null }
}

/** Assets of parties in whole units, from the last run that built them; null: none did. */
async function assetsByParty(context: BankContext): Promise<ReadonlyMap<bigint, number> | null> {
    const { built } = await lastRunWith(context, {
        models: ['features.party_months'],
        month: null,
    })
    if (built === null) return null
    const assets = new Map<bigint, number>()
    const relation = relationOf(built, 'features.party_months')
    for await (const [parties = [], sums = []] of context.warehouse.chunks(
        `select party_id, cast(aum_end_month as bigint) as aum from ${relation} months`,
    )) {
        for (const [at, party] of parties.entries()) {
            assets.set(party as bigint, 1 + Math.max(0, Number(sums[at] ?? 0)))
        }
    }
    return assets
}
