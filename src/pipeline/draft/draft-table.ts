import type { ContractColumn } from '#sources/contract.ts'
import { type DraftNote, type DraftTable, doubt, reason } from '#sources/draft.ts'
import { isMonthNumber } from '#sources/draft-column.ts'
import { keyCandidates } from '#sources/draft-key.ts'
import { withRecord } from '#sources/draft-record.ts'
import { headingSays } from '#sources/draft-words.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { type FittedColumn, fitColumn } from './fit-column.ts'
import { misfitSql } from './misfits.ts'
import type { UnknownTable } from './read-table.ts'

/** A table as proposed, but for its relations, and where its texts lie. */
export type FittedTable = {
    readonly draft: Omit<DraftTable, 'relations'>
    readonly columns: readonly FittedColumn[]
    readonly relation: string
}

/** What proposing a table needs. */
export type FitTableOptions = {
    readonly warehouse: Warehouse
    readonly name: string
    /** The name of its files, with `*` where they hold a day or month. */
    readonly pattern: string
    readonly signal: AbortSignal
    /** Which column is being looked at, and what share of them have been. */
    readonly onColumn: (column: { readonly name: string; readonly share: number }) => void
}

/** Proposes what a table is: its columns, its key, and what does not fit either. */
export async function fitTable(
    unknown: UnknownTable,
    options: FitTableOptions,
): Promise<FittedTable> {
    const { warehouse, name, pattern, signal, onColumn } = options
    const columns: FittedColumn[] = []
    for (const [index, heading] of unknown.names.entries()) {
        signal.throwIfAborted()
        onColumn({ name: heading, share: index / unknown.names.length })
        const fitted = await fitColumn({ warehouse, table: unknown, index })
        columns.push(named(fitted, heading))
    }
    const key = await findKey(unknown, { warehouse, name, columns })
    const { columns: inKey, absent } = withKey(columns, key.columns)
    const misfits = absent + unknown.broken + (await misfitRows(unknown, { warehouse, columns }))
    const { format, header, rows, special } = unknown
    return {
        columns: inKey,
        relation: unknown.relation,
        draft: withRecord({
            ...{ name, file: pattern, header, format, special, rows, misfits, key: key.columns },
            record: null,
            columns: inKey.map(({ column, notes }) => ({ column, notes })),
            notes: [
                ...unknown.notes,
                ...key.notes,
                ...periodNote(inKey, { rows }),
                ...(misfits === 0 ? [] : [doubt('sources.draft.rejects', { count: misfits })]),
            ],
        }),
    }
}

/** A heading with blanks around it, of digits only or empty: a name that a contract can hold. */
function named(fitted: FittedColumn, heading: string): FittedColumn {
    const trimmed = heading.trim()
    const isNameless = trimmed === '' || !/\D/.test(trimmed)
    const name = isNameless ? `column_${fitted.index + 1}` : trimmed
    const { column, notes } = fitted
    if (name === heading) return fitted
    const aliases = heading === '' ? [] : [heading]
    const about =
        trimmed === '' ? doubt('sources.draft.nameless', { column: fitted.index + 1 }) : null
    return {
        ...fitted,
        column: { ...column, name, aliases, description: name },
        notes: about === null ? notes : [...notes, about],
    }
}

/** A key has no list of codes, is required by itself, and is a whole number of any size. */
function keyColumn(fitted: FittedColumn): FittedColumn {
    const { column, facts, notes } = fitted
    const type: ContractColumn['type'] =
        column.type.name === 'integer' && facts.distinct > 1 && !isMonthNumber({ ...column, facts })
            ? { name: 'bigint' }
            : column.type
    const kept = notes.filter(({ key }) => key !== 'sources.draft.codes')
    return { ...fitted, column: { ...column, type, codes: null, required: false }, notes: kept }
}

/**
 * The columns, those of the key as such. Without a key at least one column must be required: the
 * fullest is, and the rows that lack it count as misfits.
 */
function withKey(
    columns: readonly FittedColumn[],
    key: readonly string[],
): { readonly columns: readonly FittedColumn[]; readonly absent: number } {
    if (key.length > 0) {
        const inKey = columns.map((one) => (key.includes(one.column.name) ? keyColumn(one) : one))
        return { columns: inKey, absent: 0 }
    }
    if (columns.some(({ column }) => column.required)) return { columns, absent: 0 }
    const [fullest] = columns.toSorted((one, other) => other.facts.present - one.facts.present)
    if (fullest === undefined) return { columns, absent: 0 }
    const absent = fullest.facts.rows - fullest.facts.present
    const required: FittedColumn = {
        ...fullest,
        column: { ...fullest.column, required: true },
        notes: [...fullest.notes, doubt('sources.draft.required', { count: absent })],
    }
    return { columns: columns.map((one) => (one === fullest ? required : one)), absent }
}

type TableParts = {
    readonly warehouse: Warehouse
    readonly columns: readonly FittedColumn[]
}
type FoundKey = { readonly columns: readonly string[]; readonly notes: readonly DraftNote[] }

async function findKey(
    { rows, relation, names, key: known = null }: UnknownTable,
    { warehouse, name, columns }: TableParts & { readonly name: string },
): Promise<FoundKey> {
    const rawOf = (column: string): string =>
        `c${columns.find((one) => one.column.name === column)?.index ?? 0}`
    const distinctOf = async (names: readonly string[]): Promise<number> => {
        const list = names.map(rawOf).join(', ')
        const [row] = await warehouse.rows(
            `select count(*) as n from (select distinct ${list} from ${relation}) keys`,
        )
        return Number(row?.n ?? 0)
    }
    if (known !== null) {
        const key = known.map(
            (name) => columns.find(({ index }) => names[index] === name)?.column.name ?? name,
        )
        const params = { columns: key.join(', ') }
        return { columns: key, notes: [reason('sources.draft.key_declared', params)] }
    }
    if (rows === 0) {
        // Nothing can be told from a heading but where keys usually stand.
        const first = columns[0]?.column.name ?? ''
        return { columns: [first], notes: [doubt('sources.draft.key_guessed', { column: first })] }
    }
    const notes: DraftNote[] = []
    for (const { columns: set, isBelieved } of keyCandidates(name, columns)) {
        const distinct = await distinctOf(set)
        const params = { columns: set.join(', '), distinct, rows }
        if (distinct === rows) {
            const key = isBelieved
                ? reason('sources.draft.key', params)
                : doubt('sources.draft.key_chance', params)
            return { columns: set, notes: [...notes, key] }
        }
        const isNearly = set.length === 1 && isBelieved && distinct >= rows * 0.99
        if (isNearly) notes.push(doubt('sources.draft.key_broken', params))
    }
    const all = columns.map(({ column }) => column.name)
    const copies = rows - (await distinctOf(all))
    return { columns: [], notes: [...notes, doubt('sources.draft.key_none', { copies })] }
}

/** Rows that hold a text which does not fit its column. */
async function misfitRows(
    { relation }: UnknownTable,
    { warehouse, columns }: TableParts,
): Promise<number> {
    const found = misfitSql(
        columns.filter(({ misfits }) => misfits > 0),
        relation,
    )
    if (found === null) return 0
    const [row] = await warehouse.rows(`${found.sql} select count(*) as n from misfits`)
    return Number(row?.n ?? 0)
}

/** So many rows on average share a day or month that files are delivered by. */
const rowsPerPeriod = 20

/** A day or month that many rows share says how the table may be delivered. */
function periodNote(
    columns: readonly FittedColumn[],
    { rows }: { readonly rows: number },
): readonly DraftNote[] {
    const found = columns.find(({ column, facts }) => {
        const isMonth = isMonthNumber({ name: column.name, facts })
        const isTime = column.type.name === 'date' || isMonth
        const isOwn = headingSays(column.name, 'birth') || column.pii !== null
        return isTime && !isOwn && facts.distinct >= 2 && rows >= facts.distinct * rowsPerPeriod
    })
    if (found === undefined) return []
    const { column, facts } = found
    const every = column.type.name === 'date' ? 'day' : 'month'
    const params = { column: column.name, every, periods: facts.distinct }
    return [doubt('sources.draft.periods', params)]
}
