import { addDecimal, formatDecimal, parseDecimal } from '#domain/decimal.ts'
import type { Stage } from '#features/stage-words.ts'
import type { StageFlow } from './read-stages.ts'

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

/** How many parties are in a stage, how many came and went, and what they hold. */
export type StageSum = {
    readonly stage: Stage | null
    readonly parties: number
    readonly aum: `${number}`
    /** Parties that were in it a month before, whatever they are now. */
    readonly before: number
    readonly entered: number
    readonly left: number
}

/** Adds up the flows of a month by stage; stages in which nobody is or was are left out. */
export function stageSums(flows: readonly StageFlow[]): readonly StageSum[] {
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
