import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lastDayOf, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { spine } from '#features/write-feature-relation.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { planSteps } from '#pipeline/plan.ts'
import { runSteps } from '#pipeline/run-steps.ts'
import { lifecycleFeatures } from '#scores/write-lifecycle.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { KeptWarehouse } from '../keep-warehouse.ts'
import { smallInputs } from '../pipeline/small-models.ts'
import { factText } from './fact-sql.ts'
import { quietRun } from './quiet-run.ts'

const shippedModels = loadModels([join(import.meta.dirname, '../../models')])

/** What is known of a party in a month: the lifecycle's features. */
export type MonthFacts = { readonly month: Month; readonly party: number; readonly facts: Facts }

/** What the lifecycle is built over. */
export type LifecycleBank = KeptWarehouse & {
    /** Without a gap; the first is that of the bank. */
    readonly months: readonly Month[]
    readonly facts: readonly MonthFacts[]
    /** Texts of the models by parameter, as `writeLifecycle` writes them. */
    readonly texts: Readonly<Record<string, string>>
}

/** Rows of the states and of the stages, of all months together. */
export async function builtLifecycle({
    months,
    facts,
    texts,
    warehouse,
    folder: root,
}: LifecycleBank): Promise<{ readonly states: readonly Row[]; readonly stages: readonly Row[] }> {
    const models = await shippedModels
    const folder = await mkdtemp(join(root, 'lifecycle-'))
    const quiet = quietRun(folder)
    for (const month of months) {
        const told = facts.filter((one) => one.month === month)
        for (const table of new Set(lifecycleFeatures.map(tableOf))) {
            const sql = factsSql(told, table)
            const path = join(quiet.folders.snapshots, builtPath(table, month))
            await warehouse.writeParquet({ sql, folder: path })
        }
    }
    const [first = 0, last = 0] = [months[0], months.at(-1)]
    const inputs = {
        ...smallInputs,
        asOf: lastDayOf(last),
        firstMonth: first,
        scoresOf: () => texts,
    }
    const targets = months.map((month) => ({
        model: 'scores.lifecycle_stages',
        month,
        ladder: null,
    }))
    const steps = planSteps(targets, {
        models,
        inputs,
        warehouse,
        builtPath: ({ model, month }) =>
            model.startsWith('features.') ? builtPath(model, month ?? first) : null,
    })
    await runSteps(steps, { warehouse, models, ...quiet })
    const rowsOf = async (model: string): Promise<readonly Row[]> => {
        const paths = steps.filter((step) => step.model === model).map(({ path }) => path)
        const relation = warehouse.parquet(paths.map((path) => join(quiet.folders.snapshots, path)))
        return await warehouse.rows(`select * from ${relation} order by month, party_id`)
    }
    const [states, stages] = [
        await rowsOf('scores.lifecycle_states'),
        await rowsOf('scores.lifecycle_stages'),
    ]
    await rm(folder, { recursive: true, force: true })
    return { states, stages }
}

const builtPath = (table: string, month: Month): string => `${table}/month=${month}`

function tableOf(feature: string): string {
    return catalogue.get(feature)?.table ?? spine
}

const types: Readonly<Record<string, string>> = {
    next_maturity_date: 'date',
    aum_avg_month: 'decimal(18,2)',
}

/** One row a party, none at all where nobody is known. */
function factsSql(told: readonly MonthFacts[], table: string): string {
    const features = lifecycleFeatures.filter((feature) => tableOf(feature) === table)
    const typed = features.map(
        (feature) => `cast(${feature} as ${types[feature] ?? 'integer'}) as ${feature}`,
    )
    const rows = told.map(({ party, facts }) => {
        const cells = features.map((feature) => factText(facts[feature] ?? null))
        return `(${[party, ...cells].join(', ')})`
    })
    const none = `(${['0', ...features.map(() => 'null')].join(', ')})`
    return `
        select ${['cast(party_id as bigint) as party_id', ...typed].join(', ')}
        from (values ${[none, ...rows].join(', ')}) told(${['party_id', ...features].join(', ')})
        where party_id > 0`
}
