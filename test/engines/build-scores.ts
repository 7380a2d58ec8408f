import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lastDayOf, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { spine } from '#features/write-feature-relation.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { planSteps } from '#pipeline/plan.ts'
import { runSteps } from '#pipeline/run-steps.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { KeptWarehouse } from '../keep-warehouse.ts'
import { smallInputs } from '../pipeline/small-models.ts'
import { factText, factTypes } from './fact-sql.ts'
import { quietRun } from './quiet-run.ts'

const shippedModels = loadModels([join(import.meta.dirname, '../../models')])

/** A party of a test with the features that it has. */
export type ScoredParty = { readonly id: number; readonly facts: Facts }

/** What score models are built over. */
export type ScoreBank = KeptWarehouse & {
    readonly parties: readonly ScoredParty[]
    readonly month: Month
    /** Texts of the models by parameter, as `writeScores` writes them. */
    readonly texts: Readonly<Record<string, string>>
}

/** Rows of shipped models of `scores` over parties whose features are given, each in its table. */
export async function builtScores<Name extends string>(
    names: readonly Name[],
    { parties, month, texts, warehouse, folder: root }: ScoreBank,
): Promise<Readonly<Record<Name, readonly Row[]>>> {
    const models = await shippedModels
    const folder = await mkdtemp(join(root, 'scores-'))
    const quiet = quietRun(folder)
    const features = Object.keys(parties[0]?.facts ?? {})
    const tables = new Set(features.map(tableOf).concat(spine))
    for (const table of tables) {
        const own = features.filter((feature) => tableOf(feature) === table)
        const sql = factsSql(parties, own)
        await warehouse.writeParquet({ sql, folder: join(quiet.folders.snapshots, table) })
    }
    const inputs = {
        ...smallInputs,
        asOf: lastDayOf(month),
        firstMonth: month,
        scoresOf: () => texts,
    }
    const steps = planSteps(
        names.map((name) => ({ model: `scores.${name}`, month, ladder: null })),
        {
            models,
            inputs,
            warehouse,
            builtPath: ({ model }) => (model.startsWith('features.') ? model : null),
        },
    )
    await runSteps(steps, { warehouse, models, ...quiet })
    const rows: [Name, readonly Row[]][] = []
    for (const name of names) {
        const path = steps.find(({ model }) => model === `scores.${name}`)?.path ?? ''
        const relation = warehouse.parquet([join(quiet.folders.snapshots, path)])
        rows.push([name, await warehouse.rows(`select * from ${relation} order by 1`)])
    }
    await rm(folder, { recursive: true, force: true })
    return Object.fromEntries(rows) as Record<Name, readonly Row[]>
}

function tableOf(feature: string): string {
    return catalogue.get(feature)?.table ?? spine
}

/** One row a party, every feature in the type of its kind. */
function factsSql(parties: readonly ScoredParty[], features: readonly string[]): string {
    const rows = parties.map(({ id, facts }) => {
        const cells = features.map((feature) => factText(facts[feature] ?? null))
        return `(${[id, ...cells].join(', ')})`
    })
    const typed = features.map((feature) => {
        const type = catalogue.get(feature)?.type ?? 'text'
        return `cast(${feature} as ${factTypes[type]}) as ${feature}`
    })
    return `
        select ${['cast(party_id as bigint) as party_id', ...typed].join(', ')}
        from (values ${rows.join(', ')}) told(${['party_id', ...features].join(', ')})`
}
