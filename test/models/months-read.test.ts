import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadModels } from '#pipeline/load-models.ts'
import { type PlanOptions, planSteps, type Step } from '#pipeline/plan.ts'
import { pathsRead } from '#pipeline/recipe.ts'
import { duckdbDialect } from '#warehouse/duckdb/duckdb-dialect.ts'
import { smallInputs } from '../pipeline/small-models.ts'

const root = join(import.meta.dirname, '../..')
const roots = [join(root, 'models'), join(root, 'bench', 'workload', 'models')]
const month = 202503

/** What policies write into a model is not looked at here, whatever it is called. */
const anyText: Readonly<Record<string, string>> = new Proxy({}, { get: () => 'written' })
const anyWord: Readonly<Record<string, () => string>> = new Proxy(
    {},
    { get: (_, name) => (name in duckdbDialect ? undefined : () => 'written') },
)
const inputs: PlanOptions['inputs'] = {
    ...smallInputs,
    firstClose: smallInputs.firstMonth,
    rulesOf: () => ({ policyKey: 'p', params: anyText, columns: anyWord }),
    scoresOf: () => anyText,
}
const engine = { name: 'duckdb', version: 'any' }

/** What is read as a whole, and not by the months that the reader looks at. */
function wholesRead({ recipe }: Step): readonly string[] {
    return pathsRead(recipe.replace(/@months\([^)]*\)/g, ''))
}

describe('months that a later month looks back on', () => {
    it.each([
        ['the sample bank', /^sample/],
        ['Berka', /^berka$/],
        ['the benches', /^workload$/],
    ])('read nothing as a whole that a delivery of %s builds again', async (_, bank) => {
        const models = await loadModels(roots)
        const named = new Set([...models.values()].map(({ system }) => system ?? ''))
        const systems = [...named].filter((system) => bank.test(system))
        expect(systems).not.toEqual([])
        const monthly = [...models.values()].filter(({ twin }) => twin.grain !== 'none')
        const targets = monthly.map(({ name, twin: { grain } }) => ({
            ...{ model: name, month },
            ladder: grain === 'ladder_month' ? 'wealth' : null,
        }))
        const warehouse = { dialect: duckdbDialect, engine }
        const steps = planSteps(targets, { models, inputs: { ...inputs, systems }, warehouse })
        const once = new Map(steps.flatMap((one) => (one.month === null ? [[one.path, one]] : [])))
        const before = steps.filter((one) => one.month !== null && one.month < month)
        expect(new Set(before.map(({ model }) => model)).size).toBeGreaterThan(5)
        const built = before.flatMap((step) =>
            wholesRead(step).flatMap((path) => {
                const read = once.get(path)
                return read === undefined ? [] : [`${step.model} reads ${read.model}`]
            }),
        )
        expect([...new Set(built)]).toEqual([])
    })
})
