import { join } from 'node:path'
import { storedBatches } from '#pipeline/batch-ledger.ts'
import { type ImportReport, importBatch, sweepBatches } from '#pipeline/import/import-batch.ts'
import { type LoadedContract, loadContract } from '#pipeline/load-contract.ts'
import { shipped } from '#runtime/shipped.ts'
import { type Session, withBank } from './bank-session.ts'
import type { Frame } from './run-command.ts'

/** `tong import SYSTEM FOLDER`: takes a delivery of a source system, all of it or none. */
export async function importSystem(
    frame: Frame,
    { system, folder }: { readonly system: string; readonly folder: string },
): Promise<void> {
    const roots = [shipped.models, join(frame.config.dataFolder, 'models')]
    const loaded = await loadContract(roots, system)
    const { bank } = loaded.contract
    const create = bank === null ? null : { ...bank, demo: false }
    const report = await withBank<ImportReport>(frame, { access: 'write', create }, (session) =>
        importInto(frame, { session, loaded, folder }),
    )
    frame.answer({ json: report, text: () => importText(frame, report) })
}

/** What to import into which open bank. */
export type ImportJob = {
    readonly session: Session
    readonly loaded: LoadedContract
    readonly folder: string
}

/** Imports a delivery into an open bank, with progress. */
export async function importInto(
    { say, progress, signal }: Frame,
    { session, loaded, folder }: ImportJob,
): Promise<ImportReport> {
    const { bank, context } = session
    const ledger = storedBatches(bank.store.db, bank.actor)
    await sweepBatches(bank.folder.batches, ledger)
    let begun = false
    return await importBatch({
        warehouse: context.warehouse,
        ledger,
        contract: loaded.contract,
        contractText: loaded.text,
        folder,
        into: { batches: bank.folder.batches, tmp: bank.folder.scratch },
        signal,
        onProgress: ({ table, step, bytesDone, bytesAll }) => {
            if (!begun) progress.begin({ label: say('cli.progress.importing'), total: bytesAll })
            begun = true
            progress.advance(bytesDone, say(`cli.import.step.${step}`, { table }))
        },
    })
}

function importText({ say, dataFlag }: Frame, { batch, isNew, isLatest }: ImportReport): string {
    const { batchId, system, rows } = batch
    const tables = Object.entries(rows)
    const count = tables.reduce((sum, [, one]) => sum + one, 0)
    const head = isNew
        ? say('cli.import.done', { system, batch: batchId, rows: count, tables: tables.length })
        : say(isLatest ? 'cli.import.known' : 'cli.import.known_older', { system, batch: batchId })
    const lines = tables.map(([table, one]) => say('cli.import.table', { table, rows: one }))
    return [head, ...lines, say('cli.import.next', { data: dataFlag })].join('\n')
}
