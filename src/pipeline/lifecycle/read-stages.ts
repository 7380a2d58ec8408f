import { formatDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import type { Stage } from '#features/stage-words.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import type { RuledContext } from '../bank-context.ts'
import { relationOf } from '../run-relations.ts'
import { lastStaged, type StagedMonth } from './last-staged.ts'

/** The stages of a month: how many parties are where, and where they come from. */
export type StageCounts = Pick<StagedMonth, 'month' | 'runId' | 'lifecycle'> & {
    /** One a pair of stages that occurs, in no order. */
    readonly flows: readonly StageFlow[]
}

/** Parties that were in one stage a month before and are in another, or the same, now. */
export type StageFlow = {
    /** Null: not a party yet, or of unknown stage. */
    readonly before: Stage | null
    /** Null: assets have never been known. */
    readonly stage: Stage | null
    readonly parties: number
    /** Month-average assets in the base currency as text; unknown ones are left out. */
    readonly aum: `${number}`
}

/**
 * Counts the stages of a month; null for the month of the last run. `among` is SQL of party ids,
 * for behind `in`, where not all are meant.
 */
export async function readStages(
    context: RuledContext,
    asked: Month | null,
    among: string | null = null,
): Promise<StageCounts> {
    const staged = await lastStaged(context, asked)
    const { month, runId, lifecycle } = staged
    const rows = await context.warehouse.rows(
        `select
            states.stage_before,
            states.stage,
            count(*) as parties,
            cast(coalesce(sum(facts.aum_avg_month), 0) as decimal(38,2)) as aum
        from ${relationOf(staged, 'scores.lifecycle_states')} states
        join ${relationOf(staged, 'features.party_months')} facts
            on facts.party_id = states.party_id
        ${among === null ? '' : `where states.party_id in ${among}`}
        group by 1, 2
        order by 1, 2`,
    )
    const flows = rows.map(({ stage_before: before, stage, parties, aum }) => ({
        before: before as Stage | null,
        stage: stage as Stage | null,
        parties: Number(parties),
        aum: amountOf(aum ?? null),
    }))
    return { month, runId, lifecycle, flows }
}

function amountOf(cell: Cell): `${number}` {
    if (typeof cell !== 'object' || cell === null) throw new Error('a sum of money is a decimal')
    return formatDecimal(cell) as `${number}`
}
