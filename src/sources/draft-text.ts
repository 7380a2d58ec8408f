import type { Say } from '#domain/say.ts'
import { formatColumnType } from './column-type.ts'
import type { ContractColumn, FileFormat } from './contract.ts'
import type { Draft, DraftColumn, DraftNote, DraftTable } from './draft.ts'
import { type YamlValue, yamlComment, yamlEntry, yamlItem } from './draft-yaml.ts'

/**
 * Writes a draft as the YAML of a contract, with the reasons of each decision as comments in the
 * language of `say`. Doubts begin with `?`. The text fits `parseContract`.
 */
export function draftText(draft: Draft, say: Say): string {
    const files = commonFormat(draft)
    const head = say('sources.draft.head', { files: draft.tables.length })
    const lines = [
        ...yamlComment(head, 0),
        ...yamlEntry('system', draft.system, 0),
        ...yamlEntry('description', say('sources.draft.description', { system: draft.system }), 0),
        ...yamlEntry('files', formatWords(files), 0),
        'tables:',
        ...draft.tables.flatMap((table, index) => [
            ...(index === 0 ? [] : ['']),
            ...tableLines(table, { files, say }),
        ]),
    ]
    return `${lines.join('\n')}\n`
}

/** All doubts of a draft with the table and column they are about, in its order. */
export function draftDoubts(
    draft: Draft,
): readonly { readonly table: string; readonly column: string | null; readonly note: DraftNote }[] {
    const doubts = (notes: readonly DraftNote[]): readonly DraftNote[] =>
        notes.filter(({ isDoubt }) => isDoubt)
    return draft.tables.flatMap((table) => [
        ...doubts(table.notes).map((note) => ({ table: table.name, column: null, note })),
        ...table.columns.flatMap(({ column, notes }) =>
            doubts(notes).map((note) => ({ table: table.name, column: column.name, note })),
        ),
        ...table.relations.flatMap(({ columns, notes }) =>
            doubts(notes).map((note) => ({
                ...{ table: table.name, column: columns.join(', '), note },
            })),
        ),
    ])
}

/** The format that most files share; others name theirs. */
function commonFormat(draft: Draft): FileFormat {
    const tables = draft.tables.filter(({ special }) => special === null)
    const spelt = tables.map(({ format }) => JSON.stringify(formatWords(format)))
    const often = (text: string): number => spelt.filter((one) => one === text).length
    const best = spelt.reduce(
        (one, other) => (often(other) > often(one) ? other : one),
        spelt[0] ?? '',
    )
    const found = tables[spelt.indexOf(best)]
    return found?.format ?? { delimiter: ',', quote: '"', encoding: 'utf-8' }
}

function formatWords({ delimiter, quote, encoding }: FileFormat): Readonly<Record<string, string>> {
    return { delimiter, quote: quote ?? '', encoding }
}

type TableWords = { readonly files: FileFormat; readonly say: Say }

function tableLines(table: DraftTable, { files, say }: TableWords): readonly string[] {
    const read = table.special ?? {
        ...differing(formatWords(table.format), formatWords(files)),
        ...(table.header === 'none' ? { header: 'none' } : {}),
    }
    const description = say('sources.draft.table_description', { table: table.name })
    const sure = table.relations.filter(({ isSure }) => isSure)
    const others = table.relations.filter(({ isSure }) => !isSure)
    return [
        ...noteLines([...table.notes], { say, depth: 1 }),
        `    ${table.name}:`,
        ...yamlEntry('file', table.file, 2),
        ...(Object.keys(read).length === 0 ? [] : yamlEntry('read', read, 2)),
        ...yamlEntry('description', description, 2),
        ...yamlEntry('key', table.key, 2),
        ...(table.record === null ? [] : yamlEntry('record', table.record, 2)),
        ...(table.rows > 0 ? [] : yamlEntry('may_be_empty', true, 2)),
        ...(table.misfits === 0 ? [] : yamlEntry('rejects_max', String(table.misfits), 2)),
        '        columns:',
        ...table.columns.flatMap((one) => columnLines(one, say)),
        ...(sure.length === 0 ? [] : ['        relations:']),
        ...sure.flatMap(({ columns, to, notes }) => [
            ...noteLines(notes, { say, depth: 3 }),
            yamlItem({ columns, to }, 3),
        ]),
        ...others.flatMap(({ columns, to, notes }) => [
            ...noteLines(notes, { say, depth: 2 }),
            ...yamlComment(yamlItem({ columns, to }, 0), 2),
        ]),
    ]
}

function differing(
    own: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(own).filter(([key, value]) => files[key] !== value))
}

function noteLines(
    notes: readonly DraftNote[],
    { say, depth }: { readonly say: Say; readonly depth: number },
): readonly string[] {
    const reasons = notes.filter(({ isDoubt }) => !isDoubt)
    const doubts = notes.filter(({ isDoubt }) => isDoubt)
    const told = reasons.map(({ key, params }) => say(key, params)).join(' ')
    return [
        ...(told === '' ? [] : yamlComment(told, depth)),
        ...doubts.flatMap(({ key, params }) => yamlComment(`? ${say(key, params)}`, depth)),
    ]
}

function columnLines({ column, notes }: DraftColumn, say: Say): readonly string[] {
    return [
        ...noteLines(notes, { say, depth: 3 }),
        ...yamlEntry(column.name, columnWords(column), 3),
    ]
}

/** The words of a column as the contract's file spells them, without those that say nothing. */
export function columnWords(column: ContractColumn): Readonly<Record<string, YamlValue>> {
    const { type, format, accepts, nulls, codes, min, max, required } = column
    const { pii, unit, field, aliases, description } = column
    return {
        type: formatColumnType(type),
        ...(format === null ? {} : { format }),
        ...(accepts.length === 0 ? {} : { accepts }),
        ...(nulls.length === 0 ? {} : { nulls }),
        ...(codes === null ? {} : { codes }),
        ...(min === null ? {} : { min }),
        ...(max === null ? {} : { max }),
        ...(required ? { required: true } : {}),
        ...(unit === null ? {} : { unit }),
        ...(pii === null ? {} : { pii }),
        ...(field === null ? {} : { field }),
        ...(aliases.length === 0 ? {} : { aliases }),
        description,
    }
}
