import type { ImportProgress } from '#pipeline/import/import-batch.ts'
import type { Frame } from './run-command.ts'

/** Tells how far an import is. Steps may count other bytes: each tells its share of the first. */
export function tellImport(
    { progress, say }: Pick<Frame, 'progress' | 'say'>,
    { label, weight = 0 }: { readonly label: string; readonly weight?: number },
): (step: ImportProgress) => void {
    let total = 0
    return ({ table, step, bytesDone, bytesAll }) => {
        if (total === 0) {
            total = Math.max(bytesAll, 1)
            progress.begin({ label, total, weight })
        }
        const share = bytesAll === 0 ? 1 : bytesDone / bytesAll
        progress.advance(share * total, say(`cli.import.step.${step}`, { table }))
    }
}
