import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ResolvingContext, resolveParties } from '#pipeline/identity/resolve-parties.ts'
import { decideRecords, recordMatching, undoRecords } from '#workbench/identity/decide-records.ts'
import type { Workbench } from '#workbench/workbench.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'
import { openTestBench, type TestBench } from './open-workbench.ts'

// Parties from a matching and the decisions of people, over a store and Parquet made by hand.

const policyFile = new URL('../../policies/identity/2026-01.yaml', import.meta.url)

let bench: TestBench
let engine: TestWarehouse
let context: ResolvingContext
let workbench: Workbench
let policyText: string
/** The number of the matching that a test begins with. */
let matching: number

beforeAll(async () => {
    bench = await openTestBench({ published: false })
    engine = await openTestWarehouse(1)
    policyText = await readFile(policyFile, 'utf8')
    workbench = bench.as('wang')
    const folder = (name: string): string => join(engine.folder, name)
    const folders = {
        human: folder('human'),
        scratch: folder('scratch'),
        identity: folder('identity'),
    }
    const { warehouse } = engine
    context = {
        ...{ db: bench.store.db, warehouse, folders },
        signal: new AbortController().signal,
    }
    await writeMatching('first', [])
})

afterAll(async () => {
    await bench.close()
    await engine.close()
})

beforeEach(async () => {
    matching = await record('first')
})

/** Records 101 to 107, of which 101 and 102 are one, and 104, 105 and 106. */
async function writeMatching(path: string, beside: readonly (readonly [number, number])[]) {
    const { warehouse } = engine
    const write = async (name: string, rows: string): Promise<void> => {
        const folder = join(context.folders.identity, path, name)
        await warehouse.writeParquet({ sql: rows, folder })
    }
    const besides = beside.map(([one, other]) => `when ${one} then ${other}`).join(' ')
    const besideId = besides === '' ? 'null' : `case id ${besides} end`
    await write(
        'members',
        `select cast(id as bigint) as record_id, id - 101 as member_no,
            cast(${besideId} as bigint) as beside_id
        from (values (101), (102), (103), (104), (105), (106), (107)) records (id)`,
    )
    // The order in a comparison is another one than that of seniority.
    await write(
        'persons/records',
        `select 107 - id as record_no, cast(id as bigint) as record_id, id - 101 as member_no
        from (values (101), (102), (103), (104), (105), (106), (107)) records (id)`,
    )
    await write(
        'persons/pairs',
        `select 107 - b as left_no, 107 - a as right_no, weight
        from (values (101, 102, 9000), (104, 105, 9000), (105, 106, 9000), (101, 104, 1000))
        pairs (a, b, weight)`,
    )
    await write('persons/codes-0', 'select 0 as record_no, 0 as code where 1 = 0')
}

async function record(path: string): Promise<number> {
    return await recordMatching(workbench, {
        ...{ policyKey: 'standard@2026-01', policyText, seed: 1, path, digest: path },
        ...{ figures: {}, reason: null },
    })
}

/** Each party as its id and its records, of those that are not alone. */
async function parties(): Promise<readonly string[]> {
    const resolution = await resolveParties(context)
    if (resolution === null) return []
    const relation = engine.warehouse.parquet([join(context.folders.human, resolution.path)])
    const rows = await engine.warehouse.rows(
        `select party_id, record_id from ${relation} parties order by party_id, record_id`,
    )
    const found = new Map<string, string>()
    for (const { party_id: party, record_id: own } of rows) {
        found.set(String(party), `${found.get(String(party)) ?? `${party}:`} ${own}`)
    }
    return [...found.values()]
}

async function decide(
    kind: 'together' | 'apart',
    left: readonly bigint[],
    right: readonly bigint[],
): Promise<number> {
    return await decideRecords(workbench, { kind, left, right, reason: 'seen' })
}

const undo = (no: number): Promise<void> =>
    undoRecords(workbench, { of: 'decision', no, reason: 'seen again' })

const asMatched = ['101: 102', '104: 105 106']

describe('parties', () => {
    test('are those of the matching, each by the id of its most senior record', async () => {
        expect(await parties()).toEqual(asMatched)
    })

    test('are as before when a decision is taken back, to the file', async () => {
        const before = await resolveParties(context)
        const no = await decide('together', [107n], [101n, 102n])
        expect(await parties()).toEqual(['101: 102 107', '104: 105 106'])
        await undo(no)
        expect((await resolveParties(context))?.path).toBe(before?.path)
        expect(await parties()).toEqual(asMatched)
    })

    test('part in the middle of a chain, and the part has the id that it had', async () => {
        const split = await decide('apart', [104n], [105n, 106n])
        expect(await parties()).toEqual(['101: 102', '105: 106'])
        const merge = await decide('together', [101n, 102n], [105n, 106n])
        expect(await parties()).toEqual(['101: 102 105 106'])
        await undo(split)
        // 104 is sure of 105, who is one with 101: nobody parts them any more.
        expect(await parties()).toEqual(['101: 102 104 105 106'])
        await undo(merge)
        expect(await parties()).toEqual(asMatched)
    })

    test('follow decisions against a matching that comes later', async () => {
        const no = await decide('apart', [101n], [102n])
        const again = await record('first')
        expect(again).toBeGreaterThan(matching)
        expect(await parties()).toEqual(['104: 105 106'])
        await undo(no)
    })

    test('hold records that no matching has seen, by their ids', async () => {
        const no = await decide('together', [900n], [800n])
        expect(await parties()).toEqual([...asMatched, '800: 900'])
        await undo(no)
    })

    test('keep a record that is delivered no more beside the one it belonged to', async () => {
        await writeMatching('second', [[103, 107]])
        const second = await record('second')
        expect(await parties()).toEqual(['101: 102', '103: 107', '104: 105 106'])
        await undoRecords(workbench, { of: 'matching', no: second, reason: 'wrong file' })
        expect(await parties()).toEqual(asMatched)
    })

    test('are all alone where every matching was taken back', async () => {
        const { rows } = await sql<{ readonly matching_no: number }>`
            select matching_no from workbench.matchings where matching_no not in (
                select matching_no from workbench.identity_undos where matching_no is not null
            )`.execute(bench.store.db)
        for (const { matching_no: no } of rows) {
            await undoRecords(workbench, { of: 'matching', no, reason: 'all anew' })
        }
        expect(await resolveParties(context)).toBeNull()
    })

    test('rest on rows that nobody rewrites', async () => {
        const no = await decide('apart', [101n], [103n])
        for (const statement of [
            `update workbench.identity_decisions set reason = 'x' where decision_no = ${no}`,
            `delete from workbench.identity_decisions where decision_no = ${no}`,
            'truncate workbench.identity_undos',
            `update workbench.matchings set path = 'x'`,
        ]) {
            await expect(sql.raw(statement).execute(bench.store.db)).rejects.toThrow(/rewritten/)
        }
        await undo(no)
        await expect(undo(no)).rejects.toMatchObject({
            failures: [{ code: 'workbench.identity_undone' }],
        })
    })
})
