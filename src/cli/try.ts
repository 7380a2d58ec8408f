import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { formatMonth, type Month } from '#domain/month.ts'
import { refuse, valueOrThrow } from '#domain/result.ts'
import { writeTrialPage } from '#exports/trial-page.ts'
import { FeaturesMissing } from '#pipeline/trial-side.ts'
import { tryPolicy } from '#pipeline/try-policy.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { loadSays } from '#runtime/texts.ts'
import { type LoadedPolicy, loadedPolicy } from '#serving/loaded-policy.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Trial } from '#tiers/trial.ts'
import { reasonOfMove } from '#tiers/trial-reason.ts'
import { findPolicyText } from '#workbench/policies/list-policies.ts'
import { parsePolicyRef } from '#workbench/policies/policy-ref.ts'
import type { Workbench } from '#workbench/workbench.ts'
import { assertWritable } from './assert-writable.ts'
import { type OutFlags, outFile } from './out-file.ts'
import { readPolicyFile } from './policies-way.ts'
import { monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { renderTrial } from './terminal/trial-view.ts'
import { viewerOf } from './viewer.ts'
import { withWorkbench } from './workbench-session.ts'

/** What `tong try` is given. */
export type TryFlags = OutFlags & {
    readonly against?: string
    readonly from?: string
    readonly to?: string
    readonly limit: string
    readonly page?: string
}

const limitMax = 1000
/** Progress is told of trials that take longer than this. */
const quietMs = 1000

/** `tong try POLICY`: what a policy would have done to the whole base. Nothing is published. */
export async function tryPolicyFile(frame: Frame, policy: string, flags: TryFlags): Promise<void> {
    const asked = {
        from: monthFlag(flags.from),
        to: monthFlag(flags.to),
        limit: numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax }),
        moversFile: outFile(flags, 'csv'),
    }
    const names = { policy, against: flags.against ?? null }
    const page = flags.page === undefined ? null : resolve(flags.page)
    if (page !== null) assertWritable(page)
    const trial = await runTrial(frame, { names, asked, access: 'read' })
    if (page !== null) await writePage(page, trial, frame)
    frame.answer({
        json: trialJson(trial),
        text: () =>
            renderTrial(trial, {
                ...frame,
                files: [asked.moversFile, page].filter((file) => file !== null),
            }),
    })
}

type Asked = {
    readonly from: Month | null
    readonly to: Month | null
    readonly limit: number
    readonly moversFile: string | null
}

type Names = { readonly policy: string; readonly against: string | null }

/** Reading needs no lock; where features have to be built first, it begins again with one. */
async function runTrial(
    frame: Frame,
    {
        names,
        asked,
        access,
    }: { readonly names: Names; readonly asked: Asked; readonly access: 'read' | 'write' },
): Promise<Trial> {
    const ladders = [names.policy, names.against ?? ''].flatMap((name) =>
        isRef(name) ? [parsePolicyRef(name).ladder] : [],
    )
    try {
        const options = { access, by: undefined, ladders } as const
        return await withWorkbench(frame, options, async (workbench, session) => {
            const { baseCurrency } = session.context.settings
            const load = (name: string) => loadNamed(workbench, { name, baseCurrency })
            const question = {
                ...asked,
                policy: await load(names.policy),
                against: names.against === null ? null : await load(names.against),
                isCompliance: viewerOf(session).isCompliance,
            }
            const context = { ...session.context, mayBuild: access === 'write' }
            return await tryPolicy(context, question, progressOf(frame))
        })
    } catch (cause) {
        if (!(cause instanceof FeaturesMissing) || access === 'write') throw cause
    }
    return await runTrial(frame, { names, asked, access: 'write' })
}

function isRef(name: string): boolean {
    return /^[a-z0-9-]+@[^/\\]+$/.test(name)
}

/** The policy of a file, or of a version that Tong or the bank has, in whatever state it is. */
async function loadNamed(
    workbench: Workbench,
    { name, baseCurrency }: { readonly name: string; readonly baseCurrency: string },
): Promise<LoadedPolicy> {
    const { file, text } = isRef(name)
        ? { file: name, text: await findPolicyText(workbench, parsePolicyRef(name)) }
        : await readPolicyFile(name)
    return loadedPolicy(valueOrThrow(parsePolicy(text, { file, baseCurrency })), text)
}

function progressOf({ progress, say }: Frame): (done: number, total: number, month: Month) => void {
    const began = Date.now()
    let isTold = false
    return (done, total, month) => {
        if (!isTold && Date.now() - began > quietMs) {
            progress.begin({ label: say('cli.try.progress'), total })
            isTold = true
        }
        if (isTold) progress.advance(done, formatMonth(month))
    }
}

async function writePage(file: string, trial: Trial, { language }: Frame): Promise<void> {
    try {
        await writeFile(file, writeTrialPage(trial, loadSays(), language))
    } catch (cause) {
        const trouble = fileTrouble(cause, file)
        if (trouble === null) throw cause
        refuse(trouble.code, trouble.params)
    }
}

/** Months as people write them, and why each mover moves. */
function trialJson(trial: Trial): unknown {
    return {
        ...trial,
        from: formatMonth(trial.from),
        to: formatMonth(trial.to),
        months: trial.months.map((one) => ({ ...one, month: formatMonth(one.month) })),
        movers: trial.movers.map((mover) => ({ ...mover, reason: reasonOfMove(mover, trial) })),
    }
}
