import type { Language, Say } from '#domain/say.ts'
import type { CaseTotal, Checkup } from '#serving/checkup.ts'
import type { Doubt, InferredRule, InferredTier } from '#tiers/infer-rule.ts'
import { monthText } from './month-text.ts'
import { countText, thresholdText } from './number-text.ts'

/** A check-up in one language. */
export type CheckupView = {
    readonly checkup: Checkup
    readonly language: Language
    readonly say: Say
}

/** What the old system calls a tier; a place that is none keeps its number. */
export function wordOf({ tiers }: InferredRule, place: number): string {
    return tiers[place]?.word ?? String(place)
}

/** The rule in sentences: when a tier rises, when it falls and to where, which average decides. */
export function ruleSentences({ checkup, say }: CheckupView): readonly string[] {
    const { after, review, fallTo, isFallToSeen, shift } = checkup.rule
    return [
        say('exports.checkup.rule.rises', { after, review }),
        say('exports.checkup.rule.falls', { to: isFallToSeen ? fallTo : 'unseen' }),
        say('exports.checkup.rule.shift', { shift }),
    ]
}

/** Sentences one after another; Chinese ones need no space between them. */
export function joined(sentences: readonly string[], language: Language): string {
    return sentences.join(language === 'en' ? ' ' : '')
}

/** The range in which a threshold may lie: above the one and up to the other. */
export function rangeText({ threshold }: InferredTier, language: Language): string {
    if (threshold === null) return ''
    const { above, upTo } = threshold
    const [from, to] = [above, upTo].map((one) =>
        one === null ? '…' : thresholdText(one, language),
    )
    return `${from} – ${to}`
}

/** How long a tier is kept below its threshold, in words; empty for the lowest. */
export function waitText({ wait }: InferredTier, { checkup, say }: CheckupView): string {
    if (wait === null) return ''
    const { reviews } = wait
    return say('exports.checkup.wait', { reviews, review: checkup.rule.review })
}

/** All that makes a tier's findings less sure, in sentences. */
export function doubtTexts(tier: InferredTier, say: Say): readonly string[] {
    const of = (thing: string, doubts: readonly Doubt[] | undefined): readonly string[] =>
        (doubts ?? []).map((doubt) => say(`exports.checkup.doubt.${thing}.${doubt}`))
    return [...of('threshold', tier.threshold?.doubts), ...of('wait', tier.wait?.doubts)]
}

/** The months of the table, from the first to the last. */
export function spanText({ checkup, language }: CheckupView): string {
    const { first, last } = checkup.table
    return `${monthText(first, language)} – ${monthText(last, language)}`
}

/** What of the table was not used, in sentences; none where all of it was. */
export function tableRemarks({ checkup, language, say }: CheckupView): readonly string[] {
    const { gapMonths, rowsWithoutMeasure, rowsWithoutTier, unknown } = checkup.table
    const remark = (name: string, count: number): readonly string[] => {
        const shown = countText(count, language)
        return count === 0 ? [] : [say(`exports.checkup.remark.${name}`, { count, shown })]
    }
    const some = unknown.some.slice(0, 5).join(', ')
    const strangers =
        unknown.customers === 0
            ? []
            : [
                  say('exports.checkup.remark.unknown', {
                      count: unknown.customers,
                      shown: countText(unknown.customers, language),
                      some,
                  }),
              ]
    return [
        ...remark('gaps', gapMonths),
        ...remark('without_measure', rowsWithoutMeasure),
        ...remark('without_tier', rowsWithoutTier),
        ...strangers,
    ]
}

/** The share of rows that the rule explains; 0 where there are none. */
export function fitShare({ fit }: Checkup): number {
    return fit.rows === 0 ? 0 : fit.sameRows / fit.rows
}

/** The share of changes that are as the rule has them; null where nothing changed. */
export function changesShare({ fit }: Checkup): number | null {
    return fit.changes === 0 ? null : fit.sameChanges / fit.changes
}

/** Below this share of rows a rule is a guess, and what follows from it too. */
export const poorFit = 0.95

/** Cases of all kinds. */
export function allCases({ totals }: Checkup): Pick<CaseTotal, 'cases' | 'open' | 'months'> {
    const all = Object.values(totals)
    const sum = (of: (total: CaseTotal) => number): number =>
        all.reduce((total, one) => total + of(one), 0)
    return {
        cases: sum((one) => one.cases),
        open: sum((one) => one.open),
        months: sum((one) => one.months),
    }
}
