import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { formatMonth } from '#domain/month.ts'
import { Refusal, refuse, valueOrThrow } from '#domain/result.ts'
import { writeCheckupPage } from '#exports/checkup-page.ts'
import { writeCheckupWorkbook } from '#exports/checkup-workbook.ts'
import {
    type BankMeasures,
    type CheckupOptions,
    checkUp,
    type FinishedCheckup,
} from '#pipeline/checkup.ts'
import { bankMeasures } from '#pipeline/checkup-bank.ts'
import { type GivenFile, readGivenFile } from '#pipeline/checkup-file.ts'
import { casePortions, nearPortions } from '#pipeline/checkup-rows.ts'
import type { Desk } from '#pipeline/checkup-tables.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { openWorkspace, type Workspace } from '#runtime/open-workspace.ts'
import { shipped } from '#runtime/shipped.ts'
import { loadSays } from '#runtime/texts.ts'
import type { Checkup, TierCase } from '#serving/checkup.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import { findPolicyText } from '#workbench/policies/list-policies.ts'
import { parsePolicyRef } from '#workbench/policies/policy-ref.ts'
import type { Workbench } from '#workbench/workbench.ts'
import type { Session } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { type OutFlags, outFile } from './out-file.ts'
import { readPolicyFile } from './policies-way.ts'
import type { Frame } from './run-command.ts'
import { renderCheckup } from './terminal/checkup-view.ts'
import { viewerOf } from './viewer.ts'
import { withWorkbench } from './workbench-session.ts'

/** What `tong checkup` is given. */
export type CheckupFlags = OutFlags & {
    readonly given: string
    readonly ladder?: string
    readonly policy?: string
    readonly order?: string
    readonly currency: string
    readonly page?: string
}

type Outputs = { readonly xlsx: string; readonly page: string }

/**
 * `tong checkup --given FILE`: infers the rule of an old system and lists where it was not kept.
 * It needs a bank only where the file has no averages, and changes none.
 */
export async function checkup(frame: Frame, flags: CheckupFlags): Promise<void> {
    if (!/^[A-Z]{3}$/.test(flags.currency)) {
        refuse('cli.checkup_currency', { value: flags.currency })
    }
    const outputs = await outputsOf(flags)
    const workspace = await openWorkspace(frame.config, frame.signal)
    try {
        const file = await readTable(frame, flags, workspace)
        const { dataFolder } = frame.config
        const isBankAsked = flags.ladder !== undefined || file.columns.average === null
        const hasBank = readBankFile(dataFolder) !== null
        if (isBankAsked && !hasBank) refuse('pipeline.given_average_missing', { data: dataFolder })
        const isRef = flags.policy !== undefined && refPattern.test(flags.policy)
        const job = { frame, flags, workspace, file, outputs }
        if (isBankAsked || (isRef && hasBank)) {
            const ladders = isRef ? [parsePolicyRef(flags.policy ?? '').ladder] : []
            const options = { access: 'read', by: undefined, ladders } as const
            await withWorkbench(frame, options, async (workbench, session) => {
                const { baseCurrency: currency } = session.context.settings
                const bank = isBankAsked ? await measuresOf(session, flags) : null
                await run({ ...job, bank, currency, workbench })
            })
        } else await run({ ...job, bank: null, currency: flags.currency, workbench: null })
    } finally {
        await workspace.close()
    }
}

const refPattern = /^[a-z0-9-]+@[^/\\]+$/

type Job = {
    readonly frame: Frame
    readonly flags: CheckupFlags
    readonly workspace: Workspace
    readonly file: GivenFile
    readonly outputs: Outputs
    readonly bank: BankMeasures | null
    readonly currency: string
    readonly workbench: Workbench | null
}

async function run(job: Job): Promise<void> {
    const { frame, flags, workspace, outputs } = job
    const { warehouse } = workspace
    const desk: Desk = { warehouse, folder: join(workspace.folder, 'work'), signal: frame.signal }
    const finished = await checkUp({
        desk,
        file: job.file,
        models: await loadModels([shipped.models]),
        currency: job.currency,
        order: flags.order?.split(/[,，]/).map((word) => word.trim()) ?? null,
        bank: job.bank,
        other: await otherPolicy(job),
        onProgress: progressOf(frame),
    })
    await writeOutputs(job, finished)
    const { checkup: found } = finished
    frame.answer({
        json: { ...checkupJson(found), files: outputs },
        text: () => renderCheckup(found, { ...frame, files: outputs }),
    })
}

/** Months as people write them. */
function checkupJson(found: Checkup): object {
    const { table, tooLow, tooHigh } = found
    const caseJson = (one: TierCase): object => ({
        ...one,
        from: formatMonth(one.from),
        to: formatMonth(one.to),
    })
    return {
        ...found,
        table: { ...table, first: formatMonth(table.first), last: formatMonth(table.last) },
        tooLow: tooLow.map(caseJson),
        tooHigh: tooHigh.map(caseJson),
    }
}

async function readTable(
    { progress, say, signal }: Frame,
    { given }: CheckupFlags,
    { folder, warehouse }: Workspace,
): Promise<GivenFile> {
    let begun = false
    return await readGivenFile(resolve(given), {
        ...{ warehouse, folder, signal },
        onBytes: (done, total) => {
            if (!begun) progress.begin({ label: say('cli.checkup.step.reading'), total })
            begun = true
            progress.advance(done)
        },
    })
}

async function measuresOf(session: Session, flags: CheckupFlags): Promise<BankMeasures> {
    const { context } = session
    const ladder = ladderOf(context.settings.ladders, flags.ladder)
    const { isCompliance } = viewerOf(session)
    return await bankMeasures(context, { ladder, isCompliance })
}

/** The policy of a file, of a version that the bank has, or of one that is shipped. */
async function otherPolicy({ flags, workbench, currency }: Job): Promise<CheckupOptions['other']> {
    const { policy: name } = flags
    if (name === undefined) return null
    const { file, text } = refPattern.test(name)
        ? { file: name, text: await textOfRef(name, workbench) }
        : await readPolicyFile(name)
    const policy = valueOrThrow(parsePolicy(text, { file, baseCurrency: currency }))
    return { policy, policyKey: `${policy.ladder}@${policy.version}` }
}

async function textOfRef(name: string, workbench: Workbench | null): Promise<string> {
    const ref = parsePolicyRef(name)
    if (workbench !== null) return await findPolicyText(workbench, ref)
    const file = join(shipped.policies, ref.ladder, `${ref.version}.yaml`)
    const isThere = await stat(file).catch(() => null)
    if (isThere === null) refuse('cli.checkup_policy', { policy: name })
    return (await readPolicyFile(file)).text
}

function progressOf({ progress, say }: Frame): CheckupOptions['onProgress'] {
    let shown = ''
    return (step, done, all) => {
        if (step !== shown) progress.begin({ label: say(`cli.checkup.step.${step}`), total: all })
        shown = step
        progress.advance(done)
    }
}

/** Where page and workbook go: beside the table unless somebody says where. */
async function outputsOf(flags: CheckupFlags): Promise<Outputs> {
    const given = resolve(flags.given)
    const beside = given.replace(/(\.(csv|txt|tsv))?(\.gz)?$/i, '')
    const outputs = {
        xlsx: resolve(flags.out ?? `${beside}.checkup.xlsx`),
        page: resolve(flags.page ?? `${beside}.checkup.html`),
    }
    const faults: Refusal[] = []
    for (const [name, path] of Object.entries(outputs)) {
        const reason = path === given ? 'given' : await troubleOf(path)
        if (reason === null) continue
        faults.push(refusalOf({ path, reason, flag: name === 'page' ? '--page' : '--out' }))
    }
    if (outputs.xlsx === outputs.page) {
        faults.push(refusalOf({ path: outputs.page, reason: 'same', flag: '--page' }))
    }
    if (faults.length > 0) throw new Refusal(faults.flatMap(({ failures }) => failures))
    // What was written beside the table is Tong's own, and replaced; a file that is named is not.
    outFile(flags, 'xlsx')
    return outputs
}

async function troubleOf(path: string): Promise<'folder' | 'is_folder' | null> {
    const folder = await stat(dirname(path)).catch(() => null)
    if (folder === null || !folder.isDirectory()) return 'folder'
    const there = await stat(path).catch(() => null)
    return there?.isDirectory() ? 'is_folder' : null
}

function refusalOf(params: { path: string; reason: string; flag: string }): Refusal {
    return new Refusal([{ code: 'cli.checkup_output', params }])
}

/** Each appears by one rename: what is there is whole. */
async function writeOutputs(job: Job, { checkup: found, tables }: FinishedCheckup): Promise<void> {
    const { frame, workspace, outputs } = job
    const { language, say } = frame
    const { warehouse } = workspace
    await whole(outputs.xlsx, (draft) =>
        writeCheckupWorkbook(
            draft,
            { checkup: found, language, say },
            {
                cases: (side) => casePortions(warehouse, tables, side),
                near: () => nearPortions(warehouse, tables),
            },
        ),
    )
    const page = writeCheckupPage(found, loadSays(), language)
    await whole(outputs.page, (draft) => writeFile(draft, page))
}

async function whole(path: string, write: (draft: string) => Promise<void>): Promise<void> {
    const draft = `${path}.${process.pid}.part`
    try {
        await write(draft)
        await rename(draft, path)
    } catch (cause) {
        await rm(draft, { force: true })
        const trouble = fileTrouble(cause, dirname(path))
        throw trouble === null ? cause : new Refusal([trouble])
    }
}
