import { join } from 'node:path'
import { parseMonth } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import type { Feature } from '#features/feature.ts'
import { type BuiltMonth, builtMonth, featureRelation } from '#pipeline/features/built-features.ts'
import { explainFeatures } from '#pipeline/features/explain-features.ts'
import type { FeatureTrace, TraceContext } from '#pipeline/features/trace-feature.ts'
import { relationsOfRun } from '#pipeline/run-relations.ts'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { shipped } from '#runtime/shipped.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { lastMonth } from './scored-bank.ts'

/** A feature of one party, traced. */
export type TracedParty = FeatureTrace & { readonly value: Fact }

/** Looks at features of the last month from inside the bank. */
export type FeatureDesk = {
    /** Traces a feature of the parties that have least of it, until one fits; null: none does. */
    readonly trace: (
        feature: string,
        fits: (trace: TracedParty) => boolean,
    ) => Promise<TracedParty | null>
    readonly close: () => Promise<void>
}

/** Parties with an amount that are tried for one of which all rows are shown. */
const partiesTried = 12

/** Opens the bank of a data folder for reading. */
export async function openFeatureDesk(data: string): Promise<FeatureDesk> {
    const bank = await openBank({ config: readConfig({ data }, {}), access: 'read' })
    const context = contextOf(bank)
    const built = await builtMonth(context, parseMonth(lastMonth))
    return {
        trace: async (id, fits) => {
            const feature = catalogue.get(id)
            if (feature === undefined) throw new Error(`there is no feature ${id}`)
            for (const party of await partiesWith(bank, { built, feature })) {
                const question = { party, month: built.month, features: [feature] }
                const { traces } = await explainFeatures(context, question)
                const [trace] = traces
                if (trace !== undefined && fits(trace)) return trace
            }
            return null
        },
        close: () => bank.close(),
    }
}

function contextOf({ store, warehouse, folder }: Bank): TraceContext {
    const context = { db: store.db, warehouse, runsFolder: folder.runs, folders: folder }
    return {
        ...context,
        modelRoots: [shipped.models, join(folder.path, 'models')],
        relationsOf: (runId) => relationsOfRun(context, runId),
    }
}

async function partiesWith(
    { warehouse }: Bank,
    { built, feature }: { readonly built: BuiltMonth; readonly feature: Feature },
): Promise<readonly string[]> {
    const column = quoted(feature.id)
    const rows = await warehouse.rows(
        `select party_id from ${featureRelation(built, [feature.id])} facts
        where ${column} > 0 order by ${column}, party_id limit ${partiesTried}`,
    )
    return rows.map((row) => String(row.party_id))
}

/** Cents of an amount, whether it comes as a decimal or as text; 0 where there is none. */
export function centsOf(cell: Cell | undefined): bigint {
    if (cell === undefined || cell === null) return 0n
    if (typeof cell === 'object') return cell.units * 10n ** BigInt(2 - cell.scale)
    const [whole = '0', part = ''] = String(cell).replace('-', '').split('.')
    const units = BigInt(`${whole}${part.padEnd(2, '0').slice(0, 2)}`)
    return String(cell).startsWith('-') ? -units : units
}
