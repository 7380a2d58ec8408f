import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Feature } from '#features/feature.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

/** What `tong features list` is given. */
export type FeatureListFlags = {
    readonly table?: string
    readonly type?: string
    readonly window?: string
    readonly search?: string
}

/** `tong features list`: the catalogue, or the part of it that is asked for. Opens no bank. */
export async function featuresList(frame: Frame, flags: FeatureListFlags): Promise<void> {
    const all = [...catalogue.values()]
    assertKnown(flags.table, '--table', new Set(all.flatMap(({ table }) => [table, bareOf(table)])))
    assertKnown(flags.window, '--window', new Set(all.map(({ window }) => window)))
    const found = all.filter((feature) => isAsked(frame, { feature, flags }))
    frame.answer({
        json: found.map((feature) => ({
            ...feature,
            name: frame.say(`features.${feature.id}.name`),
            description: frame.say(`features.${feature.id}.description`),
        })),
        text: () => listText(frame, found),
    })
}

function assertKnown(value: string | undefined, flag: string, known: ReadonlySet<string>): void {
    if (value === undefined || known.has(value)) return
    const names = [...known].filter((name) => !name.includes('.')).sort()
    refuse('cli.feature_filter', { flag, value, known: names.join(', ') })
}

/** The table without its schema, which is what people type. */
function bareOf(table: string): string {
    return table.replace(/^.*\./, '')
}

type Asked = { readonly feature: Feature; readonly flags: FeatureListFlags }

function isAsked({ say }: Frame, { feature, flags }: Asked): boolean {
    const { id, table, type, window, source } = feature
    const words = (flags.search ?? '')
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '')
    const told = [id, say(`features.${id}.name`), say(`features.${id}.description`), source]
    const text = told.join(' ').toLowerCase()
    return (
        (flags.table === undefined || [table, bareOf(table)].includes(flags.table)) &&
        (flags.type === undefined || flags.type === type) &&
        (flags.window === undefined || flags.window === window) &&
        words.every((word) => text.includes(word))
    )
}

function listText(frame: Frame, found: readonly Feature[]): string {
    const { say, paint, width, dataFlag } = frame
    if (found.length === 0) return say('cli.features.list.none')
    const tables = [...Map.groupBy(found, ({ table }) => table)].map(([table, features]) => {
        const rows = features.map(({ id, window, sensitive, hidden }): readonly Cell[] => [
            id,
            say(`features.${id}.name`),
            { text: say(`cli.features.window.${window}`), tone: 'soft' },
            sensitive !== false || hidden ? say('cli.features.restricted') : '',
        ])
        const columns = [
            { title: '' },
            { title: '', isFlexible: true },
            { title: '' },
            { title: '' },
        ]
        return `${paint('strong', table)}\n${renderTable({ columns, rows, width, paint })}`
    })
    const count = say('cli.features.list.count', { count: found.length, of: catalogue.size })
    const next = say('cli.features.list.next', { data: dataFlag })
    const notes = [count, next].flatMap((line) => wrapText(line, width))
    return [...tables, notes.map((line) => paint('soft', line)).join('\n')].join('\n\n')
}
