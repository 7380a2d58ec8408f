import { join } from 'node:path'
import { loadModels } from '#pipeline/load-models.ts'
import type { Model } from '#pipeline/model.ts'
import { renderTemplate, unquoted } from '#pipeline/template.ts'
import { type PhraseName, phraseArity } from '#warehouse/dialect.ts'
import type { Column, Warehouse } from '#warehouse/warehouse.ts'

/** The models of Berka, each after those it reads. */
export const berkaModels: readonly string[] = [
    ...['district', 'client', 'account', 'disp', 'card', 'loan', 'order', 'trans'].map(
        (table) => `staging.berka__${table}`,
    ),
    ...[
        ...['records', 'accounts', 'transactions'],
        ...['booked_days', 'day_ends', 'day_end_faults', 'balances'],
        ...['loans', 'repayments', 'cards', 'standing_orders', 'counterparties', 'regions'],
    ].map((name) => `identity.berka__${name}`),
]

export type BuiltModel = {
    readonly model: Model
    readonly rows: number
    readonly columns: readonly Column[]
    /** SQL that reads it. */
    readonly relation: string
}

/** Builds all models of Berka by themselves, from the tables of one batch up to a day. */
export async function buildBerka(
    warehouse: Warehouse,
    from: { readonly batch: string; readonly asOf: string; readonly folder: string },
): Promise<ReadonlyMap<string, BuiltModel>> {
    const models = await loadModels([join(import.meta.dirname, '../../models')])
    const built = new Map<string, BuiltModel>()
    for (const name of berkaModels) {
        const model = models.get(name)
        if (model === undefined) throw new Error(`there is no model ${name}`)
        const sql = renderTemplate(model.template, (call) => {
            if (call.name === 'source') {
                return warehouse.parquet([join(from.batch, unquoted(call, 1))])
            }
            if (call.name === 'ref') return built.get(unquoted(call))?.relation ?? unquoted(call)
            if (call.name === 'param') return `date '${from.asOf}'`
            if (!isPhrase(call.name)) throw new Error(`${name} says ${call.name}`)
            return warehouse.dialect[call.name](...call.args)
        })
        const folder = join(from.folder, name)
        const rows = await warehouse.writeParquet({ sql, folder })
        const relation = warehouse.parquet([folder])
        const columns = await warehouse.describe(`select * from ${relation}`)
        built.set(name, { model, rows, columns, relation })
    }
    return built
}

function isPhrase(name: string): name is PhraseName {
    return name in phraseArity
}
