import { countText, exactText } from '#exports/number-text.ts'
import { type LedgerCheck, type Reconciliation, reconcile } from '#pipeline/quality/reconcile.ts'
import { withBank } from './bank-session.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'

/** `tong quality reconcile`: whether what was loaded adds up to the general ledger, to the cent. */
export async function qualityReconcile(frame: Frame): Promise<void> {
    const found = await withBank(frame, { access: 'read', create: null }, ({ context }) =>
        reconcile(context),
    )
    frame.answer({ json: found, text: () => reconcileText(frame, found) })
}

function reconcileText(frame: Frame, found: Reconciliation): string {
    const { say, language, width, paint, dataFlag } = frame
    const { checked, tied, differences, months, runId, asOf, isOutdated } = found
    const counts = {
        checked,
        differ: differences.length,
        shown: countText(checked, language),
        tied: countText(tied, language),
    }
    const key = differences.length === 0 ? 'cli.reconcile.ties' : 'cli.reconcile.differs'
    const verdict = wrapText(say(key, { ...counts, ...months }), width)
    const trace = say('cli.reconcile.trace', { run: runId, day: asOf })
    const notes = [
        ...(differences.length > 0 ? [say('cli.reconcile.todo', { data: dataFlag })] : []),
        trace,
        ...(isOutdated ? [say('cli.reconcile.outdated', { data: dataFlag })] : []),
    ].flatMap((line) => wrapText(line, width))
    const parts = [
        verdict.map((line, index) => (index === 0 ? paint('strong', line) : line)),
        differences.length === 0 ? [] : [differenceTable(frame, differences)],
        notes.map((line) => paint('soft', line)),
    ]
    return parts
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

function differenceTable(frame: Frame, differences: readonly LedgerCheck[]): string {
    const { say, language, width, paint } = frame
    const amount = (text: string): string => exactText(text, language)
    const rows = differences.map((one): readonly Cell[] => [
        one.month,
        plainText(say(`cli.reconcile.product.${one.product}`)),
        one.currency,
        amount(one.ledger),
        amount(one.loaded),
        { text: amount(one.difference), tone: 'down' },
        accountsText(one, frame),
    ])
    const titles = ['month', 'product', 'currency', 'ledger', 'loaded', 'difference', 'accounts']
    return renderTable({
        columns: titles.map((title) => ({
            title: say(`cli.reconcile.column.${title}`),
            align: ['ledger', 'loaded', 'difference'].includes(title) ? 'right' : 'left',
            isFlexible: title === 'accounts',
        })),
        rows,
        width,
        paint,
    })
}

function accountsText(one: LedgerCheck, { say, language }: Frame): string {
    const { ledgerAccounts, loadedAccounts, unknownAccounts } = one
    const loaded = countText(loadedAccounts, language)
    const unknown =
        unknownAccounts === 0
            ? ''
            : say('cli.reconcile.unknown', { count: countText(unknownAccounts, language) })
    if (ledgerAccounts === null) return `${loaded}${unknown}`
    const ledger = countText(ledgerAccounts, language)
    return say('cli.reconcile.accounts', { ledger, loaded }) + unknown
}
