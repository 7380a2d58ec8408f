import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, Refusal, valueOrThrow } from '#domain/result.ts'
import { readLabels } from '#identity/labels/label.ts'
import type { GivenLabels } from '#pipeline/identity/place-labels.ts'
import type { Workspace } from '#runtime/open-workspace.ts'
import { headingsText, type NamedTable, readNamedTables } from './identity-tables.ts'

/** Headings of a file of labels, in the order in which they are looked for. */
const headings = {
    left: ['id_l', 'a', 'left', 'unique_id_l'],
    right: ['id_r', 'b', 'right', 'unique_id_r'],
    word: ['same', 'label', 'is_same', 'clerical_match_score'],
    leftTable: ['source_l'],
    rightTable: ['source_r'],
} as const

/** What the labels are about. */
export type LabelsAsked = {
    readonly path: string
    readonly tables: number
    readonly isLink: boolean
    readonly workspace: Workspace
    readonly signal: AbortSignal
}

/**
 * Reads a file of labelled pairs. Throws Refusal: what the file is not,
 * `cli.identity_label_columns` where its columns are called otherwise, and the faults of
 * `readLabels`, all of them.
 */
export async function readLabelFile(asked: LabelsAsked): Promise<GivenLabels> {
    const { path, tables, isLink, workspace, signal } = asked
    const folder = join(workspace.folder, 'labels')
    await mkdir(folder)
    const [table] = await readNamedTables([path], { ...workspace, folder }, signal)
    if (table === undefined) throw new Error('the file was read')
    const columns = columnsOf(table)
    const { warehouse } = workspace
    const rows = await warehouse.rows(
        `select ${columns.left} as a, ${columns.right} as b, ${columns.word} as word,
            ${columns.leftTable ?? 'null'} as a_table, ${columns.rightTable ?? 'null'} as b_table
        from ${table.relation} labels`,
    )
    const first = table.header === 'names' ? 2 : 1
    const read = rows.map((row, at) => ({
        left: String(row.a ?? ''),
        right: String(row.b ?? ''),
        word: String(row.word ?? ''),
        leftTable: row.a_table === null ? null : String(row.a_table),
        rightTable: row.b_table === null ? null : String(row.b_table),
        line: at + first,
    }))
    return { file: path, labels: valueOrThrow(readLabels(read, { file: path, tables, isLink })) }
}

type LabelColumns = {
    readonly left: string
    readonly right: string
    readonly word: string
    readonly leftTable: string | null
    readonly rightTable: string | null
}

function columnsOf(table: NamedTable): LabelColumns {
    const find = (names: readonly string[]): string | null => {
        const name = names.find((one) => table.columns[one] !== undefined)
        return name === undefined ? null : (table.columns[name] ?? null)
    }
    const [left, right, word] = [find(headings.left), find(headings.right), find(headings.word)]
    if (left === null || right === null || word === null) {
        const params = { columns: headingsText(table) }
        throw new Refusal([failure('cli.identity_label_columns', params, { file: table.path })])
    }
    return {
        ...{ left, right, word },
        leftTable: find(headings.leftTable),
        rightTable: find(headings.rightTable),
    }
}
