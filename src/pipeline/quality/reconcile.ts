import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { type Day, formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import { type LastBuilt, lastBuilt } from './last-built.ts'

/** One total of the general ledger beside the balances that were loaded. */
export type LedgerCheck = {
    /** `2026-01` */
    readonly month: string
    readonly product: string
    readonly currency: string
    /** Decimal texts in the currency of the accounts. */
    readonly ledger: string
    readonly loaded: string
    /** Loaded less ledger. */
    readonly difference: string
    /** Null where the ledger does not count accounts. */
    readonly ledgerAccounts: number | null
    readonly loadedAccounts: number
    /** Accounts whose balance was not delivered. */
    readonly unknownAccounts: number
}

/** What came of comparing the loaded balances with the general ledger. */
export type Reconciliation = {
    readonly runId: string
    readonly asOf: Day
    /** Whether batches have been taken or taken back since: a new run may tell otherwise. */
    readonly isOutdated: boolean
    readonly months: { readonly first: string; readonly last: string }
    /** Totals compared, and those that tie to the cent. */
    readonly checked: number
    readonly tied: number
    /** Those that do not, latest month first, then the largest difference. */
    readonly differences: readonly LedgerCheck[]
}

/**
 * Compares the balances of the last run with the control totals of the general ledger, to the
 * cent. Refuses with `pipeline.ledger_unbuilt` where no run has done so yet, and with
 * `pipeline.ledger_missing` where no ledger was delivered.
 */
export async function reconcile(context: BuiltContext): Promise<Reconciliation> {
    const { built, order, totals: first } = await ledgerChecks(context)
    const rows = await context.warehouse.rows(
        `select * from ${built.relation} where difference <> 0 order by ${order}`,
    )
    return {
        runId: built.runId,
        asOf: built.asOf,
        isOutdated: built.isOutdated,
        months: {
            first: formatMonth(Number(first.first)),
            last: formatMonth(Number(first.last)),
        },
        checked: Number(first.checked),
        tied: Number(first.tied),
        differences: rows.map(checkOf),
    }
}

/** The checks of the ledger as the last run has built them, for whoever reads them. */
export type LedgerChecks = {
    /** The model that makes them. */
    readonly name: string
    readonly built: LastBuilt
    /** Latest month first, then the largest difference, for behind `order by`. */
    readonly order: string
    /** Months, totals compared, and those that tie: `first`, `last`, `checked`, `tied`. */
    readonly totals: Row
}

/** Where the checks lie; refuses as {@link reconcile} does. */
export async function ledgerChecks(context: BuiltContext): Promise<LedgerChecks> {
    const name = 'identity.ledger_checks'
    const built = await lastBuilt(context, name)
    if (built === null) return refuse('pipeline.ledger_unbuilt')
    const [totals = {}] = await context.warehouse.rows(
        `select min(month) as first, max(month) as last, count(*) as checked, ` +
            `count(*) filter (where difference = 0) as tied from ${built.relation}`,
    )
    if (Number(totals.checked ?? 0) === 0) refuse('pipeline.ledger_missing')
    return { name, built, order: 'month desc, abs(difference) desc, product, currency', totals }
}

function checkOf(row: Row): LedgerCheck {
    return {
        month: formatMonth(Number(row.month)),
        product: String(row.product),
        currency: String(row.currency),
        ledger: decimalText(row.ledger_end),
        loaded: decimalText(row.loaded_end),
        difference: decimalText(row.difference),
        ledgerAccounts: row.ledger_accounts === null ? null : Number(row.ledger_accounts),
        loadedAccounts: Number(row.loaded_accounts),
        unknownAccounts: Number(row.unknown_accounts),
    }
}

function decimalText(cell: Cell | undefined): string {
    if (typeof cell !== 'object' || cell === null) throw new Error('an amount is a decimal')
    return formatDecimal(cell as Decimal)
}
