import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Day, lastDayOf } from '#domain/month.ts'
import { valueOrThrow } from '#domain/result.ts'
import { tableOfOneBatch } from '#pipeline/batches/source-table.ts'
import { loadModels } from '#pipeline/load-models.ts'
import type { Stage } from '#pipeline/model.ts'
import { planSteps } from '#pipeline/plan.ts'
import { type FinishedStep, relationOfStep, runSteps } from '#pipeline/run-steps.ts'
import { formatColumnType } from '#sources/column-type.ts'
import { type Contract, type ContractTable, parseContract } from '#sources/contract.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'
import { smallInputs } from '../pipeline/small-models.ts'

const modelsFolder = join(import.meta.dirname, '../../models')

/** A row as it was delivered, typed: columns by the names of the contract, missing ones null. */
export type DeliveredRow = Readonly<Record<string, string | number | boolean | null>>

/** What systems have delivered: rows by system and table; tables left out are empty. */
export type Delivered = Readonly<Record<string, Readonly<Record<string, readonly DeliveredRow[]>>>>

/** A bank of shipped models over rows of a test. */
export type DeliveredBank = {
    /** The rows of a model, in the order of its key, built with all that it reads. */
    readonly rows: (model: string) => Promise<readonly Row[]>
    /** Builds all models of these stages that are not monthly; the number of rows of each. */
    readonly counts: (stages: readonly Stage[]) => Promise<ReadonlyMap<string, number>>
    readonly close: () => Promise<void>
}

/** The contract of a shipped system. */
export async function shippedContract(system: string): Promise<Contract> {
    const file = join(modelsFolder, `sources/${system}.yml`)
    return valueOrThrow(parseContract(await readFile(file, 'utf8'), { file }))
}

/** Writes what was delivered as batches under the shipped contracts. */
export async function openDeliveredBank(
    delivered: Delivered,
    { asOf = lastDayOf(202503) }: { readonly asOf?: Day } = {},
): Promise<DeliveredBank> {
    const opened = await openTestWarehouse()
    const { warehouse, folder } = opened
    for (const [system, tables] of Object.entries(delivered)) {
        const contract = await shippedContract(system)
        for (const table of contract.tables) {
            const rows = tables[table.name] ?? []
            await warehouse.writeParquet({
                sql: rowsSql(table, rows),
                folder: join(folder, 'batches', `${system}-1`, table.name),
            })
        }
    }
    const models = await loadModels([modelsFolder])
    const inputs = {
        ...smallInputs,
        systems: Object.keys(delivered),
        asOf,
        sourceTable: ({ system }: { readonly system: string }) => tableOfOneBatch(`${system}-1`),
    }
    const build = (targets: readonly string[]): Promise<readonly FinishedStep[]> => {
        const wanted = targets.map((model) => ({ model, month: null, ladder: null }))
        const steps = planSteps(wanted, { models, inputs, warehouse })
        return runSteps(steps, { ...stepOptions(opened), models })
    }
    return {
        rows: async (model) => {
            const built = (await build([model])).at(-1)
            if (built === undefined) return []
            const relation = relationOfStep(built, stepOptions(opened))
            const order = models.get(model)?.twin.key.join(', ')
            return await warehouse.rows(`select * from ${relation} built order by ${order}`)
        },
        counts: async (stages) => {
            const wanted = [...models.values()].filter(
                ({ stage, system, twin }) =>
                    stages.includes(stage) &&
                    twin.grain === 'none' &&
                    (system === null || inputs.systems.includes(system)),
            )
            const built = await build(wanted.map(({ name }) => name))
            const counts = new Map<string, number>()
            for (const step of built) {
                const relation = relationOfStep(step, stepOptions(opened))
                const [row] = await warehouse.rows(`select count(*) as n from ${relation} built`)
                counts.set(step.model, Number(row?.n))
            }
            return counts
        },
        close: opened.close,
    }
}

function stepOptions({ warehouse, folder }: TestWarehouse) {
    const { signal } = new AbortController()
    return {
        warehouse,
        folders: {
            snapshots: join(folder, 'snapshots'),
            batches: join(folder, 'batches'),
            human: join(folder, 'human'),
            scratch: join(folder, 'tmp'),
        },
        signal,
        now: () => 0,
        onProgress: () => {},
    }
}

/** The rows of a table with the types of its contract. Throws where a row names no column of it. */
function rowsSql(table: ContractTable, rows: readonly DeliveredRow[]): string {
    const names = table.columns.map(({ name }) => name)
    for (const name of rows.flatMap(Object.keys)) {
        if (!names.includes(name)) throw new Error(`${table.name} has no column ${name}`)
    }
    const cells = (row: DeliveredRow): string =>
        table.columns
            .map(({ name, type }) => {
                const value = row[name] ?? null
                const text = value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`
                return `cast(${text} as ${formatColumnType(type)}) as "${name}"`
            })
            .join(', ')
    if (rows.length === 0) return `select ${cells({})} where 1 = 0`
    return rows.map((row) => `select ${cells(row)}`).join(' union all ')
}
