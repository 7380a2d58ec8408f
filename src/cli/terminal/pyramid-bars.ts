import { amountText, countText, shareText } from '#exports/number-text.ts'
import type { TierFigures } from '#exports/summary-figures.ts'
import type { Tone } from './paint.ts'
import { type SummaryPart, tierNameOf } from './summary-part.ts'
import { type Align, padText, textWidth } from './text-fit.ts'

type Field = { readonly text: string; readonly align: Align; readonly tone: Tone }
type Side = 'parties' | 'assets'

const indent = 2
const gap = 2
const longestBar = 34
/** Below this a bar says nothing, and the lines are too narrow anyway. */
const shortestBar = 6

/**
 * The tier pyramid in block characters, highest tier first: customers grow to the left, their
 * assets to the right, as shares of the bank on one scale.
 */
export function pyramidBars(part: SummaryPart): readonly string[] {
    const { figures, say, language, paint } = part
    const rows = figures.rows.map((row) => fieldsOf(part, row))
    const head = fields([
        [say('exports.column.tier'), 'left', 'soft'],
        [say('exports.column.customers'), 'right', 'soft'],
        ['', 'right', 'soft'],
        ['', 'right', 'soft'],
        [say('exports.key.assets'), 'right', 'soft'],
    ])
    const foot = fields([
        [say('exports.total'), 'left', 'strong'],
        [countText(figures.total.parties, language), 'right', 'strong'],
        ['', 'right', 'plain'],
        ['', 'right', 'plain'],
        [amountText(figures.total.assets, language), 'right', 'strong'],
    ])
    const widths = [0, 1, 2, 3, 4].map((index) =>
        Math.max(...[head, ...rows, foot].map((row) => textWidth(row[index]?.text ?? ''))),
    )
    const used = widths.reduce((sum, width) => sum + width, indent + gap * (widths.length + 1))
    const bar = Math.max(shortestBar, Math.min(longestBar, Math.floor((part.width - used) / 2)))
    const most = Math.max(
        ...figures.rows.flatMap((row) => [row.partyShare ?? 0, row.assetShare ?? 0]),
        Number.MIN_VALUE,
    )
    const line = (row: readonly Field[], bars: readonly [string, string]) => {
        const written = row.map(({ text, align, tone }, index) =>
            paint(tone, padText(text, { width: widths[index] ?? 0, align })),
        )
        const [tier = '', parties = '', partyShare = '', assetShare = '', assets = ''] = written
        const cells = [tier, parties, partyShare, bars[0], bars[1], assetShare, assets]
        return cells.join(' '.repeat(gap)).trimEnd()
    }
    const empty = ' '.repeat(bar)
    return [
        line(head, [empty, empty]),
        ...figures.rows.map((row, index) => {
            const left = barOf(row, 'parties', { width: bar, most })
            const right = barOf(row, 'assets', { width: bar, most })
            return line(rows[index] ?? [], [paint('soft', left), paint('accent', right)])
        }),
        line(foot, [empty, empty]),
    ]
}

function fieldsOf(part: SummaryPart, row: TierFigures): readonly Field[] {
    const { language } = part
    return fields([
        [tierNameOf(part, row.tier), 'left', row.tier === null ? 'soft' : 'plain'],
        [countText(row.parties, language), 'right', 'plain'],
        [shareText(row.partyShare, language), 'right', 'soft'],
        [shareText(row.assetShare, language), 'right', 'soft'],
        [amountText(row.assets, language), 'right', 'plain'],
    ])
}

function fields(all: readonly (readonly [string, Align, Tone])[]): readonly Field[] {
    return all.map(([text, align, tone]) => ({ text, align, tone }))
}

// Growing to the right a bar can end in eighths of a column, to the left only in halves: that is
// what the block characters offer. Whoever is there at all is seen.
function barOf(
    row: TierFigures,
    side: Side,
    scale: { readonly width: number; readonly most: number },
): string {
    const share = (side === 'parties' ? row.partyShare : row.assetShare) ?? 0
    const length = (share / scale.most) * scale.width
    const { width } = scale
    if (side === 'parties') {
        const halves = share > 0 ? Math.max(1, Math.round(length * 2)) : 0
        const text = (halves % 2 === 1 ? '▐' : '') + '█'.repeat(Math.floor(halves / 2))
        return padText(text, { width, align: 'right' })
    }
    const eighths = share > 0 ? Math.max(1, Math.round(length * 8)) : 0
    const rest = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? ''
    return padText('█'.repeat(Math.floor(eighths / 8)) + rest, { width, align: 'left' })
}
