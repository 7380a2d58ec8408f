import type { Month } from '#domain/month.ts'
import type { ReportSummary, StageMove } from '#serving/report-summary.ts'
import type { RuledContext } from '../bank-context.ts'
import { readStages, type StageFlow } from '../lifecycle/read-stages.ts'
import { stageSums } from '../lifecycle/stage-sums.ts'

/** The stages of a month as a report shows them; refuses as `readStages` does. */
export async function readLifecycle(
    context: RuledContext,
    { month, among }: { readonly month: Month; readonly among: string | null },
): Promise<ReportSummary['lifecycle']> {
    const { flows, lifecycle } = await readStages(context, month, among)
    const { modes } = lifecycle.policy
    return {
        stages: stageSums(flows).map(({ aum, ...sum }) => ({
            ...sum,
            assets: aum,
            mode: sum.stage === null ? null : modes[sum.stage].mode,
            advice: sum.stage === null ? null : modes[sum.stage].text,
        })),
        moves: movesOf(flows),
    }
}

function movesOf(flows: readonly StageFlow[]): readonly StageMove[] {
    return flows
        .flatMap(({ before, stage, parties }): readonly StageMove[] =>
            before === null || stage === null || before === stage
                ? []
                : [{ before, stage, parties }],
        )
        .toSorted(
            (one, two) =>
                two.parties - one.parties ||
                compare(one.before, two.before) ||
                compare(one.stage, two.stage),
        )
}

function compare(one: string, two: string): number {
    if (one === two) return 0
    return one < two ? -1 : 1
}
