import type { BankInputs } from '#pipeline/bank-inputs.ts'
import { tableOfOneBatch } from '#pipeline/batches/source-table.ts'
import { type Model, type MonthRows, type Stage, twinSchema } from '#pipeline/model.ts'
import { plainSurvivorship } from './plain-survivorship.ts'

/** What a test says of a model; the rest is filled in. */
export type SmallModel = {
    readonly sql: string
    readonly columns: Readonly<Record<string, string>>
    readonly grain?: 'none' | 'month' | 'ladder_month'
    readonly key?: readonly string[]
    readonly view?: boolean
    readonly months?: MonthRows
    readonly tests?: readonly unknown[]
}

/** Models of a test by name, `features.sums`. */
export function smallModels(
    models: Readonly<Record<string, SmallModel>>,
): ReadonlyMap<string, Model> {
    return new Map(
        Object.entries(models).map(([name, { sql, columns, grain, key, view, months, tests }]) => {
            const types = Object.entries(columns).map(([column, type]) => [
                column,
                { type, description: 'A column.' },
            ])
            const twin = twinSchema.parse({
                description: 'One row per test.',
                grain: grain ?? 'none',
                key: key ?? [Object.keys(columns)[0]],
                view,
                months,
                columns: Object.fromEntries(types),
                tests: tests ?? [],
            })
            const stage = name.split('.')[0] as Stage
            const system = /\.([a-z]+)__/.exec(name)?.[1] ?? null
            const file = `models/${name.replace('.', '/')}.sql`
            return [name, { name, stage, system, file, template: sql, twin }]
        }),
    )
}

/** A bank that has delivered the systems `old` and `new`, closed nothing, and has no policy. */
export const smallInputs: BankInputs = {
    asOf: '2025-03-31',
    baseCurrency: 'CNY',
    systems: ['old', 'new'],
    sourceTable: ({ system }) => (system === 'gone' ? null : tableOfOneBatch(`${system}-1`)),
    firstMonth: 202501,
    firstClose: 202502,
    rulesOf: () => ({ policyKey: 'p', params: {}, columns: {} }),
    scoresOf: () => ({}),
    closedPath: () => null,
    humanPath: () => null,
    parties: null,
    survivorship: plainSurvivorship,
    openingOf: () => null,
}
