import type { Say } from '#domain/say.ts'
import type { ReportScope } from '#serving/report-summary.ts'
import { shareText } from './number-text.ts'
import { findingsOf, richest } from './report-findings.ts'
import type { ChosenWords, ReportView } from './report-view.ts'
import { count, money } from './report-view.ts'
import { shareOf } from './summary-figures.ts'

/** From here on the richest hold so much that the rest hardly counts. */
const unevenShare = 0.25

/** What the report is about, as a title: the bank, a branch, a manager's book. */
export function scopeName({ summary, say }: Pick<ReportView, 'summary' | 'say'>): string {
    return partName(summary.scope, say)
}

/** A part of the bank by its name and its number. */
export function partName(scope: ReportScope, say: Say): string {
    if (scope.kind === 'bank') return say('exports.scope.bank')
    return say(`exports.scope.${scope.kind}`, { name: scope.name, id: scope.id })
}

/**
 * What the answer says, `exports.answer`: how the assets lie, and what is the most money that may
 * go.
 */
export function answerWords(view: ReportView): ChosenWords {
    const { summary, figures, language } = view
    const { percent, share } = richest(view)
    const threat = findingsOf(view).find(({ isThreat }) => isThreat)
    const amount = threat?.amount ?? '0'
    // All of the bank where that is known: the ladder may be one of several.
    const whole = {
        parties: summary.concentration?.parties ?? figures.total.parties,
        assets: summary.concentration?.total ?? figures.total.assets,
    }
    const base = threat?.code === 'shrunk' ? (figures.before?.assets ?? '0') : whole.assets
    return {
        choices: {
            scope: summary.scope.kind,
            uneven: share >= unevenShare ? 'yes' : 'no',
            threat: threat?.code ?? 'none',
        },
        words: {
            percent: `${percent}%`,
            share: shareText(share, language),
            count: whole.parties,
            parties: count(view, whole.parties),
            assets: money(view, whole.assets),
            amount: money(view, amount),
            part: shareText(shareOf({ part: amount, whole: base }), language),
        },
    }
}

/** The one sentence to take along, as plain text. */
export function reportAnswer(view: ReportView): string {
    const { words, choices } = answerWords(view)
    return view.say('exports.answer', { ...words, ...choices })
}
