import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { evaluateCondition } from '#features/evaluate-condition.ts'
import { writeCondition } from '#features/write-condition.ts'
import { renderTemplate } from '#pipeline/template.ts'
import { writeClose } from '#tiers/write-close.ts'
import { writeOutlook } from '#tiers/write-outlook.ts'
import { refusedWords } from '#warehouse/refused-words.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { type RestatedBank, restatedBank } from './arbitrary-bank.ts'
import * as arbitrary from './arbitrary-policy.ts'
import { closeByParty } from './close-by-party.ts'
import { type CloseEngine, createTable, readCloseModel } from './close-by-sql.ts'
import { firstDifference } from './first-difference.ts'
import { allRules, rulesMet } from './rules-met.ts'
import { smallestBank, tellBank } from './tell-bank.ts'

// A policy has two readers. Here both close the same random bank under the same random versions
// of its ladder, eight months in a row, and every column of every row has to be the same; then
// both close some of the months again, upon facts and overrides that came later.

const runs = Number(process.env.TONG_TEST_RUNS ?? 24)

const opened = keepWarehouse(1)
let engine: CloseEngine

beforeAll(async () => {
    engine = { warehouse: opened.warehouse, model: await readCloseModel() }
})

describe('two readers of a policy', () => {
    it('agree on every column of every close', { timeout: 600_000 }, async () => {
        const seen = new Map<string, number>()
        const result = await fc.check(
            fc.asyncProperty(restatedBank, async (restated) => {
                const rows = closeByParty(restated.bank)
                for (const rule of rulesMet(rows, restated.bank)) {
                    seen.set(rule, (seen.get(rule) ?? 0) + 1)
                }
                return (await firstDifference(engine, restated)) === null
            }),
            { numRuns: runs, seed: 20260101, endOnFailure: true },
        )
        if (result.errorInstance instanceof Error) throw result.errorInstance
        const [failed] = result.counterexample ?? []
        if (failed !== undefined) {
            const fails = async (one: RestatedBank) => (await firstDifference(engine, one)) !== null
            const small = await smallestBank(failed, fails)
            expect.fail(tellBank(small, await firstDifference(engine, small)))
        }
        // A test that never meets a rule proves nothing about it.
        expect(allRules.filter((rule) => (seen.get(rule) ?? 0) < 5)).toEqual([])
    })

    it('write nothing but words that all engines share', () => {
        fc.assert(
            fc.property(arbitrary.policy, arbitrary.policy, (policy, before) => {
                const outlook = writeOutlook(policy, { month: 202503, relation: 'assignments' })
                const { params, columns } = writeClose(policy, before)
                const words = Object.values(columns).map((write) => write('a_column'))
                const written = [...Object.values(params), ...words, outlook]
                expect(written.flatMap((sql) => refusedWords(sql))).toEqual([])
            }),
            { numRuns: 100, seed: 20260101 },
        )
    })

    it('agree on conditions', async () => {
        const many = fc.array(arbitrary.facts, { minLength: 200, maxLength: 200 })
        const conditions = fc.array(arbitrary.condition, { minLength: 20, maxLength: 20 })
        const named = Object.entries(arbitrary.columns)
        const typed = named.map(([name, { sql }]) => `${name} ${sql}`)
        await fc.assert(
            fc.asyncProperty(many, conditions, async (rows, trees) => {
                await createTable(engine.warehouse, {
                    name: `facts (party_id bigint, ${typed.join(', ')})`,
                    rows: rows.map((facts, index) => [
                        index,
                        ...named.map(([name]) => facts[name] ?? null),
                    ]),
                })
                const answers = trees.map((tree, index) => `${writeCondition(tree)} as c${index}`)
                const sql = `select ${answers.join(', ')} from facts order by party_id`
                const found = await engine.warehouse.rows(expandBraces(sql))
                expect(found.map((row) => Object.values(row))).toEqual(
                    rows.map((one) => trees.map((tree) => evaluateCondition(tree, one))),
                )
            }),
            { numRuns: 5, seed: 20260101 },
        )
    })
})

/** Conditions call no word of the template, whatever their texts hold. */
function expandBraces(sql: string): string {
    return renderTemplate(sql, ({ name }) => `a condition calls ${name}`)
}
