import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TextRow } from '#identity/compare-records.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { keepMorePart, keepWholePart } from '#pipeline/identity/bank-kept.ts'
import { matchMore } from '#pipeline/identity/match-more.ts'
import { tableOf, writeTable } from '#pipeline/identity/matching.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { giveRows, matchRows } from './match-rows.ts'
import { keepWhole } from './more-rows.ts'
import { peopleArbitrary, peopleComparison } from './people-twice.ts'

// What a bank keeps of a matching is the same whether records came at once or one after another.

const opened = keepWarehouse()

const comparison: Comparison = { ...peopleComparison, of: 'person' }

/** A folder of a whole matching: members by falling ids, and links that systems tell of. */
async function workOf(rows: readonly TextRow[]) {
    const folder = await mkdtemp(join(opened.folder, 'work-'))
    const { warehouse } = opened
    const desk = { warehouse, folder, signal: new AbortController().signal, onStage: () => {} }
    const ids = rows.map(({ id }) => `select ${id} as record_id`).join(' union all ')
    await writeTable(
        desk,
        'members',
        `select cast(record_id as bigint) as record_id,
            row_number() over (order by record_id desc) - 1 as member_no from (${ids}) ids`,
    )
    const links = `(select cast(1003 as bigint) as record_id, cast(1040 as bigint) as
        linked_record_id union all select 1001, 1002)`
    const built = { records: '', accounts: '', links }
    return { work: folder, comparison, built }
}

/** All that is kept, whatever order its rows have; codes by who shares them. */
async function keptOf({ work }: { readonly work: string }) {
    const desk = { warehouse: opened.warehouse, folder: join(work, comparison.id) }
    const read = async (name: string): Promise<readonly string[]> => {
        const rows = await opened.warehouse.rows(`select * from ${tableOf(desk, name)} kept`)
        return rows.map((row) => Object.values(row).map(String).join(' ')).sort()
    }
    const codes = await opened.warehouse.rows(
        `select a.record_no as one, b.record_no as other from ${tableOf(desk, 'codes-0')} a
        join ${tableOf(desk, 'codes-0')} b on b.code = a.code order by one, other`,
    )
    const shared = codes.map(({ one, other }) => `${one} ${other}`)
    return { records: await read('records'), pairs: await read('pairs'), shared }
}

it('keeps of records that came later what it keeps of all at once', async () => {
    await fc.assert(
        fc.asyncProperty(peopleArbitrary, fc.integer({ min: 1, max: 20 }), async (people, few) => {
            const rows = people.map((row, at) => ({ ...row, id: String(1000 + at) }))
            const [changed] = rows
            const fresh = rows.filter((_, at) => at % 21 === few)
            const stay = rows.filter((row) => !fresh.includes(row))
            const gone = { ...changed, id: '5000' }
            // The first one's telling changes: before, it told what the second one tells.
            const other = rows[1] ?? gone
            const older = stay.map((row) => (row === changed ? { ...other, id: row.id } : row))
            const first = await matchRows(opened, [[...older, gone]], { comparison })
            const before = await workOf([...older, gone])
            await keepWholePart(first.desk, { ...before, model: first.matching.model })
            const base = await keepWhole(opened, first, { comparison })
            const { desk, given } = await giveRows(opened, [[...fresh, changed ?? {}]])
            const removed = `select 0 as source, '5000' as record_id`
            const more = await matchMore(desk, { base, tables: given, removed })
            const beside = await workOf(rows)
            const { model } = base.card
            await keepMorePart(
                desk,
                { ...beside, model },
                { base, more, before: join(before.work, comparison.id) },
            )
            const whole = await matchRows(opened, [rows], { comparison, base })
            const scratch = await workOf(rows)
            await keepWholePart(whole.desk, { ...scratch, model })
            expect(await keptOf(beside)).toEqual(await keptOf(scratch))
        }),
        { numRuns: 3, endOnFailure: true },
    )
})
