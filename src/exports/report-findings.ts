import { compareDecimal, parseDecimal } from '#domain/decimal.ts'
import type { MoneyText } from '#serving/summary.ts'
import type { Markup } from './markup.ts'
import { shareText } from './number-text.ts'
import type { ReportView } from './report-view.ts'
import { count, emphasise, money } from './report-view.ts'
import { difference, shareOf } from './summary-figures.ts'

/** What stands out in a close: how much money it is about, and the section that tells more. */
export type Finding = {
    /** Has texts `exports.finding_of.<code>` and, where it threatens, `exports.answer`. */
    readonly code: string
    readonly amount: MoneyText
    /** Whether money may go; else it may come, or is only told. */
    readonly isThreat: boolean
    /** The middle of the text keys of the section. */
    readonly section: string
    readonly sentence: Markup
}

/** Fewer parties than these have no richest hundredth, and no richest tenth, to speak of. */
const manyParties = 1000
const someParties = 50
const shownMax = 7

/** What stands out, the largest amounts first: whoever reads only this knows the close. */
export function findingsOf(view: ReportView): readonly Finding[] {
    return [
        ...fewHold(view),
        ...assetsChanged(view),
        ...maturing(view),
        ...fell(view),
        ...gone(view),
        ...fromActions(view),
    ]
        .toSorted((one, two) => compareMoney(two.amount, one.amount))
        .slice(0, shownMax)
}

/** What the richest hold, of so many that they say something; a share of 0 where there are few. */
export function richest(view: ReportView): { readonly percent: number; readonly share: number } {
    const { concentration } = view.summary
    const parties = concentration?.parties ?? 0
    const percent = parties >= manyParties ? 1 : 10
    if (concentration === null || parties < someParties) return { percent, share: 0 }
    const share = concentration.top.find((one) => one.percent === percent)?.share
    return { percent, share: share ?? 0 }
}

function fewHold(view: ReportView): readonly Finding[] {
    const { concentration } = view.summary
    const { percent, share } = richest(view)
    if (concentration === null || share === 0) return []
    const { partiesFor80, total } = concentration
    return [
        finding(view, {
            code: 'few_hold',
            amount: (Number(total) * share).toFixed(2),
            isThreat: false,
            section: 'concentration',
            params: {
                percent: `${percent}%`,
                share: shareText(share, view.language),
                parties: count(view, partiesFor80),
                count: partiesFor80,
            },
        }),
    ]
}

function assetsChanged(view: ReportView): readonly Finding[] {
    const { figures, language } = view
    const { before, total, assetGrowth } = figures
    if (before === null || assetGrowth === null) return []
    const change = difference({ of: total.assets, less: before.assets })
    const isLoss = change.startsWith('-')
    const amount = change.replace('-', '')
    if (Number(amount) === 0) return []
    return [
        finding(view, {
            code: isLoss ? 'shrunk' : 'grew',
            amount,
            isThreat: isLoss,
            section: 'months',
            params: { share: shareText(Math.abs(assetGrowth), language) },
        }),
    ]
}

function maturing(view: ReportView): readonly Finding[] {
    const { maturing: terms, concentration } = view.summary
    if (terms === null || terms.parties === 0) return []
    const whole = concentration?.total ?? view.figures.total.assets
    const share = shareOf({ part: terms.amount, whole })
    return [
        finding(view, {
            code: 'maturing',
            amount: terms.amount,
            isThreat: true,
            section: 'actions',
            params: {
                count: terms.parties,
                shown: count(view, terms.parties),
                share: shareText(share, view.language),
            },
        }),
    ]
}

function fell(view: ReportView): readonly Finding[] {
    const { down } = view.figures.moves
    const { up } = view.figures.moves
    if (down.parties === 0) return []
    return [
        finding(view, {
            code: 'fell',
            amount: down.assets,
            isThreat: true,
            section: 'migration',
            params: {
                count: down.parties,
                shown: count(view, down.parties),
                up: up.parties,
                up_shown: count(view, up.parties),
                up_assets: money(view, up.assets),
            },
        }),
    ]
}

function gone(view: ReportView): readonly Finding[] {
    const { left } = view.figures.moves
    if (left.parties === 0 || Number(left.assets) === 0) return []
    return [
        finding(view, {
            code: 'gone',
            amount: left.assets,
            isThreat: true,
            section: 'migration',
            params: { count: left.parties, shown: count(view, left.parties) },
        }),
    ]
}

/** Actions of a close that are a finding by themselves. */
const told: Readonly<Record<string, { readonly isThreat: boolean; readonly section: string }>> = {
    near_up: { isThreat: false, section: 'near' },
    near_down: { isThreat: true, section: 'near' },
    fall_next: { isThreat: true, section: 'protected' },
    stage_declining: { isThreat: true, section: 'lifecycle' },
    large_but_quiet: { isThreat: true, section: 'rfm' },
    escaping: { isThreat: true, section: 'actions' },
    data_missing: { isThreat: false, section: 'actions' },
}

function fromActions(view: ReportView): readonly Finding[] {
    return view.summary.actions.flatMap(({ code, amount, parties }) => {
        const way = told[code]
        if (way === undefined) return []
        const params = { count: parties, shown: count(view, parties) }
        return [finding(view, { ...way, code, amount, params })]
    })
}

function finding(
    view: ReportView,
    {
        params,
        ...parts
    }: Omit<Finding, 'sentence'> & { readonly params: Readonly<Record<string, string | number>> },
): Finding {
    const { code, amount } = parts
    const words = { ...params, amount: money(view, amount) }
    return { ...parts, sentence: emphasise(view, `exports.finding_of.${code}`, words) }
}

function compareMoney(one: MoneyText, two: MoneyText): number {
    const zero = { units: 0n, scale: 2 }
    return compareDecimal(parseDecimal(one) ?? zero, parseDecimal(two) ?? zero)
}
