import { type FlowSide, flowDiagram } from './flow-diagram.ts'
import type { Markup } from './markup.ts'
import type { ReportView } from './report-view.ts'
import { count, idOf, tierClass, tierName } from './report-view.ts'
import { moveKindOf, movesOf } from './summary-figures.ts'

/**
 * Last month's moves as ribbons from the tier before to the tier after; whoever stayed is left
 * out, or nothing else could be seen.
 */
export function migrationFlow(view: ReportView): Markup {
    const { summary, say } = view
    return flowDiagram({
        id: idOf(view, 'flow'),
        title: say('exports.migration.chart'),
        description: say('exports.migration.description'),
        heads: { from: say('exports.migration.before'), to: say('exports.migration.after') },
        places: [...summary.tiers.map((tier) => tier.id).reverse(), null],
        moves: movesOf(summary).map((move) => ({
            ...move,
            kind: moveKindOf(summary, move),
            label: say('exports.migration.move', {
                from: outsideName(view, move.from, 'from'),
                to: outsideName(view, move.to, 'to'),
                count: move.parties,
                shown: count(view, move.parties),
            }),
        })),
        nameOf: (tier, side) => outsideName(view, tier, side),
        classOf: (tier) => tierClass(summary, tier),
        count: (parties) => count(view, parties),
    })
}

/** A tier's name; null is the outside, which people come from as new and go to as gone. */
export function outsideName(view: ReportView, tier: string | null, side: FlowSide): string {
    if (tier !== null) return tierName(view, tier)
    return view.say(side === 'from' ? 'exports.migration.new' : 'exports.migration.gone')
}
