import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { columnJoint } from '#identity/kind.ts'
import { formsOf, longestRead } from '#identity/level-of.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { type MatchingDesk, tableOf } from '#pipeline/identity/matching.ts'
import { writeForms } from '#pipeline/identity/write-forms.ts'
import { writeRecords } from '#pipeline/identity/write-records.ts'
import { allKinds } from '../identity/all-kinds.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

const opened = keepWarehouse()

const comparison: Comparison = {
    ...allKinds,
    fields: allKinds.fields.filter(({ kind }) => kind === 'text'),
}

/** The one form of each record's text, by its id, by the path that matching takes. */
async function foldedOf(relation: string): Promise<ReadonlyMap<string, string | null>> {
    const desk: MatchingDesk = {
        warehouse: opened.warehouse,
        folder: await mkdtemp(join(opened.folder, 'forms-')),
        signal: new AbortController().signal,
        onStage: () => {},
    }
    const columns = { text: 'text' }
    const tables = [{ relation, id: 'id', columns }]
    const records = await writeRecords(desk, { tables, comparison })
    await writeForms(desk, { comparison, records })
    const rows = await desk.warehouse.rows(
        `select record_id, folded from ${tableOf(desk, 'records')} records
        join ${tableOf(desk, 'values')} holders on holders.record_no = records.record_no
        left join ${tableOf(desk, 'forms-0')} forms on forms.value_no = holders.v0`,
    )
    return new Map(rows.map(({ record_id, folded }) => [String(record_id), folded as string]))
}

it('reads more values than are asked for at once, each once', { timeout: 60_000 }, async () => {
    const count = 70_000
    const found = await foldedOf(
        `(select i as id, 'street ' || i as text from range(${count}) t(i))`,
    )
    expect(found.size).toBe(count)
    const wrong = [...found].filter(([id, folded]) => folded !== `STREET ${id}`)
    expect(wrong).toEqual([])
})

it('reads a text whatever is in it', async () => {
    const texts = [
        ...['plain', 'two\nlines', 'with, "marks"', ' space ', "it's", '𠮷野家 😀'],
        ...[`one${columnJoint}two`, 'a record\u001eends', '\u001e', '\u001f', '无', '  '],
        `${'长'.repeat(longestRead)} and more`,
        '𠮷'.repeat(longestRead),
    ]
    const rows = texts.map((text, at) => `(${at}, '${text.replaceAll("'", "''")}')`)
    const found = await foldedOf(`(select * from (values ${rows.join(', ')}) t(id, text))`)
    const folded = texts.map((text) => formsOf('text', text)?.folded ?? null)
    expect(texts.map((_, at) => found.get(String(at)))).toEqual(folded)
})
