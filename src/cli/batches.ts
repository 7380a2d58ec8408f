import { refuse } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { findLateMonths } from '#pipeline/batches/late-months.ts'
import { listBatches } from '#pipeline/batches/list-batches.ts'
import { showBatch } from '#pipeline/batches/show-batch.ts'
import { undoBatch } from '#pipeline/batches/undo-batch.ts'
import { withBank } from './bank-session.ts'
import {
    batchesText,
    lateJson,
    lateText,
    shownJson,
    shownText,
    undoJson,
    undoText,
} from './batches-view.ts'
import { numberFlag, reasonFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'

const batchNoMax = 2_147_483_647

/** The number of a batch as it was typed. */
export function batchNoOf(text: string): number {
    return numberFlag(text, { flag: 'BATCH', min: 1, max: batchNoMax })
}

/** `tong batches list [SYSTEM]`: what was taken, the latest first. */
export async function batchesList(frame: Frame, system: string | undefined): Promise<void> {
    await withBank(frame, { access: 'read', create: null }, async ({ bank }) => {
        const batches = await listBatches(bank.store.db, system ?? null)
        frame.answer({
            json: batches,
            text: () => batchesText(frame, { batches, system: system ?? null }),
        })
    })
}

/** `tong batches show BATCH`: its files, its tables, and what has become of it. */
export async function batchesShow(frame: Frame, batch: string): Promise<void> {
    const batchNo = batchNoOf(batch)
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const shown = await showBatch(context, batchNo)
        frame.answer({ json: shownJson(shown), text: () => shownText(frame, shown) })
    })
}

/** What `tong batches undo` is given. */
export type UndoFlags = { readonly reason?: string; readonly yes?: boolean }

/** `tong batches undo BATCH --reason TEXT`: tells what it takes back; with `--yes` it does it. */
export async function batchesUndo(frame: Frame, batch: string, flags: UndoFlags): Promise<void> {
    const batchNo = batchNoOf(batch)
    const reason = reasonFlag(flags.reason, '--reason')
    const isFinal = flags.yes === true
    if (isFinal && reason === null) refuse('cli.reason_missing', { flag: '--yes' })
    const access = isFinal ? 'write' : 'read'
    await withBank(frame, { access, create: null }, async ({ bank, context }) => {
        const undoing = { ...context, store: bank.store }
        const report = await undoBatch(undoing, { batchNo, reason: isFinal ? reason : null })
        const why = shellWord(reason ?? frame.say('cli.batches.undo.your_reason'))
        const again = `./tong batches undo ${batchNo} --reason ${why} --yes${frame.dataFlag}`
        frame.answer({
            json: undoJson(report),
            text: () => undoText(frame, { report, again }),
        })
    })
}

/** `tong batches late`: closed months that wait for a restatement. */
export async function batchesLate(frame: Frame): Promise<void> {
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const waiting = await findLateMonths(context)
        frame.answer({ json: waiting.map(lateJson), text: () => lateText(frame, waiting) })
    })
}
