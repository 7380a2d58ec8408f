import { formatMonth } from '#domain/month.ts'
import { amountText, changeText, countText, currencyText } from '#exports/number-text.ts'
import { type Stage, stages } from '#features/stage-words.ts'
import { readStages, type StageCounts, type StageFlow } from '#pipeline/lifecycle/read-stages.ts'
import { stageSums } from '#pipeline/lifecycle/stage-sums.ts'
import { withBank } from './bank-session.ts'
import { lifecycleOfParty } from './lifecycle-party.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

/** What `tong lifecycle` is given. */
export type LifecycleFlags = { readonly month?: string }

/** `tong lifecycle [PARTY]`: how many customers are in which stage, or why one is in its own. */
export async function lifecycle(
    frame: Frame,
    party: string | null,
    flags: LifecycleFlags,
): Promise<void> {
    const month = monthFlag(flags.month)
    if (party !== null) return await lifecycleOfParty(frame, { party, month })
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const found = await readStages(context, month)
        const currency = context.settings.baseCurrency
        frame.answer({
            json: countsJson(found),
            text: () => countsText(frame, { found, currency }),
        })
    })
}

function countsJson({ month, runId, lifecycle: rules, flows }: StageCounts): unknown {
    const { policy, lifecycleKey } = rules
    return {
        month: formatMonth(month),
        runId,
        rules: lifecycleKey,
        stages: stageSums(flows).map((sum) => ({
            ...sum,
            mode: sum.stage === null ? null : policy.modes[sum.stage].mode,
        })),
        flows,
    }
}

type Counted = { readonly found: StageCounts; readonly currency: string }

function countsText(frame: Frame, { found, currency }: Counted): string {
    const { say, paint, width, language, dataFlag } = frame
    const { month, flows, lifecycle: rules } = found
    const sums = stageSums(flows)
    const table = renderTable({
        columns: [
            { title: say('features.lifecycle_stage.name') },
            { title: say('cli.lifecycle.column.parties'), align: 'right' },
            { title: say('cli.lifecycle.column.entered'), align: 'right' },
            { title: say('cli.lifecycle.column.left'), align: 'right' },
            {
                title: say('cli.lifecycle.column.aum', {
                    currency: currencyText({ language, currency }),
                }),
                align: 'right',
            },
            { title: say('features.management_mode.name'), isFlexible: true },
        ],
        rows: sums.map(({ stage, parties, entered, left, aum }): readonly Cell[] => [
            stageName(frame, stage),
            countText(parties, language),
            entered === 0 ? '–' : changeText(entered, language),
            left === 0 ? '–' : changeText(-left, language),
            amountText(aum, language),
            stage === null ? '–' : say(`features.value.${rules.policy.modes[stage].mode}`),
        ]),
        width,
        paint,
    })
    const notes = [
        say('cli.lifecycle.trace', { run: found.runId, rules: rules.lifecycleKey }),
        say('cli.lifecycle.next', { data: dataFlag }),
    ].flatMap((line) => wrapText(line, width))
    const title = say('cli.lifecycle.title', { month: formatMonth(month) })
    return [
        paint('strong', title),
        table,
        flowsText(frame, flows),
        notes.map((line) => paint('soft', line)).join('\n'),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
}

const flowsShown = 10

/** The ways between stages that most went in the month. */
function flowsText({ say, language, width, paint }: Frame, flows: readonly StageFlow[]): string {
    const moved = flows.flatMap(({ before, stage, parties, aum }) =>
        before === null || stage === null || before === stage
            ? []
            : [{ before, stage, parties, aum }],
    )
    const order = (stage: Stage): number => stages.indexOf(stage)
    const sorted = moved.toSorted(
        (one, two) =>
            two.parties - one.parties ||
            order(one.before) - order(two.before) ||
            order(one.stage) - order(two.stage),
    )
    if (sorted.length === 0) return ''
    return renderTable({
        columns: [
            { title: say('cli.lifecycle.column.way') },
            { title: say('cli.lifecycle.column.parties'), align: 'right' },
        ],
        rows: sorted
            .slice(0, flowsShown)
            .map(({ before, stage, parties }): readonly Cell[] => [
                `${say(`features.value.${before}`)} → ${say(`features.value.${stage}`)}`,
                countText(parties, language),
            ]),
        width,
        paint,
    })
}

function stageName({ say }: Frame, stage: Stage | null): string {
    return stage === null ? say('cli.lifecycle.unknown') : say(`features.value.${stage}`)
}
