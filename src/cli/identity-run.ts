import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { type Matching, matchRecords } from '#pipeline/identity/match-records.ts'
import { type MatchingDesk, matchingStages } from '#pipeline/identity/matching.ts'
import { writeClusters, writePairs } from '#pipeline/identity/write-matches.ts'
import { openWorkspace, type Workspace } from '#runtime/open-workspace.ts'
import { type ChosenComparison, chooseComparison } from './identity-comparison.ts'
import { readLabelFile } from './identity-labels.ts'
import { modelPage } from './identity-model-page.ts'
import { idsOf, matchedTable, type NamedTable, readNamedTables } from './identity-tables.ts'
import { type NewFile, newFileIf, placeNew } from './new-file.ts'
import { chanceFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import {
    type MatchingFigures,
    matchingJson,
    matchingText,
    type WrittenFiles,
} from './terminal/matching-text.ts'

/** What `tong identity run` is given. */
export type IdentityRunFlags = {
    readonly input: readonly string[]
    readonly policy?: string
    readonly comparison?: string
    readonly id?: string
    readonly link?: boolean
    readonly oneToOne?: boolean
    readonly labels?: string
    readonly page?: string
    readonly pairs?: string
    readonly clusters?: string
    readonly threshold?: string
    readonly seed: string
}

/** Less likely pairs are of no use to anybody, and there are many of them. */
const leastWritten = 0.01

const seedMax = 2 ** 32 - 1

/**
 * `tong identity run --input FILE`: finds which records of tables are one person or firm, without
 * a bank. What it writes are new files, each whole or not there at all.
 */
export async function runIdentity(frame: Frame, flags: IdentityRunFlags): Promise<void> {
    const { config, progress, say, signal } = frame
    const seed = numberFlag(flags.seed, { flag: '--seed', min: 0, max: seedMax })
    const accept = chanceFlag(flags.threshold, '--threshold')
    const isOneToOne = flags.oneToOne === true
    const isLink = flags.link === true || isOneToOne
    if (isOneToOne && flags.input.length !== 2) {
        refuse('cli.identity_one_to_one_files', { files: flags.input.length })
    }
    if (isLink && flags.input.length < 2) refuse('cli.identity_link_alone')
    const asked = await filesOf(flags)
    const workspace = await openWorkspace(config, signal)
    try {
        progress.begin({ label: say('cli.progress.matching'), total: matchingStages.length + 1 })
        const tables = await readNamedTables(flags.input, workspace, signal)
        refuseFew(tables)
        const { warehouse } = workspace
        const ids = await idsOf(tables, { asked: flags.id ?? null, warehouse })
        const { policy, comparison: id } = flags
        const chosen = await chooseComparison(tables, { policy, comparison: id, ids, warehouse })
        const comparison = withAccept(chosen.comparison, accept)
        const desk = await deskOf(frame, workspace)
        const labels =
            flags.labels === undefined
                ? null
                : await readLabelFile({
                      ...{ path: flags.labels, tables: tables.length, isLink, workspace, signal },
                  })
        const matching = await matchRecords(desk, {
            ...{ comparison, isLink, isOneToOne, labels, seed },
            tables: tables.map((table, place) => matchedTable(table, ids[place] ?? '')),
        })
        progress.advance(matchingStages.length, say('cli.identity.stage.writing'))
        const figures = figuresOf(matching, comparison)
        const page =
            asked.page === null
                ? null
                : await modelPage(frame, desk, { matching, comparison, figures })
        const written = await writeFiles(desk, { matching, asked, tables, page })
        progress.advance(matchingStages.length + 1)
        const found = { matching, comparison, figures, written, tables, ids, isLink }
        const { policy: from } = chosen satisfies ChosenComparison
        frame.answer({
            json: matchingJson({ ...found, policy: from }, say),
            text: () => matchingText(frame, { ...found, policy: from }),
        })
    } finally {
        await workspace.close()
    }
}

type AskedFiles = {
    readonly pairs: NewFile | null
    readonly clusters: NewFile | null
    readonly page: NewFile | null
}

async function filesOf(flags: IdentityRunFlags): Promise<AskedFiles> {
    const pairs = await newFileIf(flags.pairs, '--pairs')
    const clusters = await newFileIf(flags.clusters, '--clusters')
    const page = await newFileIf(flags.page, '--page')
    refuseTwice({ file: pairs, one: '--pairs' }, { file: clusters, one: '--clusters' })
    refuseTwice({ file: page, one: '--page' }, { file: pairs, one: '--pairs' })
    refuseTwice({ file: page, one: '--page' }, { file: clusters, one: '--clusters' })
    return { pairs, clusters, page }
}

type AskedFile = { readonly file: NewFile | null; readonly one: string }

function refuseTwice({ file, one }: AskedFile, other: AskedFile): void {
    if (file === null || file.path !== other.file?.path) return
    refuse('cli.out_twice', { path: file.path, one, other: other.one })
}

/** One record alone is nobody else's. */
function refuseFew(tables: readonly NamedTable[]): void {
    const records = tables.reduce((sum, { rows }) => sum + rows, 0)
    const file = tables.map(({ path }) => path).join(', ')
    if (records < 2) refuse('cli.identity_records_few', { records }, { file })
}

/** Where less is accepted, nothing above it is left to review. */
function withAccept(comparison: Comparison, accept: number | null): Comparison {
    if (accept === null) return comparison
    const review = Math.min(comparison.thresholds.review, accept)
    return { ...comparison, thresholds: { accept, review } }
}

async function deskOf(
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

type Writing = {
    readonly matching: Matching
    readonly asked: AskedFiles
    readonly tables: readonly NamedTable[]
    /** The text of the page about the model; null where none was asked for. */
    readonly page: string | null
}

/** Written where nobody looks, then put in place: a killed command leaves no half file. */
async function writeFiles(
    desk: MatchingDesk,
    { matching, asked: { pairs, clusters, page: pageFile }, tables, page }: Writing,
): Promise<WrittenFiles> {
    const hasSources = tables.length > 1
    const file = { pairs: join(desk.folder, 'out-pairs'), clusters: join(desk.folder, 'out-rows') }
    let pairsWritten = 0
    if (clusters !== null) {
        await writeClusters(desk, { matching, hasSources, file: file.clusters })
    }
    if (pairs !== null) {
        const wanted = { least: leastWritten, hasSources, file: file.pairs }
        pairsWritten = await writePairs(desk, wanted)
    }
    const pagePath = join(desk.folder, 'out-page')
    if (page !== null) await writeFile(pagePath, page)
    desk.signal.throwIfAborted()
    if (pageFile !== null) await placeNew(pagePath, pageFile)
    if (clusters !== null) await placeNew(file.clusters, clusters)
    if (pairs !== null) await placeNew(file.pairs, pairs)
    return {
        clusters: clusters?.path ?? null,
        pairs: pairs?.path ?? null,
        page: pageFile?.path ?? null,
        ...{ pairsWritten, leastWritten },
    }
}

/** Counts what became of records and pairs. */
function figuresOf(
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
