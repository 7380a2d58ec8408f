import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { amountText, countText, shareText } from '#exports/number-text.ts'
import {
    type Concentration,
    type Counts,
    readConcentration,
    readScoreCounts,
    type ScoreCounts,
} from '#pipeline/scores/read-score-counts.ts'
import type { Cell as Found, Row } from '#warehouse/warehouse.ts'
import { withBank } from './bank-session.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

/** What the verbs of `tong scores` are given. */
export type ScoreFlags = { readonly month?: string }

const codesShown = 10

/** `tong scores list`: the scorecards of a month, and how many customers have which score. */
export async function scoresList(frame: Frame, flags: ScoreFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const found = await withBank(frame, { access: 'read', create: null }, ({ context }) =>
        readScoreCounts(context, month),
    )
    frame.answer({
        json: { ...found, month: formatMonth(found.month) },
        text: () => listText(frame, found),
    })
}

function listText(frame: Frame, found: ScoreCounts): string {
    const { say, paint, width, dataFlag } = frame
    const { bands, kinds, codes } = found
    const month = formatMonth(found.month)
    const scorecards = found.scorecards.join(' · ')
    const notes = [
        say('cli.scores.trace', { run: found.runId, scorecards }),
        say('cli.scores.next', { data: dataFlag }),
    ].flatMap((line) => wrapText(line, width))
    const byValue = (value: string): string => say(`features.value.${value}`)
    const tables = [
        ['value_band', bands, byValue],
        ['behaviour_kind', kinds, byValue],
        ['rfm', codes.slice(0, codesShown), String],
    ] as const
    return [
        paint('strong', say('cli.scores.title', { month })),
        ...tables.map(([feature, counts, nameOf]) =>
            countsTable(frame, { feature, counts, nameOf }),
        ),
        notes.map((line) => paint('soft', line)).join('\n'),
    ].join('\n\n')
}

function countsTable(
    { say, width, paint, language }: Frame,
    {
        feature,
        counts,
        nameOf,
    }: {
        readonly feature: string
        readonly counts: Counts
        readonly nameOf: (value: string) => string
    },
): string {
    const rows = counts.map(({ value, parties }): readonly Cell[] => [
        value === null ? say('cli.scores.unknown') : nameOf(value),
        countText(parties, language),
    ])
    const columns = [
        { title: say(`features.${feature}.name`) },
        { title: say('cli.scores.column.parties'), align: 'right' as const },
    ]
    return renderTable({ columns, rows, width, paint })
}

/** `tong scores concentration`: how much of the bank's business rests on few customers. */
export async function concentration(frame: Frame, flags: ScoreFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const found = await withBank(frame, { access: 'read', create: null }, ({ context }) =>
        readConcentration(context, month),
    )
    frame.answer({
        json: {
            month: formatMonth(found.month),
            runId: found.runId,
            measures: found.rows.map(plainRow),
        },
        text: () => concentrationText(frame, found),
    })
}

/** Decimals as text, which loses nothing; counts as numbers. */
function plainRow(row: Row): Readonly<Record<string, unknown>> {
    const plain = (cell: Found): unknown => {
        if (typeof cell === 'bigint') return Number(cell)
        return isDecimal(cell) ? formatDecimal(cell) : cell
    }
    const { month: _, ...others } = row
    return Object.fromEntries(Object.entries(others).map(([name, cell]) => [name, plain(cell)]))
}

function isDecimal(cell: Found): cell is Decimal {
    return typeof cell === 'object' && cell !== null
}

function concentrationText(frame: Frame, { month, rows, runId }: Concentration): string {
    const { say, language, width, paint } = frame
    const shareOf = (cell: Found | undefined): string =>
        isDecimal(cell ?? null) ? shareText(Number(formatDecimal(cell as Decimal)), language) : '–'
    const figure = (cell: Found | undefined): string =>
        isDecimal(cell ?? null) ? Number(formatDecimal(cell as Decimal)).toFixed(4) : '–'
    const table = renderTable({
        columns: ['measure', 'total', 'parties', 'gini', 'hhi', 'top_1', 'top_20', 'eighty'].map(
            (name, index) => ({
                title: say(`cli.scores.column.${name}`),
                align: index === 0 ? 'left' : 'right',
                isFlexible: index === 0,
            }),
        ),
        rows: rows.map((row): readonly Cell[] => [
            say(`features.${row.measure}.name`),
            isDecimal(row.total ?? null)
                ? amountText(formatDecimal(row.total as Decimal) as `${number}`, language)
                : '–',
            countText(Number(row.parties), language),
            figure(row.gini),
            figure(row.hhi),
            shareOf(row.top_1_share),
            shareOf(row.top_20_share),
            countText(Number(row.parties_for_80), language),
        ]),
        width,
        paint,
    })
    const title = say('cli.scores.concentration.title', { month: formatMonth(month) })
    const notes = [say('cli.scores.concentration.note'), say('cli.scores.run', { run: runId })]
        .flatMap((line) => wrapText(line, width))
        .map((line) => paint('soft', line))
    return [paint('strong', title), table, notes.join('\n')].join('\n\n')
}
