import { type Failure, failure, ok, type Result, refused } from '#domain/result.ts'

/** A record of one of several tables. */
export type LabelledRecord = {
    /** The place of its table, from 0 on. */
    readonly table: number
    readonly id: string
}

/** What a reviewer has said of two records. */
export type Label = {
    readonly left: LabelledRecord
    readonly right: LabelledRecord
    readonly isSame: boolean
    /** The line of the file, from 1 on. */
    readonly line: number
}

/** A line of a file of labels; tables as people count them, from 1 on. */
export type LabelRow = {
    readonly left: string
    readonly right: string
    readonly leftTable: string | null
    readonly rightTable: string | null
    readonly word: string
    readonly line: number
}

/** What the ids of a file are looked up in. */
export type LabelledTables = {
    readonly file: string
    readonly tables: number
    /** Whether a label without tables is of one record of the first and one of the second. */
    readonly isLink: boolean
}

const sameWords = new Set('yes y true t 1 same match 是 同 相同 同一 一致'.split(' '))
const differentWords = new Set(
    'no n false f 0 different nonmatch non-match 否 不 不同 不是'.split(' '),
)

/**
 * Reads what reviewers have said. Refused with every line that cannot be: `identity.label_word`,
 * `identity.label_table`, `identity.label_alone` (a record with itself), `identity.label_both`
 * (the same two records are one, and are not). A pair that comes again and says the same counts
 * once.
 */
export function readLabels(
    rows: readonly LabelRow[],
    about: LabelledTables,
): Result<readonly Label[]> {
    const failures: Failure[] = []
    const labels = new Map<string, Label>()
    for (const row of rows) {
        const { line } = row
        const at = { file: about.file, line }
        const word = row.word.trim().toLowerCase()
        const isSame = sameWords.has(word)
        if (!isSame && !differentWords.has(word)) {
            failures.push(failure('identity.label_word', { word: row.word }, at))
            continue
        }
        const left = tableOf(row.leftTable, 0, about)
        const right = tableOf(row.rightTable, about.tables > 1 ? 1 : 0, about)
        if (left === null || right === null) {
            failures.push(failure('identity.label_table', { tables: about.tables }, at))
            continue
        }
        const ends = [
            { table: left, id: row.left.trim() },
            { table: right, id: row.right.trim() },
        ] as const
        const [first, second] = ends.map(({ table, id }) => `${table} ${id}`).toSorted()
        if (first === second) {
            failures.push(failure('identity.label_alone', { record: row.left }, at))
            continue
        }
        const key = `${first}\n${second}`
        const before = labels.get(key)
        if (before !== undefined && before.isSame !== isSame) {
            const params = { left: row.left, right: row.right, before: before.line }
            failures.push(failure('identity.label_both', params, at))
        }
        if (before === undefined) {
            labels.set(key, { left: ends[0], right: ends[1], isSame, line })
        }
    }
    return failures.length > 0 ? refused(failures) : ok([...labels.values()])
}

/** The place of a table as a label names it; null where it names none that there is. */
function tableOf(
    named: string | null,
    usual: number,
    { tables, isLink }: LabelledTables,
): number | null {
    if (named === null || named.trim() === '') return tables === 1 || isLink ? usual : null
    const place = Number(named) - 1
    return Number.isInteger(place) && place >= 0 && place < tables ? place : null
}
