import { addDecimal, formatDecimal, parseDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { amountText, changeText, countText, currencyText } from '#exports/number-text.ts'
import { type Stage, stages } from '#features/stage-words.ts'
import { readStages, type StageCounts, type StageFlow } from '#pipeline/lifecycle/read-stages.ts'
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

/** Stages in the order of the rules; customers whose stage is unknown come last. */
const shown: readonly (Stage | null)[] = [
    'potential',
    'new',
    'growing',
    'stable',
    'declining',
    'dormant',
    'lost',
    'won_back',
    null,
]

type StageSum = {
    readonly stage: Stage | null
    readonly parties: number
    readonly aum: `${number}`
    /** Parties that were in it a month before, whatever they are now. */
    readonly before: number
    readonly entered: number
    readonly left: number
}

function sumsOf(flows: readonly StageFlow[]): readonly StageSum[] {
    const parties = (of: (flow: StageFlow) => boolean): number =>
        flows.filter(of).reduce((sum, flow) => sum + flow.parties, 0)
    return shown.flatMap((stage) => {
        const here = flows.filter((flow) => flow.stage === stage)
        const before = parties((flow) => flow.before === stage)
        if (here.length === 0 && (stage === null || before === 0)) return []
        return [
            {
                stage,
                parties: parties((flow) => flow.stage === stage),
                aum: sumOfMoney(here.map(({ aum }) => aum)),
                before,
                entered: parties((flow) => flow.stage === stage && flow.before !== stage),
                left: parties((flow) => flow.before === stage && flow.stage !== stage),
            },
        ]
    })
}

function sumOfMoney(amounts: readonly `${number}`[]): `${number}` {
    const zero = { units: 0n, scale: 2 }
    const sum = amounts.map((one) => parseDecimal(one) ?? zero).reduce(addDecimal, zero)
    return formatDecimal(sum) as `${number}`
}

function countsJson({ month, runId, lifecycle: rules, flows }: StageCounts): unknown {
    const { policy, lifecycleKey } = rules
    return {
        month: formatMonth(month),
        runId,
        rules: lifecycleKey,
        stages: sumsOf(flows).map((sum) => ({
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
    const sums = sumsOf(flows)
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
