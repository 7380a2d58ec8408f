import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { evaluateClusters, type Groups } from '#identity/evaluate/evaluate-clusters.ts'
import { evaluatePairs, type JudgedPair } from '#identity/evaluate/evaluate-pairs.ts'
import type { MatchFigures } from '#identity/evaluate/match-figures.ts'
import { chance } from '#samplebank/draw.ts'
import { shared } from './public-sets.ts'

const script = join(shared, 'peers/linkage/evaluate.py')
const isThere = existsSync(script) && spawnSync('python3', ['--version']).status === 0
if (!isThere) console.warn(`\nNOT TESTED: no ${script} or no python3; TONG_SHARED names another\n`)

let folder = ''

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'evaluate-'))
})

afterAll(() => {
    rmSync(folder, { recursive: true })
})

type PeerFigures = {
    readonly precision: number | null
    readonly recall: number | null
    readonly f1: number | null
    readonly true_pairs?: number
    readonly predicted_pairs?: number
    readonly correct_pairs?: number
}

const nothing: PeerFigures = { precision: null, recall: null, f1: null }

/** A random base of so many records in so many entities, wrong here and there. */
function drawBase(seed: number): { truth: Groups; clusters: Groups; pairs: readonly JudgedPair[] } {
    const [entity, error, missing, other, score] = [
        'entity',
        'error',
        'missing',
        'other',
        'score',
    ].map((purpose) => chance(`${purpose} ${seed}`))
    const draw = (drawn: typeof entity, key: number, below: number): number =>
        drawn?.(key, below) ?? 0
    const spread = (key: number): number => Math.imul(key + 1, 0x9e3779b1) >>> 0
    const ids = Array.from({ length: 60 }, (_, record) => record)
    const entities = ids.map((id) => draw(entity, spread(id), 15 + seed))
    const truth = new Map(ids.map((id) => [`r${id}`, `e${entities[id]}`]))
    const clusters = new Map(
        ids.flatMap((id): [string, string][] => {
            if (draw(missing, spread(id), 10) === 0) return []
            const isWrong = draw(error, spread(id), 5) === 0
            return [[`r${id}`, isWrong ? `c${draw(other, spread(id), 20)}` : `c${entities[id]}`]]
        }),
    )
    const pairs = ids.flatMap((left) =>
        ids.flatMap((right): JudgedPair[] => {
            const at = spread(left * 1_000 + right)
            const isScored = entities[left] === entities[right] || draw(other, at, 20) === 0
            return isScored
                ? [{ left: `r${left}`, right: `r${right}`, score: draw(score, at, 9) }]
                : []
        }),
    )
    return { truth, clusters, pairs }
}

function writeCsv(name: string, rows: readonly (readonly (string | number)[])[]): string {
    const path = join(folder, name)
    writeFileSync(path, rows.map((row) => `${row.join()}\n`).join(''))
    return path
}

/** What the evaluator prints of clusters, and of pairs. */
type PeerAnswer = {
    readonly pairwise: PeerFigures
    readonly bcubed: PeerFigures
    readonly clusters: unknown
    readonly records_without_prediction: number
    readonly at: Readonly<Record<string, PeerFigures>>
    readonly candidate_pairs: number
    readonly recall_of_candidates: number
    readonly best: unknown
}

function askPeer(words: readonly string[]): PeerAnswer {
    const { stdout, stderr, status } = spawnSync('python3', [script, ...words], {
        encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout)
}

function expectFigures(ours: MatchFigures, peer: PeerFigures): void {
    expect([ours.truePairs, ours.predictedPairs, ours.correctPairs]).toEqual([
        peer.true_pairs,
        peer.predicted_pairs,
        peer.correct_pairs,
    ])
    expectShares(ours, peer)
}

function expectShares(
    ours: Pick<MatchFigures, 'precision' | 'recall' | 'f1'>,
    peer: PeerFigures,
): void {
    for (const name of ['precision', 'recall', 'f1'] as const) {
        expect(ours[name] ?? -1).toBeCloseTo(peer[name] ?? -1, 12)
    }
}

describe.runIf(isThere)('the neutral evaluator', () => {
    it('counts the same', () => {
        for (let seed = 1; seed <= 5; seed++) {
            const { truth, clusters, pairs } = drawBase(seed)
            const truthFile = writeCsv('truth.csv', [['record_id', 'entity_id'], ...truth])
            const foundFile = writeCsv('found.csv', [['record_id', 'cluster_id'], ...clusters])
            const pairFile = writeCsv('pairs.csv', [
                ['id_l', 'id_r', 'score'],
                ...pairs.map(({ left, right, score }) => [left, right, score]),
            ])
            const ours = valueOrThrow(evaluateClusters(clusters, truth))
            const peer = askPeer(['clusters', '--pred', foundFile, '--truth', truthFile])
            expectFigures(ours.pairwise, peer.pairwise)
            expectShares(ours.bCubed, peer.bcubed)
            expect(peer.clusters).toEqual({
                predicted: ours.clusters.predicted,
                true: ours.clusters.true,
                exactly_right: ours.clusters.exactlyRight,
                largest_predicted: ours.clusters.largestPredicted,
            })
            expect(peer.records_without_prediction).toBe(ours.recordsWithoutPrediction)

            const scores = [0, 3, 8, 9]
            const ourPairs = valueOrThrow(evaluatePairs(pairs, truth, scores))
            const at = ['--at', ...scores.map(String)]
            const peerPairs = askPeer(['pairs', '--pairs', pairFile, '--truth', truthFile, ...at])
            for (const { score, figures } of ourPairs.at) {
                expectFigures(figures, peerPairs.at[`${score}.0`] ?? nothing)
            }
            expect(peerPairs.candidate_pairs).toBe(ourPairs.candidatePairs)
            expect(peerPairs.recall_of_candidates).toBeCloseTo(
                ourPairs.recallOfCandidates ?? -1,
                12,
            )
            expect(peerPairs.best).toMatchObject({ threshold: ourPairs.best?.score })
        }
    })
})
