import type { Language, Say } from '#domain/say.ts'
import { monthText } from '#exports/month-text.ts'
import { countText, growthText, moneyText, shareText } from '#exports/number-text.ts'
import { figuresOf } from '#exports/summary-figures.ts'
import type { Summary } from '#serving/summary.ts'
import { createPaint } from './paint.ts'
import { pyramidBars } from './pyramid-bars.ts'
import { migrationLists, nearList, protectedLine } from './summary-lists.ts'
import { type SummaryPart, tierNameOf } from './summary-part.ts'
import { padText, plainText, textWidth, wrapText } from './text-fit.ts'

/** How a summary is shown: the language, and the columns and colours of the terminal. */
export type SummaryLook = {
    readonly say: Say
    readonly language: Language
    readonly width: number
    readonly isColour: boolean
    /** Where the report was written; null where none was. */
    readonly reportFile: string | null
    /** ` --data FOLDER` where the bank does not lie in the default folder, else empty. */
    readonly dataFlag: string
}

/** Longer lines than this are hard to read, however wide the terminal. */
const widest = 120

/**
 * A close on one screen: headline, pyramid with assets, last month's migrations, who stands near
 * a threshold, who is protected, what was found in the data, and what to try next. Returns lines
 * without a line end after the last. Throws where the summary holds no close.
 */
export function renderSummary(summary: Summary, look: SummaryLook): string {
    const part: SummaryPart = {
        summary,
        figures: figuresOf(summary),
        say: look.say,
        language: look.language,
        width: Math.min(look.width, widest),
        paint: createPaint(look.isColour),
    }
    const blocks = [
        title(part),
        headline(part),
        block(part, 'pyramid', pyramidBars(part)),
        block(part, 'migration', migrationLists(part)),
        block(part, 'near', nearList(part)),
        block(part, 'protected', protectedLine(part)),
        block(part, 'findings', findings(part)),
        block(part, 'next', nextSteps(part, look)),
    ]
    return blocks
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

function title({ summary, figures, say, language, width, paint }: SummaryPart): readonly string[] {
    const month = monthText(figures.month, language)
    const left = `砼 Tong · ${plainText(summary.ladder.name[language])} · ${month}`
    const right = summary.bank.demo ? say('exports.demo') : ''
    const space = Math.max(1, width - textWidth(left) - textWidth(right))
    return [
        paint('strong', left) + (right === '' ? '' : ' '.repeat(space) + paint('soft', right)),
        paint('soft', '─'.repeat(width)),
    ]
}

function headline({ summary, figures, say, language, width }: SummaryPart): readonly string[] {
    const { total, moves, topHeavy, before, assetGrowth } = figures
    const assets = moneyText(total.assets, { language, currency: summary.bank.baseCurrency })
    const count = (value: number) => countText(value, language)
    const sentences = [
        say('exports.headline.size', { count: total.parties, shown: count(total.parties), assets }),
        before === null
            ? say('exports.headline.first')
            : say('exports.headline.moved', {
                  upgraded: count(moves.up.parties),
                  downgraded: count(moves.down.parties),
                  growth: growthText(assetGrowth, language),
              }),
    ]
    if (topHeavy !== null) {
        sentences.push(
            say('exports.headline.few', {
                tier: tierNameOf({ summary, say, language }, topHeavy.tier),
                parties: shareText(topHeavy.partyShare, language),
                assets: shareText(topHeavy.assetShare, language),
            }),
        )
    }
    return wrapText(sentences.join(''), width)
}

// A block without lines is left out, its heading too.
function block(part: SummaryPart, name: string, lines: readonly string[]): readonly string[] {
    if (lines.length === 0) return []
    const heading = part.paint('strong', part.say(`cli.summary.${name}`))
    return [heading, ...lines.map((line) => (line === '' ? '' : `  ${line}`))]
}

function findings({ summary, say, language, width, paint }: SummaryPart): readonly string[] {
    const found = summary.findings.filter((finding) => finding.count > 0)
    if (found.length === 0) return [paint('soft', say('exports.findings.none'))]
    return found.flatMap(({ code, count }) => {
        const shown = countText(count, language)
        const unit = summary.bank.baseCurrency
        const sentence = say(`exports.finding.${code}`, { count, shown, unit })
        return wrapText(sentence, width - 4).map((line, index) =>
            index ? `  ${line}` : `· ${line}`,
        )
    })
}

function nextSteps(
    part: SummaryPart,
    { reportFile, dataFlag }: Pick<SummaryLook, 'reportFile' | 'dataFlag'>,
): readonly string[] {
    const { summary, say, paint } = part
    const someone = summary.near.parties[0] ?? summary.moved[0]
    const party = someone === undefined ? [] : [someone.recordKey]
    const name = plainText(someone?.name ?? someone?.recordKey ?? '')
    const steps = [
        { command: `./tong list near${dataFlag}`, what: say('cli.summary.try.near') },
        ...party.flatMap((id) => [
            {
                command: `./tong explain ${id}${dataFlag}`,
                what: say('cli.summary.try.explain', { name }),
            },
            {
                command: `./tong history ${id}${dataFlag}`,
                what: say('cli.summary.try.history', { name }),
            },
        ]),
    ]
    const width = Math.max(...steps.map(({ command }) => textWidth(command)))
    const room = part.width - width - 4
    const isBeside = steps.every(({ what }) => textWidth(what) <= room)
    const lines = steps.flatMap(({ command, what }) => {
        const padded = padText(command, { width, align: 'left' })
        if (isBeside) return [`${paint('accent', padded)}  ${paint('soft', what)}`]
        return [paint('accent', command), `  ${paint('soft', what)}`]
    })
    if (reportFile === null) return lines
    // The path is never cut: people copy it.
    const report = say('cli.summary.try.report') + paint('accent', plainText(reportFile))
    return [...lines, report, ...(summary.bank.demo ? [say('cli.summary.try.own')] : [])]
}
