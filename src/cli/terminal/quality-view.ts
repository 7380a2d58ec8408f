import type { Language, Say } from '#domain/say.ts'
import { countText } from '#exports/number-text.ts'
import {
    dimensionName,
    freshShort,
    gradeText,
    issueText,
    placeOf,
    remedyText,
} from '#exports/quality-words.ts'
import type {
    BatchQuality,
    QualityIssue,
    QualityReport,
    TableQuality,
} from '#serving/quality-report.ts'
import { type Dimension, dimensions, type QualityCount } from '#sources/quality.ts'
import { lowestOf } from '#sources/quality-summary.ts'
import type { Paint, Tone } from './paint.ts'
import { type Cell, type Column, renderTable } from './table.ts'
import { padText, plainText, wrapText } from './text-fit.ts'

/** How a report on quality is shown. */
export type QualityLook = {
    readonly say: Say
    readonly language: Language
    readonly width: number
    readonly paint: Paint
    readonly dataFlag: string
    /** How many issues are written out; the rest are counted. */
    readonly limit: number
    /** Whether tables without a fault are only counted. */
    readonly isFolded: boolean
    /** Files that were written. */
    readonly files: readonly string[]
}

/** From this width on a share has a bar before it. */
const roomyWidth = 112
/** Below this width only the shares that are not whole are shown, table by table. */
const narrowWidth = 84
const barWidth = 5
/** All of it, in millionths. */
const whole = 1_000_000
/** What is counted when a batch is taken; freshness is judged on a day. */
const counted = dimensions.filter((one) => one !== 'fresh')

/** The overview of all tables, worst first, with what is amiss and what to do. */
export function renderQuality(report: QualityReport, look: QualityLook): string {
    const blocks = [
        heading(report, look),
        overview(report, look),
        issueLines(report, look),
        remedyLines(report, look),
        closing(report, look),
    ]
    return joined(blocks)
}

function joined(blocks: readonly (readonly string[])[]): string {
    return blocks
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

function heading({ asOf, tables }: QualityReport, look: QualityLook): readonly string[] {
    const { say, paint, width } = look
    const systems = new Set(tables.map(({ system }) => system)).size
    const title = say('cli.quality.title', { systems, tables: tables.length })
    const isDue = asOf !== null && tables.some(({ freshness }) => freshness !== null)
    const notes = isDue ? say('cli.quality.as_of', { day: asOf }) : say('cli.quality.shares')
    return [paint('strong', title), ...wrapText(notes, width).map((line) => paint('soft', line))]
}

function overview({ tables, grades }: QualityReport, look: QualityLook): readonly string[] {
    const { say, language, width, paint, isFolded } = look
    const faulty = tables.filter((table) => lowestOf(table.grades) < whole || !table.isMeasured)
    const listed = isFolded && faulty.length > 0 ? faulty : tables
    const isNarrow = width < narrowWidth
    const shown = isNarrow ? counted.filter((one) => grades[one].millionths !== whole) : counted
    const isLate = grades.fresh.millionths === 0
    const hasFresh = isLate || (!isNarrow && grades.fresh.millionths !== null)
    const columns: readonly Column[] = [
        { title: say('cli.quality.column.table'), isFlexible: true },
        ...(isNarrow
            ? []
            : [{ title: say('cli.quality.column.records'), align: 'right' } as const]),
        ...shown.map((one): Column => ({ title: dimensionName(one, look), align: 'right' })),
        ...(hasFresh ? [{ title: dimensionName('fresh', look) }] : []),
    ]
    const rows = listed.map((table): readonly Cell[] => [
        plainText(`${table.system}.${table.table}`),
        ...(isNarrow ? [] : [countText(table.read, language)]),
        ...shown.map((one) => gradeCell(table, one, look)),
        ...(hasFresh ? [freshCell(table, look)] : []),
    ])
    const rest = tables.length - listed.length
    return [
        renderTable({ columns, rows, width, paint }),
        ...(rest > 0 ? [paint('soft', say('cli.quality.sound_tables', { tables: rest }))] : []),
    ]
}

function gradeCell(
    { grades, isMeasured }: Pick<TableQuality, 'grades' | 'isMeasured'>,
    dimension: Dimension,
    { language, width }: QualityLook,
): Cell {
    const { millionths } = grades[dimension]
    if (!isMeasured) return { text: '?', tone: 'soft' }
    const text = gradeText(millionths, language)
    const tone = toneOf(millionths)
    if (width < roomyWidth || millionths === null) return { text, tone }
    return { text: `${barOf(millionths)} ${padText(text, { width: 6, align: 'right' })}`, tone }
}

/** What is below a hundredth of what it should be stands out. */
const fairMillionths = 990_000

function toneOf(millionths: number | null): Tone {
    if (millionths === null || millionths === whole) return 'soft'
    return millionths < fairMillionths ? 'down' : 'plain'
}

function barOf(millionths: number): string {
    const eighths = Math.floor((millionths * barWidth * 8) / whole)
    const rest = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? ''
    return padText('█'.repeat(Math.floor(eighths / 8)) + rest, { width: barWidth, align: 'left' })
}

function freshCell(table: TableQuality, look: QualityLook): Cell {
    const tone = table.freshness?.isLate === true ? 'down' : 'soft'
    return { text: freshShort(table, look), tone }
}

function issueLines({ issues }: QualityReport, look: QualityLook): readonly string[] {
    const { say, width, paint, limit } = look
    if (issues.length === 0) return [say('cli.quality.sound')]
    const shown = issues.slice(0, limit)
    const table = renderTable({
        columns: [
            { title: '', align: 'right' },
            { title: '', isFlexible: true },
            { title: '', isFlexible: true },
        ],
        rows: shown.map((issue) => [
            { text: shareOf(issue, look), tone: 'down' },
            plainText(placeOf(issue)),
            `${issueText(issue, look)}${codesText(issue)}`,
        ]),
        width,
        paint,
    })
    const more = issues.length - shown.length
    return [
        paint('strong', say('cli.quality.worst')),
        table,
        ...(more > 0 ? [paint('soft', say('cli.quality.more', { more }))] : []),
    ]
}

function codesText({ codes }: QualityIssue): string {
    const words = codes.map((code) => code.replace(/^sources\.cell_/, ''))
    return words.length === 0 ? '' : ` (${words.join(', ')})`
}

function shareOf({ failed, checked }: QualityCount, { language }: QualityLook): string {
    const format = new Intl.NumberFormat(language, {
        style: 'percent',
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        roundingMode: 'ceil',
    })
    return checked === 0 ? '–' : format.format(failed / checked)
}

/** What to do, once for each kind of issue that is shown. */
function remedyLines({ issues }: QualityReport, look: QualityLook): readonly string[] {
    const { say, width, paint, limit } = look
    const checks = [...new Set(issues.slice(0, limit).map(({ check }) => check))]
    if (checks.length === 0) return []
    const lines = checks.flatMap((check) => {
        const name = say(`exports.quality.name.${check}`)
        const remedy = say('cli.quality.remedy', { name, remedy: remedyText(check, look) })
        const lines = wrapText(remedy, width - 4)
        return lines.map((line, index) => (index === 0 ? `  → ${line}` : `    ${line}`))
    })
    return [paint('strong', say('cli.quality.todo')), ...lines]
}

function closing({ tables }: QualityReport, look: QualityLook): readonly string[] {
    const { say, paint, width, files, dataFlag } = look
    const unmeasured = tables.filter(({ isMeasured }) => !isMeasured).length
    const lines = [
        ...(unmeasured > 0 ? [say('cli.quality.unmeasured', { tables: unmeasured })] : []),
        ...files.map((file) => say('cli.quality.written', { file: plainText(file) })),
        say('cli.quality.next', { data: dataFlag }),
    ]
    return lines.flatMap((line) => wrapText(line, width)).map((line) => paint('soft', line))
}

/** Every check of one table, those that fail first. */
export function renderTableChecks(counts: readonly QualityCount[], look: QualityLook): string {
    const { say, language, width, paint } = look
    const rows = counts.map((count): readonly Cell[] => [
        plainText(count.field ?? say('cli.quality.whole_table')),
        say(`exports.quality.name.${count.check}`),
        countText(count.checked, language),
        { text: countText(count.failed, language), tone: count.failed > 0 ? 'down' : 'soft' },
        { text: count.failed > 0 ? shareOf(count, look) : '', tone: 'down' },
    ])
    return renderTable({
        columns: [
            { title: say('cli.quality.column.field'), isFlexible: true },
            { title: say('cli.quality.column.check'), isFlexible: true },
            { title: say('cli.quality.column.checked'), align: 'right' },
            { title: say('cli.quality.column.failed'), align: 'right' },
            { title: '', align: 'right' },
        ],
        rows,
        width,
        paint,
    })
}

/** The grades of every batch, system by system. */
export function renderTrend(trend: readonly BatchQuality[], look: QualityLook): string {
    const { say, language, width, paint } = look
    const columns: readonly Column[] = [
        { title: say('cli.quality.column.system'), isFlexible: true },
        { title: say('cli.quality.column.batch'), align: 'right' },
        { title: say('cli.quality.column.imported') },
        { title: say('cli.quality.column.reach') },
        { title: say('cli.quality.column.records'), align: 'right' },
        { title: say('cli.quality.column.rejected'), align: 'right' },
        ...counted.map((one): Column => ({ title: dimensionName(one, look), align: 'right' })),
    ]
    const rows = trend.map((batch): readonly Cell[] => [
        plainText(batch.system),
        String(batch.batchNo),
        batch.importedAt.slice(0, 10),
        batch.reach ?? '–',
        countText(batch.read, language),
        countText(batch.rejected, language),
        ...counted.map((one): Cell => {
            const { millionths } = batch.grades[one]
            return { text: gradeText(millionths, language), tone: toneOf(millionths) }
        }),
    ])
    const table = renderTable({ columns, rows, width, paint })
    return joined([[paint('strong', say('cli.quality.trend_title'))], [table]])
}
