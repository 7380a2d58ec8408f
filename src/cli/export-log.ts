import { formatMonth } from '#domain/month.ts'
import { type ExportRecord, readExports } from '#serving/exports-made.ts'
import { withBank } from './bank-session.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { exportLogText } from './terminal/exports-text.ts'

const limitMax = 1000

/** `tong export log`: what has left the bank, the latest first. */
export async function exportLog(frame: Frame, flags: { readonly limit: string }): Promise<void> {
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    const found = await withBank(frame, { access: 'read', create: null }, ({ context }) =>
        readExports(context.db, { limit }),
    )
    frame.answer({
        json: { total: found.total, exports: found.exports.map(recordJson) },
        text: () => exportLogText(frame, found),
    })
}

function recordJson({ month, at, ...record }: ExportRecord): object {
    return {
        ...record,
        at: at.toISOString(),
        month: month === null ? null : formatMonth(month),
    }
}
