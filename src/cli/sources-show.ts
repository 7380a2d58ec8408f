import { join } from 'node:path'
import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { namedContract } from '#pipeline/load-contracts.ts'
import { shipped } from '#runtime/shipped.ts'
import { formatColumnType } from '#sources/column-type.ts'
import type { Contract, ContractColumn, ContractTable } from '#sources/contract.ts'
import type { Frame } from './run-command.ts'
import { dueText } from './sources-list.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

/** `tong sources show SYSTEM`: its contract to read; a file of a contract will do as well. */
export async function showSource(
    frame: Frame,
    system: string,
    { table: asked }: { readonly table?: string },
): Promise<void> {
    const roots = [shipped.models, join(frame.config.dataFolder, 'models')]
    const { contract } = await namedContract(roots, system)
    const known = contract.tables.map(({ name }) => name)
    if (asked !== undefined && !known.includes(asked)) {
        const nearest = nearestName(asked, known) ?? 'none'
        const params = { system, table: asked, nearest, known: known.join(', ') }
        refuse('pipeline.only_unknown', params)
    }
    const tables = contract.tables.filter(({ name }) => asked === undefined || name === asked)
    frame.answer({
        json: { ...contract, tables },
        text: () => {
            const heads = asked === undefined ? [contractHead(frame, contract)] : []
            return [...heads, ...tables.map((table) => tableText(frame, table))].join('\n\n')
        },
    })
}

function contractHead({ paint, width }: Frame, { system, description }: Contract): string {
    return [paint('strong', system), ...wrapText(description, width)].join('\n')
}

function tableText(frame: Frame, table: ContractTable): string {
    const { say, paint, width } = frame
    const { name, file, key, relations, delivery, description } = table
    const facts = [
        say('cli.sources.show.file', { file, read: readText(frame, table) }),
        say(`cli.sources.delivery.${delivery}`),
        ...(table.due === null ? [] : [dueText(frame, table)]),
        ...(table.period === null ? [] : [say('cli.sources.show.period', { ...table.period })]),
        ...(table.record === null
            ? []
            : [say('cli.sources.show.record', { record: table.record })]),
    ]
    const related = relations.map(({ columns, to }) => `${columns.join(', ')} → ${to}`)
    return [
        paint('strong', name),
        ...wrapText(description, width),
        ...wrapText(facts.join(' · '), width),
        ...(related.length === 0
            ? []
            : wrapText(say('cli.sources.show.relations', { list: related.join('; ') }), width)),
        columnsTable(frame, { ...table, key }),
    ].join('\n')
}

function readText({ say }: Frame, { read }: ContractTable): string {
    if (read.format !== 'delimited') return read.format
    const delimiter = read.delimiter === '\t' ? 'Tab' : read.delimiter
    const header = read.header === 'none' ? 'none' : 'names'
    return say('cli.sources.show.delimited', { delimiter, encoding: read.encoding, header })
}

function columnsTable(frame: Frame, { key, columns: own }: ContractTable): string {
    const { say, width, paint } = frame
    const names = ['name', 'type', 'must', 'allows', 'pii', 'description'] as const
    const columns = names.map((name) => ({
        title: say(`cli.sources.show.column.${name}`),
        isFlexible: name === 'description' || name === 'allows',
    }))
    const rows = own.map((column): readonly Cell[] => [
        `  ${column.name}`,
        typeText(column),
        mustText(frame, { column, key }),
        allowsText(column),
        column.pii === null ? '' : { text: say(`cli.sources.pii.${column.pii}`), tone: 'accent' },
        { text: column.description, tone: 'soft' },
    ])
    return renderTable({ columns, rows, width, paint })
}

function typeText({ type, unit }: ContractColumn): string {
    return unit === null ? formatColumnType(type) : `${formatColumnType(type)} ${unit}`
}

function mustText(
    { say }: Frame,
    { column, key }: { readonly column: ContractColumn; readonly key: readonly string[] },
): string {
    if (key.includes(column.name)) return say('cli.sources.show.key')
    return column.required ? say('cli.sources.show.required') : ''
}

/** Formats, spellings, codes and bounds, as the contract spells them. */
function allowsText({ format, accepts, codes, min, max, nulls }: ContractColumn): string {
    const bounds = min === null && max === null ? [] : [`${min ?? ''}…${max ?? ''}`]
    return [
        ...(format === null ? [] : [format]),
        ...accepts,
        ...(codes === null ? [] : [Object.keys(codes).join('|')]),
        ...bounds,
        ...nulls.map((text) => `∅ “${text}”`),
    ].join(', ')
}
