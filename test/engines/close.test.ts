import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { formatDecimal } from '#domain/decimal.ts'
import { addMonths, type Month } from '#domain/month.ts'
import { evaluateCondition, type Fact, type Facts } from '#features/evaluate-condition.ts'
import { writeCondition } from '#features/write-condition.ts'
import { emptyRelation, twinSchema } from '#pipeline/model.ts'
import { renderTemplate, unquoted } from '#pipeline/template.ts'
import { assignTier } from '#tiers/assign-tier.ts'
import { type Assignment, earnedCauses } from '#tiers/assignment.ts'
import type { Policy } from '#tiers/policy.ts'
import { writeClose } from '#tiers/write-close.ts'
import type { PhraseName } from '#warehouse/dialect.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Cell, Row, Warehouse } from '#warehouse/warehouse.ts'
import * as arbitrary from './arbitrary-policy.ts'

// A policy has two readers. Here both close the same random bank under the same random policy,
// eight months in a row, and every column of every row has to be the same.

const closes = 8
const parties = 60
const runs = Number(process.env.TONG_TEST_RUNS ?? 32)

const models = new URL('../../models/tiers/', import.meta.url)

let warehouse: Warehouse
let folder: string
let template: string
let nothing: string

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-close-'))
    warehouse = await openDuckdb({ spillFolder: folder, memoryLimitGb: 1, threads: 1 })
    template = await readFile(new URL('assignments.sql', models), 'utf8')
    const twin = await readFile(new URL('assignments.yml', models), 'utf8')
    nothing = emptyRelation(twinSchema.parse(parse(twin)))
})

afterAll(async () => {
    warehouse.close()
    await rm(folder, { recursive: true, force: true })
})

/** Facts by party and close; null where the party is not among the month's parties. */
type Bank = readonly (readonly (Facts | null)[])[]

const history = fc
    .array(fc.option(arbitrary.facts, { freq: 9 }), { minLength: closes, maxLength: closes })
    // Facts that stay for months are what waits, runs and patience are about.
    .chain((months) =>
        fc.array(fc.boolean(), { minLength: closes, maxLength: closes }).map((changes) => {
            let now = 0
            return months.map((_, index) => {
                if (changes[index]) now = index
                return months[now] ?? null
            })
        }),
    )
const bank: fc.Arbitrary<Bank> = fc.array(history, { minLength: parties, maxLength: parties })
const firstMonth = fc.constantFrom(202401, 202402, 202411)

describe('two readers of a policy', () => {
    it('agree on every column of every close', { timeout: 180_000 }, async () => {
        const seen = new Map<string, number>()
        await fc.assert(
            fc.asyncProperty(arbitrary.policy, bank, firstMonth, async (policy, facts, first) => {
                const closed = { policy, bank: facts, first }
                const [bySql, byParty] = [await closeBySql(closed), closeByParty(closed)]
                for (const row of byParty)
                    for (const rule of rulesMet(row, policy)) count(seen, rule)
                expect(bySql).toEqual(byParty)
            }),
            { numRuns: runs, seed: 20260101, endOnFailure: true },
        )
        // A test that never meets a rule proves nothing about it.
        for (const rule of [...earnedCauses, ...corners])
            expect(seen.get(rule) ?? 0).toBeGreaterThan(9)
    })

    it('agree on conditions', async () => {
        const many = fc.array(arbitrary.facts, { minLength: 200, maxLength: 200 })
        const conditions = fc.array(arbitrary.condition, { minLength: 20, maxLength: 20 })
        await fc.assert(
            fc.asyncProperty(many, conditions, async (rows, trees) => {
                await createFacts(
                    'facts',
                    rows.map((facts, party) => ({ party, index: 0, facts })),
                )
                const answers = trees.map((tree, index) => `${writeCondition(tree)} as c${index}`)
                const sql = `select ${answers.join(', ')} from facts order by party_id`
                const found = await warehouse.rows(expandBraces(sql))
                expect(found.map((row) => Object.values(row))).toEqual(
                    rows.map((facts) => trees.map((tree) => evaluateCondition(tree, facts))),
                )
            }),
            { numRuns: 5, seed: 20260101 },
        )
    })
})

const corners = ['route', 'qualified', 'near up', 'near down', 'unmet requirement', 'at once']

/** The rules that a row shows at work: its cause, and corners that are easily never met. */
function rulesMet(row: Row, { dropAtOnce }: Policy): readonly string[] {
    const isAtOnce = dropAtOnce !== null && row.earned_cause === 'downgraded'
    return [
        String(row.earned_cause),
        ...(row.route === null ? [] : ['route']),
        ...(row.qualified_for === null ? [] : ['qualified']),
        ...(row.near === null ? [] : [`near ${row.near}`]),
        ...(row.next_gap === '0.000000' ? ['unmet requirement'] : []),
        ...(isAtOnce ? ['at once'] : []),
    ]
}

type Closed = { readonly policy: Policy; readonly bank: Bank; readonly first: Month }

function closeByParty({ policy, bank: histories, first }: Closed): readonly Row[] {
    return histories
        .flatMap((months, party) => {
            let before: Assignment | null = null
            return months.map((facts, index) => {
                const month = addMonths(first, index)
                before = assignTier({ policy, facts, before, month })
                return before === null ? null : rowOf(before, party)
            })
        })
        .filter((row) => row !== null)
}

async function closeBySql({ policy, bank: histories, first }: Closed): Promise<readonly Row[]> {
    const rules = writeClose(policy)
    const facts = histories.flatMap((months, party) =>
        months.flatMap((one, index) => (one === null ? [] : [{ party, index, facts: one }])),
    )
    await createFacts('party_months', facts)
    for (let index = 0; index < closes; index++) {
        const ofMonth = `(select * from party_months where close_index = ${index})`
        const words = (text: string): string =>
            renderTemplate(text, (call) => {
                if (call.name === 'ref') return ofMonth
                if (call.name === 'previous') return index === 0 ? nothing : `close_${index - 1}`
                if (call.name !== 'param') {
                    return warehouse.dialect[call.name as PhraseName](...call.args)
                }
                const name = unquoted(call)
                if (name === 'month') return String(addMonths(first, index))
                return words(rules[name as keyof typeof rules])
            })
        await warehouse.rows(`create or replace table close_${index} as ${words(template)}`)
    }
    const all = Array.from({ length: closes }, (_, index) => `select * from close_${index}`)
    const rows = await warehouse.rows(`${all.join(' union all ')} order by party_id, month`)
    return rows.map(comparable)
}

type PartyFacts = { readonly party: number; readonly index: number; readonly facts: Facts }

async function createFacts(table: string, rows: readonly PartyFacts[]): Promise<void> {
    const names = Object.entries(arbitrary.columns)
    const typed = names.map(([name, { sql }]) => `${name} ${sql}`)
    const keys = 'party_id bigint, close_index integer'
    await warehouse.rows(`create or replace table ${table} (${keys}, ${typed.join(', ')})`)
    if (rows.length === 0) return
    const tuples = rows.map(({ party, index, facts }) => {
        const cells = names.map(([name]) => literal(facts[name] ?? null))
        return `(${party}, ${index}, ${cells.join(', ')})`
    })
    await warehouse.rows(`insert into ${table} values ${tuples.join(', ')}`)
}

function literal(fact: Fact): string {
    if (fact === null) return 'null'
    if (typeof fact === 'object') return formatDecimal(fact)
    return typeof fact === 'string' ? `'${fact.replaceAll("'", "''")}'` : String(fact)
}

/** Conditions call no word of the template, whatever their texts hold. */
function expandBraces(sql: string): string {
    return renderTemplate(sql, ({ name }) => `a condition calls ${name}`)
}

function comparable(row: Row): Row {
    const cells = Object.entries(row).map(([name, cell]) => [name, textOfDecimal(cell)])
    return Object.fromEntries(cells) as Row
}

function textOfDecimal(cell: Cell): Cell {
    return typeof cell === 'object' && cell !== null ? formatDecimal(cell) : cell
}

/** An assignment as the row of the SQL: names in snake case, decimals with all six digits. */
function rowOf(assignment: Assignment, party: number): Row {
    const cells = Object.entries(assignment).map(([name, cell]) => [
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        textOfDecimal(cell),
    ])
    return { party_id: BigInt(party), ...Object.fromEntries(cells) } as Row
}

function count(seen: Map<string, number>, key: string): void {
    seen.set(key, (seen.get(key) ?? 0) + 1)
}
