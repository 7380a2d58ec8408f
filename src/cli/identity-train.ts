import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { type Matching, matchRecords } from '#pipeline/identity/match-records.ts'
import { type MatchingDesk, matchingStages } from '#pipeline/identity/matching.ts'
import { modelText } from '#pipeline/identity/model-file.ts'
import { openWorkspace } from '#runtime/open-workspace.ts'
import { codeVersion } from '#runtime/shipped.ts'
import { type ChosenComparison, readAskedTables, type TablesAsked } from './identity-comparison.ts'
import { readLabelFile } from './identity-labels.ts'
import { modelPage } from './identity-model-page.ts'
import { deskOf, figuresOf } from './identity-run.ts'
import { matchedTable, type NamedTable } from './identity-tables.ts'
import { type NewFile, newFile, newFileIf, placeNew } from './new-file.ts'
import { flagName, seedFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { inputNotes, joinParts, labelLines } from './terminal/matching-text.ts'
import { lessonJson, modelParts, trainedLines } from './terminal/model-text.ts'

/** What `tong identity train` is given. */
export type IdentityTrainFlags = Partial<TablesAsked> & {
    readonly link?: boolean
    readonly labels?: string
    readonly model: string
    readonly page?: string
    readonly seed: string
}

/** What only files have. */
const fileFlags = ['policy', 'comparison', 'id', 'link', 'labels', 'page'] as const

/** `tong identity train`: from the files that are named, else from the bank's own records. */
export async function trainIdentity(frame: Frame, flags: IdentityTrainFlags): Promise<void> {
    const { input } = flags
    const model = await newFile(flags.model, '--model')
    const seed = seedFlag(flags.seed)
    if (input !== undefined) return await trainFiles(frame, { ...flags, input, model, seed })
    const found = fileFlags.find((name) => flags[name] !== undefined)
    if (found !== undefined) refuse('cli.flag_alone', { flag: flagName(found), needs: '--input' })
    await (await import('./identity-train-bank.ts')).trainBankIdentity(frame, { model, seed })
}

type FileTraining = Omit<IdentityTrainFlags, 'model' | 'seed' | 'input'> &
    TablesAsked & {
        readonly model: NewFile
        readonly seed: number
    }

async function trainFiles(frame: Frame, asked: FileTraining): Promise<void> {
    const { config, progress, say, signal } = frame
    const { input, model, link: isLink = false, seed } = asked
    if (isLink && input.length < 2) refuse('cli.identity_link_alone')
    const page = await newFileIf(asked.page, '--page')
    if (page?.path === model.path) {
        refuse('cli.out_twice', { path: model.path, one: '--model', other: '--page' })
    }
    const workspace = await openWorkspace(config, signal)
    try {
        progress.begin({ label: say('cli.progress.learning'), total: matchingStages.length + 1 })
        const { tables, ids, chosen } = await readAskedTables(asked, workspace, signal)
        const labels =
            asked.labels === undefined
                ? null
                : await readLabelFile({
                      ...{ path: asked.labels, tables: tables.length, isLink, workspace, signal },
                  })
        const desk = await deskOf(frame, workspace)
        const matching = await matchRecords(desk, {
            ...{ comparison: chosen.comparison, isLink, labels, seed },
            tables: tables.map((table, place) => matchedTable(table, ids[place] ?? '')),
        })
        progress.advance(matchingStages.length, say('cli.identity.stage.writing'))
        const trained = { chosen, tables, matching, model, page, seed }
        await writeFiles(frame, desk, trained)
        progress.advance(matchingStages.length + 1)
        frame.answer({ json: jsonOf(frame, trained), text: () => textOf(frame, trained) })
    } finally {
        await workspace.close()
    }
}

type Trained = {
    readonly chosen: ChosenComparison
    readonly tables: readonly NamedTable[]
    readonly matching: Matching
    readonly model: NewFile
    readonly page: NewFile | null
    readonly seed: number
}

/** Written where nobody looks, then put in place: a killed command leaves no half file. */
async function writeFiles(
    frame: Frame,
    desk: MatchingDesk,
    { chosen, matching, model, page, seed }: Trained,
): Promise<void> {
    const { comparison, version } = chosen
    const { records, pairs, labelled } = matching
    const lesson = {
        ...{ comparison, records, pairs, labels: labelled.length },
        model: matching.model,
    }
    const text = modelText({ lessons: [lesson], tong: codeVersion(), policy: version, seed })
    const file = { model: join(desk.folder, 'out-model'), page: join(desk.folder, 'out-page') }
    await writeFile(file.model, text)
    if (page !== null) {
        const figures = figuresOf(matching, comparison)
        await writeFile(file.page, await modelPage(frame, desk, { matching, comparison, figures }))
    }
    desk.signal.throwIfAborted()
    if (page !== null) await placeNew(file.page, page)
    await placeNew(file.model, model)
}

function jsonOf({ say }: Frame, { chosen, tables, matching, model, page, seed }: Trained): unknown {
    const { comparison, policy } = chosen
    return {
        inputs: tables.map(({ path, rows, broken }) => ({ file: path, rows, broken })),
        ...{ policy, seed, labels: matching.labels },
        learned: [lessonJson({ comparison, matching }, say)],
        written: { model: model.path, page: page?.path ?? null },
    }
}

function textOf(frame: Frame, { chosen, tables, matching, model, page }: Trained): string {
    const { comparison, policy } = chosen
    const [title = [], figures = [], ...others] = modelParts(frame, { comparison, matching })
    const by = [
        ...(policy === null ? [] : ['--policy', shellWord(policy)]),
        ...['--model', shellWord(model.path)],
    ]
    const command = ['tong identity run --input', ...tables.map(({ path }) => shellWord(path))]
    return joinParts([
        title,
        figures,
        inputNotes(frame, { comparison, policy, tables }),
        ...others,
        labelLines(frame, { comparison, matching }),
        trainedLines(frame, { model, page, command: [...command, ...by].join(' ') }),
    ])
}
