import { join } from 'node:path'
import { formatMonth } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { countText } from '#exports/number-text.ts'
import { catalogue } from '#features/catalogue.ts'
import { type StoredPart, type StoredTable, storedTables } from '#pipeline/stored-tables.ts'
import { withBank } from './bank-session.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

/** What `tong tables` is given. */
export type TablesFlags = {
    readonly month?: string
    readonly ladder?: string
    readonly all?: boolean
    readonly path?: boolean
}

/**
 * `tong tables [NAME]`: which tables the runs have stored; of one, where its Parquet lies and what
 * its columns mean. Whatever reads Parquet reads them there: nothing of Tong has to run.
 */
export async function tables(
    frame: Frame,
    { name, ...flags }: TablesFlags & { readonly name?: string },
): Promise<void> {
    const { found, first } = await withBank(
        frame,
        { access: 'read', create: null },
        async ({ context }) => ({
            found: await storedTables(context),
            first: context.settings.ladders[0] ?? null,
        }),
    )
    if (name !== undefined) return showTable(frame, { found, first, name, flags })
    if (flags.path === true) refuse('cli.table_unnamed')
    const asked = flags.all === true ? found : found.filter(isForReaders)
    frame.answer({
        json: asked.map(tableJson),
        text: () => listText(frame, asked),
    })
}

const readersStages: readonly string[] = ['identity', 'features', 'scores', 'tiers']

/** Steps on the way, and what one source system delivered, are found with `--all`. */
function isForReaders({ model }: StoredTable): boolean {
    return readersStages.includes(model.stage) && model.system === null && !model.twin.intermediate
}

function tableJson({ model, parts }: StoredTable): object {
    const { description, grain, key } = model.twin
    return { table: model.name, description, grain, key, parts: parts.map(partJson) }
}

function partJson({ ladder, month, rows, runId, folder }: StoredPart): object {
    const path = join(folder, '*.parquet')
    return { ladder, month: month === null ? null : formatMonth(month), rows, runId, path }
}

type Asked = {
    readonly found: readonly StoredTable[]
    /** The ladder that is shown where none is named. */
    readonly first: string | null
    readonly name: string
    readonly flags: TablesFlags
}

function showTable(frame: Frame, asked: Asked): void {
    const table = namedTable(asked)
    const parts = partsAsked(table, asked)
    const last = parts.at(-1) ?? refuse('cli.table_part_missing', missingParams(table, asked))
    const shown = asked.flags.all === true ? parts : [last]
    const paths = shown.map(({ folder }) => join(folder, '*.parquet'))
    frame.answer({
        json: { ...tableJson({ ...table, parts: shown }), columns: table.model.twin.columns },
        text: () =>
            asked.flags.path === true ? paths.join('\n') : tableText(frame, { table, shown }),
    })
}

/** A table by its name, or without its schema where that tells it. */
function namedTable({ found, name }: Asked): StoredTable {
    const table = found.find(({ model }) => model.name === name)
    if (table !== undefined) return table
    const bare = found.filter(({ model }) => bareOf(model.name) === name)
    const [only, ...others] = bare
    if (only !== undefined && others.length === 0) return only
    const names = found.flatMap(({ model }) => [model.name, bareOf(model.name)])
    return refuse('cli.table_unknown', { table: name, nearest: nearestName(name, names) ?? 'none' })
}

function bareOf(name: string): string {
    return name.replace(/^.*\./, '')
}

function partsAsked(table: StoredTable, { first, flags }: Asked): readonly StoredPart[] {
    const month = monthFlag(flags.month)
    const ladders = new Set(table.parts.map(({ ladder }) => ladder))
    const usual = ladders.has(first) ? first : (table.parts[0]?.ladder ?? null)
    const ladder = flags.ladder ?? usual
    return table.parts.filter(
        (part) => part.ladder === ladder && (month === null || part.month === month),
    )
}

function missingParams(
    { model, parts }: StoredTable,
    { flags }: Asked,
): Readonly<Record<string, string>> {
    const ladders = [...new Set(parts.flatMap(({ ladder }) => ladder ?? []))]
    return {
        table: model.name,
        month: flags.month ?? 'none',
        ladder: flags.ladder ?? 'none',
        months: monthsText(parts) || 'none',
        ladders: ladders.length === 0 ? 'none' : ladders.join(', '),
    }
}

/** `2025-01 … 2025-12`; months between them may be missing, which `--all` shows. */
function monthsText(parts: readonly StoredPart[]): string {
    const months = parts.flatMap(({ month }) => month ?? []).sort((left, right) => left - right)
    const [first, last] = [months[0], months.at(-1)]
    if (first === undefined || last === undefined) return ''
    return first === last ? formatMonth(first) : `${formatMonth(first)} … ${formatMonth(last)}`
}

function listText(frame: Frame, found: readonly StoredTable[]): string {
    const { say, paint, width, language, dataFlag } = frame
    if (found.length === 0) return say('cli.tables.none', { data: dataFlag })
    const rows = found.map(({ model, parts }): readonly Cell[] => [
        model.name,
        { text: monthsText(parts), tone: 'soft' },
        countText(parts.at(-1)?.rows ?? 0, language),
        // Twins are written for people who read models, in English only.
        { text: language === 'en' ? sentenceOf(model.twin.description) : '', tone: 'soft' },
    ])
    const columns = [
        { title: say('cli.tables.column.table') },
        { title: say('cli.tables.column.months') },
        { title: say('cli.tables.column.rows'), align: 'right' as const },
        { title: '', isFlexible: true },
    ]
    const next = wrapText(say('cli.tables.next', { data: dataFlag }), width)
    const table = renderTable({ columns, rows, width, paint })
    return [table, ...next.map((line) => paint('soft', line))].join('\n')
}

type Shown = { readonly table: StoredTable; readonly shown: readonly StoredPart[] }

function tableText(frame: Frame, { table, shown }: Shown): string {
    const { say, paint, language } = frame
    const { model, parts } = table
    const last = shown.at(-1)
    if (last === undefined) throw new Error('a table that is shown has a part')
    const title = say('cli.tables.title', {
        table: model.name,
        month: last.month === null ? 'none' : formatMonth(last.month),
        ladder: last.ladder ?? 'none',
        rows: countText(last.rows, language),
        run: last.runId,
    })
    const months = monthsText(parts)
    const paths = shown.map(({ folder }) => join(folder, '*.parquet'))
    return [
        paint('strong', title),
        ...(language === 'en' ? [wrapText(model.twin.description, frame.width).join('\n')] : []),
        paths.join('\n'),
        columnsText(frame, table),
        ...(months === '' ? [] : [paint('soft', say('cli.tables.months', { months }))]),
    ].join('\n\n')
}

/** Name, type and meaning of each column: of a feature by its name, else by the model's twin. */
function columnsText({ say, paint, width, language }: Frame, { model }: StoredTable): string {
    const rows = Object.entries(model.twin.columns).map(([name, column]): readonly Cell[] => {
        const isFeature = catalogue.get(name)?.table === model.name
        const told = isFeature ? say(`features.${name}.name`) : ''
        const meaning = told === '' && language === 'en' ? column.description : told
        return [name, { text: column.type, tone: 'soft' }, meaning]
    })
    const columns = [{ title: '' }, { title: '' }, { title: '', isFlexible: true }]
    return renderTable({ columns, rows, width, paint })
}

function sentenceOf(description: string): string {
    return /^.*?[.](?=\s|$)/s.exec(description)?.[0].replaceAll(/\s+/g, ' ') ?? description
}
