import { countText, exactText, moneyText } from '#exports/number-text.ts'
import { moveKindOf, movesOf } from '#exports/summary-figures.ts'
import type { Migration } from '#serving/summary.ts'
import { type SummaryPart, tierNameOf } from './summary-part.ts'
import { type Cell, renderTable } from './table.ts'
import { padText, textWidth, wrapText } from './text-fit.ts'

const movesShown = 5
const nearShown = 5
const indent = 2
const between = 4

/** Last month's largest moves, up and down side by side; below that, who is new and who is gone. */
export function migrationLists(part: SummaryPart): readonly string[] {
    const { figures, say, language, paint } = part
    if (figures.before === null) return [paint('soft', say('exports.migration.lead_first'))]
    const count = (value: number) => countText(value, language)
    const { up, down, entered, left } = figures.moves
    const summary = say('exports.migration.lead', {
        upgraded: count(up.parties),
        downgraded: count(down.parties),
        entered: count(entered.parties),
        left: count(left.parties),
    })
    const half = Math.floor((part.width - indent - between) / 2)
    const ups = moveTable(part, 'up', half)
    const downs = moveTable(part, 'down', half)
    return [...wrapText(summary, part.width - indent), ...sideBySide(ups, downs, half)]
}

function moveTable(part: SummaryPart, kind: 'up' | 'down', width: number): readonly string[] {
    const { summary, language, paint } = part
    const moves = movesOf(summary)
        .filter((move) => moveKindOf(summary, move) === kind)
        .sort((a, b) => b.parties - a.parties)
        .slice(0, movesShown)
    if (moves.length === 0) return []
    const arrow = kind === 'up' ? '↑' : '↓'
    const style = { language, currency: summary.bank.baseCurrency }
    const row = (move: Migration): readonly Cell[] => [
        {
            text: `${arrow} ${tierNameOf(part, move.from)} → ${tierNameOf(part, move.to)}`,
            tone: kind,
        },
        countText(move.parties, language),
        { text: moneyText(move.assets, style), tone: 'soft' },
    ]
    const columns = [
        { title: '', isFlexible: true },
        { title: '', align: 'right' },
        { title: '', align: 'right' },
    ] as const
    return renderTable({ columns, rows: moves.map(row), width, paint }).split('\n')
}

function sideBySide(
    left: readonly string[],
    right: readonly string[],
    half: number,
): readonly string[] {
    const fits = [...left, ...right].every((line) => textWidth(line) <= half)
    if (!fits) return [...left, ...right]
    return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
        const start = padText(left[index] ?? '', { width: half + between, align: 'left' })
        return (start + (right[index] ?? '')).trimEnd()
    })
}

/** How many stand near a threshold, and the first of those about to rise. */
export function nearList(part: SummaryPart): readonly string[] {
    const { summary, say, language, width, paint } = part
    const { up, down, parties } = summary.near
    const style = { language, currency: summary.bank.baseCurrency }
    const lead =
        say('exports.near.lead_up', {
            count: up.parties,
            shown: countText(up.parties, language),
            gap: moneyText(up.gap, style),
        }) +
        say('exports.near.lead_down', {
            count: down.parties,
            shown: countText(down.parties, language),
            assets: moneyText(down.assets, style),
        })
    const lines = wrapText(lead, width - indent)
    const shown = parties.filter((party) => party.direction === 'up').slice(0, nearShown)
    if (shown.length === 0) return lines
    const columns = [
        { title: say('exports.column.customer'), isFlexible: true },
        { title: say('cli.summary.column.party') },
        { title: say('cli.summary.column.branch'), isFlexible: true },
        { title: say('cli.summary.column.near'), isFlexible: true },
        { title: say('exports.column.missing'), align: 'right' },
    ] as const
    const rows = shown.map((party): readonly Cell[] => [
        party.name ?? '–',
        { text: party.recordKey, tone: 'soft' },
        party.branch ?? '',
        { text: `↑ ${tierNameOf(part, party.threshold.tier)}`, tone: 'up' },
        exactText(party.gap, language, 'up'),
    ])
    const table = renderTable({ columns, rows, width: width - indent, paint })
    return [...lines, ...table.split('\n')]
}

/** How many are protected, and how many of those listed fall at the next review. */
export function protectedLine(part: SummaryPart): readonly string[] {
    const { figures, summary, say, language, width } = part
    const count = figures.protectedParties
    if (count === 0) return []
    const sentence = say('exports.protected.lead', { count, shown: countText(count, language) })
    const soon = summary.moved.filter((party) => party.reviewsLeft === 1).length
    const hint = say('cli.summary.last_review', { count: soon, shown: countText(soon, language) })
    return wrapText(soon === 0 ? sentence : sentence + hint, width - indent)
}
