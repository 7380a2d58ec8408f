import { countText, shareText } from '#exports/number-text.ts'
import type { ClusterFigures } from '#identity/evaluate/evaluate-clusters.ts'
import type { FiguresAt, PairFigures } from '#identity/evaluate/evaluate-pairs.ts'
import type { MatchFigures } from '#identity/evaluate/match-figures.ts'
import type { Frame } from '../run-command.ts'
import { type Cell, renderTable } from './table.ts'
import { wrapText } from './text-fit.ts'

/** How good clusters are, for people. */
export function clusterFiguresText(frame: Frame, figures: ClusterFigures): string {
    const { language, paint, say, width } = frame
    const { pairwise, bCubed, clusters } = figures
    const count = (value: number): string => countText(value, language)
    const rows: readonly (readonly Cell[])[] = [
        [say('cli.identity.evaluate.pairwise'), ...sharesOf(pairwise)],
        [say('cli.identity.evaluate.b_cubed'), ...sharesOf(bCubed)],
    ]
    const counts = [
        say('cli.identity.evaluate.pairs_counted', {
            right: count(pairwise.correctPairs),
            predicted: count(pairwise.predictedPairs),
            true: count(pairwise.truePairs),
        }),
        say('cli.identity.evaluate.clusters_counted', {
            records: count(figures.records),
            predicted: count(clusters.predicted),
            true: count(clusters.true),
            right: count(clusters.exactlyRight),
            largest: count(clusters.largestPredicted),
        }),
        ...(figures.recordsWithoutPrediction === 0
            ? []
            : [say('cli.identity.evaluate.without', { count: figures.recordsWithoutPrediction })]),
    ]
    const columns = [{ title: '', isFlexible: true }, ...shareColumns(frame)]
    return [
        renderTable({ columns, rows, width, paint }),
        counts.flatMap((line) => wrapText(line, width)).join('\n'),
    ].join('\n\n')
}

const placesShown = 12

/**
 * Points of a curve, one at each further twelfth of the largest recall: enough to see where
 * precision is given up for it.
 */
export function curvePlaces(curve: readonly FiguresAt[]): readonly FiguresAt[] {
    const most = curve.at(-1)?.figures.recall ?? 0
    const steps = Array.from({ length: placesShown }, (_, step) => ((step + 1) * most) / 12)
    const shown = steps.flatMap((recall) => {
        const found = curve.find(({ figures }) => (figures.recall ?? 0) >= recall)
        return found === undefined ? [] : [found]
    })
    return [...new Set(shown)]
}

/** How good scored pairs are, for people: at the scores asked for, at the best, and all along. */
export function pairFiguresText(
    frame: Frame,
    { figures, curve }: { readonly figures: PairFigures; readonly curve: readonly FiguresAt[] },
): string {
    const { language, paint, say, width } = frame
    const at = ({ score, figures: found }: FiguresAt, title: string): readonly Cell[] => [
        `${title} ${scoreText(score)}`.trim(),
        ...sharesOf(found),
    ]
    const best =
        figures.best === null ? [] : [at(figures.best, say('cli.identity.evaluate.best_at'))]
    const rows = [
        ...figures.at.map((one) => at(one, say('cli.identity.evaluate.from_score'))),
        ...best,
    ]
    const columns = [{ title: '', isFlexible: true }, ...shareColumns(frame)]
    const counts = say('cli.identity.evaluate.candidates', {
        pairs: countText(figures.candidatePairs, language),
        records: countText(figures.records, language),
        recall: shareText(figures.recallOfCandidates, language),
    })
    return [
        renderTable({ columns, rows, width, paint }),
        wrapText(counts, width).join('\n'),
        ...(curve.length === 0 ? [] : [curveText(frame, curve)]),
    ].join('\n\n')
}

const barWidth = 20

function curveText(frame: Frame, curve: readonly FiguresAt[]): string {
    const { language, paint, say, width } = frame
    const rows = curve.map(({ score, figures }): readonly Cell[] => [
        scoreText(score),
        shareText(figures.precision, language),
        { text: bar(figures.precision), tone: 'accent' },
        shareText(figures.recall, language),
        { text: bar(figures.recall), tone: 'up' },
    ])
    const columns = [
        { title: say('cli.identity.evaluate.from_score'), align: 'right' as const },
        { title: say('cli.identity.evaluate.precision'), align: 'right' as const },
        { title: '' },
        { title: say('cli.identity.evaluate.recall'), align: 'right' as const },
        { title: '' },
    ]
    return renderTable({ columns, rows, width, paint })
}

function bar(share: number | null): string {
    const full = Math.round((share ?? 0) * barWidth)
    return '━'.repeat(full) + '╌'.repeat(barWidth - full)
}

function shareColumns({ say }: Frame): { title: string; align: 'right' }[] {
    return ['precision', 'recall', 'f1'].map((name) => ({
        title: say(`cli.identity.evaluate.${name}`),
        align: 'right' as const,
    }))
}

type Shares = Pick<MatchFigures, 'precision' | 'recall' | 'f1'>

function sharesOf({ precision, recall, f1 }: Shares): readonly string[] {
    return [precision, recall, f1].map((share) => (share === null ? '–' : share.toFixed(4)))
}

function scoreText(score: number): string {
    return String(Number(score.toPrecision(6)))
}
