import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadContract } from '#pipeline/load-contract.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import { refusedWords } from '#warehouse/refused-words.ts'
import { repository } from '../../bench/repository.ts'

const workload = join(repository, 'bench', 'workload')
const shipped = join(repository, 'models')

describe("the workload's own models", () => {
    it('are read beside the shipped ones, in the words that engines share', async () => {
        const models = await loadModels([shipped, join(workload, 'models')])
        const own = [...models.values()].filter(({ system }) => system === 'workload')
        expect(own.map(({ name }) => name).sort()).toEqual([
            'identity.workload__accounts',
            'identity.workload__balances',
            'identity.workload__records',
            'identity.workload__transactions',
            'staging.workload__accounts',
            'staging.workload__balances',
            'staging.workload__parties',
            'staging.workload__transactions',
        ])
        expect(own.flatMap(({ template }) => refusedWords(template))).toEqual([])
    })

    it('have the columns of the other systems', async () => {
        const models = await loadModels([shipped, join(workload, 'models')])
        const shapeOf = (name: string): unknown =>
            Object.entries(models.get(name)?.twin.columns ?? {}).map(([column, { type }]) => [
                column,
                type,
            ])
        for (const part of ['records', 'accounts', 'balances', 'transactions']) {
            const shape = shapeOf(`identity.workload__${part}`)
            expect(shape).not.toEqual([])
            expect(shape).toEqual(shapeOf(`identity.sample__${part}`))
        }
    })

    it('begin with a contract and a policy that can be read', async () => {
        const { contract } = await loadContract([shipped, join(workload, 'models')], 'workload')
        expect(contract.bank?.ladders).toEqual(['workload'])
        const file = join(workload, 'policies', 'workload', '2025-01.yaml')
        const policy = parsePolicy(readFileSync(file, 'utf8'), { file, baseCurrency: 'CNY' })
        expect(policy.ok && policy.value.tiers.map(({ wait }) => wait)).toEqual([3, 3, 3, 3, 6])
    })
})
