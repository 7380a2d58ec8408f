import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { loadIdentityPolicy } from '#pipeline/identity/bank-matching.ts'
import { modelText } from '#pipeline/identity/model-file.ts'
import { type BankLessons, trainBank } from '#pipeline/identity/train-bank.ts'
import { codeVersion } from '#runtime/shipped.ts'
import { withBank } from './bank-session.ts'
import { bankStages } from './bank-stages.ts'
import { type NewFile, placeNew } from './new-file.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf } from './show-failures.ts'
import { joinParts } from './terminal/matching-text.ts'
import { lessonJson, modelParts, trainedLines } from './terminal/model-text.ts'
import { wrapText } from './terminal/text-fit.ts'

/** What is asked of a bank: the file of its model. */
export type BankTraining = { readonly model: NewFile; readonly seed: number }

/** `tong identity train` in a bank: what its records teach; nothing else of the bank changes. */
export async function trainBankIdentity(
    frame: Frame,
    { model, seed }: BankTraining,
): Promise<void> {
    const { say } = frame
    await withBank(frame, { access: 'write', create: null }, async ({ context }) => {
        const loaded = await loadIdentityPolicy(context)
        const { onStage, onDone } = bankStages(frame, { label: say('cli.progress.learning') })
        const found = await trainBank(context, { loaded, seed, onStage })
        if (found.lessons.length === 0) refuse('cli.identity_records_few', { records: 0 })
        onDone()
        const { id, version } = loaded.policy
        const text = modelText({
            ...{ tong: codeVersion(), policy: { id, version }, seed },
            lessons: found.lessons.map((lesson) => ({ ...lesson, labels: 0 })),
        })
        await place(context.folders.scratch, { text, model })
        const policy = loaded.policyKey
        frame.answer({
            json: {
                ...{ policy, seed, written: { model: model.path } },
                learned: found.lessons.map((one) => lessonJson({ ...one, matching: one }, say)),
                refusals: found.refusals.flatMap((refusal) => refusal.failures),
            },
            text: () => textOf(frame, { found, model }),
        })
    })
}

async function place(
    scratch: string,
    { text, model }: { readonly text: string; readonly model: NewFile },
): Promise<void> {
    await mkdir(scratch, { recursive: true })
    const finished = join(scratch, 'out-model')
    try {
        await writeFile(finished, text)
        await placeNew(finished, model)
    } finally {
        await rm(finished, { force: true })
    }
}

function textOf(
    frame: Frame,
    { found, model }: { readonly found: BankLessons; readonly model: NewFile },
): string {
    const { say, width, dataFlag } = frame
    const command = `tong identity run --model ${shellWord(model.path)}${dataFlag}`
    const troubles = found.refusals
        .flatMap(({ failures }) => failures.map((failure) => `! ${sentenceOf(failure, say)}`))
        .flatMap((line) => wrapText(line, width))
    return joinParts([
        ...found.lessons.flatMap((one) => modelParts(frame, { ...one, matching: one })),
        troubles,
        trainedLines(frame, { model, page: null, command }),
    ])
}
