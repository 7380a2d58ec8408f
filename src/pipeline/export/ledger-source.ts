import type { Month } from '#domain/month.ts'
import type { BankContext } from '../bank-context.ts'
import { loadModels } from '../load-models.ts'
import { ledgerChecks } from '../quality/reconcile.ts'
import type { ExportReader, ExportSource } from './export-source.ts'
import { chosenColumns, classedColumns, showColumns } from './show-columns.ts'

/** Which differences from the general ledger are to leave. */
export type LedgerAsked = {
    /** Null for all months that the ledger has. */
    readonly month: Month | null
    /** Null for all. */
    readonly columns: readonly string[] | null
    readonly reader: ExportReader
}

/** The name under which the differences from the general ledger are asked for. */
export const ledgerList = 'reconcile'

/**
 * Where the loaded balances differ from the general ledger, latest month first, then the largest
 * difference. Refuses as `reconcile` does, and with `pipeline.export_column`.
 */
export async function ledgerSource(
    context: BankContext,
    { month, columns: asked, reader }: LedgerAsked,
): Promise<ExportSource> {
    const { name, built, order } = await ledgerChecks(context)
    const model = (await loadModels(context.modelRoots)).get(name)
    if (model === undefined) throw new Error(`there is no model ${name}`)
    const chosen = chosenColumns(classedColumns(model.twin), asked)
    const { columns, select } = showColumns(chosen, { alias: 'shown', reader })
    const ofMonth = month === null ? '' : `and shown.month = ${month}`
    return {
        ...{ kind: 'list', name: ledgerList, month, runId: built.runId, policy: null, columns },
        filter: {},
        sql: `select ${select} from ${built.relation} shown
            where difference <> 0 ${ofMonth} order by ${order}`,
        withheld: 0,
    }
}
