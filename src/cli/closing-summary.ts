import { refuse } from '#domain/result.ts'
import { findingsOf } from '#pipeline/findings.ts'
import { readClose } from '#serving/read-closes.ts'
import { summarise } from '#serving/summarise.ts'
import type { Summary } from '#serving/summary.ts'
import type { Session } from './bank-session.ts'

/** The summary of the last close of the bank's first ladder. */
export async function closingSummary({ bank, context }: Session): Promise<Summary> {
    const { db, settings } = context
    const ladder = ladderOf(bank.settings.ladders)
    const close = await readClose(db, { ladder, month: null })
    const { baseCurrency } = settings
    return await summarise({
        db,
        close,
        bank: { baseCurrency, demo: bank.settings.demo },
        findings: await findingsOf(context, close.runId),
    })
}

/** The ladder that a command means: the one it names, else the bank's first. */
export function ladderOf(ladders: readonly string[], asked?: string): string {
    if (asked !== undefined && !ladders.includes(asked)) {
        refuse('cli.ladder_unknown', { ladder: asked, known: ladders.join(', ') })
    }
    return asked ?? ladders[0] ?? ''
}
