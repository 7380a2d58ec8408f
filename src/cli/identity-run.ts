import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { type MatchModel, weightOfChance } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { keepBase } from '#pipeline/identity/keep-base.ts'
import { type Matching, matchRecords } from '#pipeline/identity/match-records.ts'
import { type MatchingDesk, matchingStages, tableOf } from '#pipeline/identity/matching.ts'
import { weightsOf } from '#pipeline/identity/model-file.ts'
import { writeClusterTable } from '#pipeline/identity/write-matches.ts'
import { openWorkspace, type Workspace } from '#runtime/open-workspace.ts'
import { codeVersion } from '#runtime/shipped.ts'
import { readAskedTables, type TablesAsked } from './identity-comparison.ts'
import { type AskedFiles, askedFiles, type FileFlags, writeFound } from './identity-files.ts'
import { readLabelFile } from './identity-labels.ts'
import { readModelFile } from './identity-model-file.ts'
import { modelPage } from './identity-model-page.ts'
import { matchedTable } from './identity-tables.ts'
import { chanceFlag, seedFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import {
    type MatchingFigures,
    matchingJson,
    matchingText,
    type WrittenFiles,
} from './terminal/matching-text.ts'

/** What `tong identity run` is given. */
export type IdentityRunFlags = FileFlags &
    TablesAsked & {
        readonly link?: boolean
        readonly oneToOne?: boolean
        readonly labels?: string
        readonly model?: string
        readonly threshold?: string
        readonly seed: string
    }

/**
 * `tong identity run --input FILE`: finds which records of tables are one person or firm, without
 * a bank. What it writes are new files, each whole or not there at all.
 */
export async function runIdentity(frame: Frame, flags: IdentityRunFlags): Promise<void> {
    const { config, progress, say, signal } = frame
    const seed = seedFlag(flags.seed)
    const accept = chanceFlag(flags.threshold, '--threshold')
    const { isOneToOne, isLink } = linkOf(flags)
    const asked = await askedFiles(flags)
    const workspace = await openWorkspace(config, signal)
    try {
        progress.begin({ label: say('cli.progress.matching'), total: matchingStages.length + 1 })
        const { tables, ids, chosen } = await readAskedTables(flags, workspace, signal)
        const comparison = withAccept(chosen.comparison, accept)
        const weights =
            flags.model === undefined ? null : await readWeights(comparison, flags.model)
        const desk = await deskOf(frame, workspace)
        const labels =
            flags.labels === undefined
                ? null
                : await readLabelFile({
                      ...{ path: flags.labels, tables: tables.length, isLink, workspace, signal },
                  })
        const matching = await matchRecords(desk, {
            ...{ comparison, isLink, isOneToOne, labels, weights, seed },
            tables: tables.map((table, place) => matchedTable(table, ids[place] ?? '')),
        })
        progress.advance(matchingStages.length, say('cli.identity.stage.writing'))
        const figures = figuresOf(matching, comparison)
        const page =
            asked.page === null
                ? null
                : await modelPage(frame, desk, { matching, comparison, figures })
        const written = await writeWhole(desk, {
            ...{ matching, comparison, figures, isLink, ids, seed, page, asked },
        })
        progress.advance(matchingStages.length + 1)
        const found = { matching, comparison, figures, written, tables, ids, isLink }
        const told = { ...found, policy: chosen.policy, weightsFrom: flags.model ?? null }
        frame.answer({
            json: matchingJson(told, say),
            text: () => matchingText(frame, told),
        })
    } finally {
        await workspace.close()
    }
}

async function readWeights(comparison: Comparison, path: string): Promise<MatchModel> {
    return weightsOf(comparison, await readModelFile(path))
}

/** How rows are linked. Throws Refusal where that does not fit the files, or what is kept. */
function linkOf(flags: IdentityRunFlags): {
    readonly isLink: boolean
    readonly isOneToOne: boolean
} {
    const isOneToOne = flags.oneToOne === true
    const isLink = flags.link === true || isOneToOne
    if (isOneToOne && flags.input.length !== 2) {
        refuse('cli.identity_one_to_one_files', { files: flags.input.length })
    }
    if (isLink && flags.input.length < 2) refuse('cli.identity_link_alone')
    const unkept = isOneToOne ? '--one-to-one' : flags.labels === undefined ? null : '--labels'
    // What is kept is clustered by pairs alone: nothing else would hold when more records come.
    if (flags.keep !== undefined && unkept !== null) {
        refuse('cli.flags_together', { one: '--keep', other: unkept })
    }
    return { isLink, isOneToOne }
}

type Whole = {
    readonly matching: Matching
    readonly comparison: Comparison
    readonly figures: MatchingFigures
    readonly isLink: boolean
    readonly ids: readonly string[]
    readonly seed: number
    readonly page: string | null
    readonly asked: AskedFiles
}

async function writeWhole(
    desk: MatchingDesk,
    { matching, comparison, figures, isLink, ids, seed, page, asked }: Whole,
): Promise<WrittenFiles> {
    if (asked.clusters !== null || asked.keep !== null) {
        await writeClusterTable(desk, matching.clustering)
    }
    const found = {
        records: tableOf(desk, 'records'),
        clusters: tableOf(desk, 'clusters'),
        scored: tableOf(desk, 'scored'),
    }
    const kept = { comparison, isLink, ids, seed, version: codeVersion(), hasPairs: true }
    const { written } = await writeFound(desk, {
        ...{ found, hasSources: ids.length > 1, asked, page },
        keep: (lane, folder) => keepBase(lane, folder, { ...matching, ...kept }),
        count: async () => figures,
    })
    return written
}

/** Where less is accepted, nothing above it is left to review. */
function withAccept(comparison: Comparison, accept: number | null): Comparison {
    if (accept === null) return comparison
    const review = Math.min(comparison.thresholds.review, accept)
    return { ...comparison, thresholds: { accept, review } }
}

/** What matching works with below the folder of a workspace; it tells how far it is. */
export async function deskOf(
    { progress, say, signal }: Frame,
    { folder, warehouse }: Workspace,
): Promise<MatchingDesk> {
    const work = join(folder, 'matching')
    await mkdir(work)
    return {
        ...{ warehouse, folder: work, signal },
        onStage: (stage) => {
            progress.advance(matchingStages.indexOf(stage), say(`cli.identity.stage.${stage}`))
        },
    }
}

/** Counts what became of records and pairs. */
export function figuresOf(
    { records, pairs, clustering, input }: Matching,
    { thresholds }: Comparison,
): MatchingFigures {
    const sizes = new Uint32Array(records)
    for (const first of clustering.cluster) sizes[first] = (sizes[first] ?? 0) + 1
    const shared = sizes.filter((size) => size > 1)
    const [accept, review] = [weightOfChance(thresholds.accept), weightOfChance(thresholds.review)]
    let [joined, keptApart, toReview] = [0, 0, 0]
    for (const [place, weight] of input.pairs.weight.entries()) {
        const [left = 0, right = 0] = [input.pairs.left[place], input.pairs.right[place]]
        const isOne = clustering.cluster[left] === clustering.cluster[right]
        if (weight >= accept && isOne) joined++
        else if (weight >= accept) keptApart++
        else if (weight >= review) toReview++
    }
    return {
        ...{ records, pairs, joined, keptApart, toReview },
        clusters: sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0),
        sharedClusters: shared.length,
        recordsInShared: shared.reduce((sum, size) => sum + size, 0),
        largestCluster: sizes.reduce((most, size) => Math.max(most, size), 0),
    }
}
