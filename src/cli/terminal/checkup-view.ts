import { formatMonth } from '#domain/month.ts'
import type { Language, Say } from '#domain/say.ts'
import {
    allCases,
    type CheckupView,
    doubtTexts,
    fitShare,
    joined,
    poorFit,
    rangeText,
    ruleSentences,
    tableRemarks,
    waitText,
} from '#exports/checkup-words.ts'
import { amountText, countText, moneyText, shareText, thresholdText } from '#exports/number-text.ts'
import { type Checkup, caseKinds } from '#serving/checkup.ts'
import type { Paint } from './paint.ts'
import { renderTable } from './table.ts'
import { wrapText } from './text-fit.ts'

/** How a check-up is shown, and where its files lie. */
export type CheckupScreen = {
    readonly say: Say
    readonly language: Language
    readonly paint: Paint
    readonly width: number
    readonly files: { readonly xlsx: string; readonly page: string }
}

/** What a banker reads in half a minute: the rule, how well it fits, where it was not kept. */
export function renderCheckup(checkup: Checkup, screen: CheckupScreen): string {
    const { say, paint, language, files, width } = screen
    const wrapped = (text: string): string => wrapText(text, width).join('\n')
    const view = { checkup, language, say }
    const { table, near } = checkup
    const span = `${formatMonth(table.first)} – ${formatMonth(table.last)}`
    const title = `${say('exports.checkup.title')} · ${table.file} · ${span}`
    const up = countText(near.up.customers, language)
    const down = countText(near.down.customers, language)
    const parts = [
        paint('strong', title),
        wrapped(headline(view)),
        `${paint('strong', say('cli.checkup.heading.rule'))}\n${ruleText(view, screen)}`,
        `${paint('strong', say('cli.checkup.heading.departures'))}\n${departures(view, screen)}`,
        [say('cli.checkup.near', { up, down }), ...otherLine(view), ...tableRemarks(view)]
            .map(wrapped)
            .join('\n'),
        `${say('cli.checkup.files', files)}\n${say('exports.checkup.nothing_published')}`,
    ]
    return parts.join('\n\n')
}

function headline({ checkup, language, say }: CheckupView): string {
    const { cases } = allCases(checkup)
    const { concerned, table, fit } = checkup
    const share = fitShare(checkup)
    const shown = countText(cases, language)
    const customers = countText(concerned.customers, language)
    const assets = moneyText(concerned.assets, { language, currency: table.currency })
    const open = {
        count: concerned.open,
        shown: countText(concerned.open, language),
        assets,
    }
    const rows = countText(fit.rows, language)
    const found = { share: shareText(share, language), rows }
    return [
        say(`exports.checkup.headline.${share < poorFit ? 'poor' : 'found'}`, found),
        say('exports.checkup.headline.errors', { cases, shown, customers }),
        concerned.open === 0 ? '' : say('exports.checkup.headline.open', open),
    ]
        .join('')
        .trim()
}

function ruleText(view: CheckupView, { paint, width }: CheckupScreen): string {
    const { checkup, language, say } = view
    const { currency } = checkup.table
    const { tiers } = checkup.rule
    const table = renderTable({
        columns: [
            { title: say('cli.checkup.column.tier') },
            { title: say('cli.checkup.column.threshold', { currency }), align: 'right' },
            { title: say('cli.checkup.column.range'), align: 'right' },
            { title: say('cli.checkup.column.wait') },
        ],
        rows: tiers
            .map((tier) => [
                tier.word,
                tier.threshold === null ? '' : thresholdText(tier.threshold.atLeast, language),
                rangeText(tier, language),
                waitText(tier, view),
            ])
            .toReversed(),
        width,
        paint,
    })
    const doubts = tiers.flatMap((tier) =>
        doubtTexts(tier, say).map((doubt) => paint('soft', `${tier.word}: ${doubt}`)),
    )
    const sentences = wrapText(joined(ruleSentences(view), language), width)
    return [...sentences, table, ...doubts].join('\n')
}

function departures({ checkup, language, say }: CheckupView, screen: CheckupScreen): string {
    const { currency } = checkup.table
    return renderTable({
        columns: [
            { title: say('cli.checkup.column.kind') },
            { title: say('cli.checkup.column.cases'), align: 'right' },
            { title: say('cli.checkup.column.months'), align: 'right' },
            { title: say('cli.checkup.column.now'), align: 'right' },
            { title: say('cli.checkup.column.assets', { currency }), align: 'right' },
        ],
        rows: caseKinds.map((kind) => {
            const total = checkup.totals[kind]
            return [
                say(`exports.checkup.kind.${kind}`),
                countText(total.cases, language),
                countText(total.months, language),
                countText(total.open, language),
                amountText(total.openAssets, language),
            ]
        }),
        width: screen.width,
        paint: screen.paint,
    })
}

/** How many customers the other policy leaves in the same place, counted from below. */
function otherLine({ checkup, language, say }: CheckupView): readonly string[] {
    const { other } = checkup
    if (other === null) return []
    const place = (id: string): number => other.tiers.findIndex((tier) => tier.id === id)
    const all = other.matrix.reduce((sum, { customers }) => sum + customers, 0)
    const same = other.matrix
        .filter(({ given, tier }) => given === place(tier))
        .reduce((sum, { customers }) => sum + customers, 0)
    const shown = { same: countText(same, language), all: countText(all, language) }
    const dropped =
        other.dropped.length === 0
            ? []
            : [say('exports.checkup_other.dropped', { keys: other.dropped.join(', ') })]
    return [say('cli.checkup.other', { policy: other.policy, ...shown }), ...dropped]
}
