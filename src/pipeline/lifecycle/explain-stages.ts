import { addMonths, formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Stage, StageReason } from '#features/stage-words.ts'
import type { StageFigures } from '#scores/explain-stage.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { RuledContext } from '../bank-context.ts'
import { findPartyId } from '../find-party-id.ts'
import { lastStaged, type StagedMonth } from './last-staged.ts'

/** One party's stages, the latest month first. */
export type PartyStages = Pick<StagedMonth, 'month' | 'runId' | 'lifecycle'> & {
    readonly partyId: string
    /** At least one; each month before the other, as far as the run has them. */
    readonly months: readonly StageOfMonth[]
}

/** The stage of one party in one month with what it rests on. */
export type StageOfMonth = StageFigures & {
    readonly month: Month
    readonly stage: Stage | null
    readonly reason: StageReason
    readonly sinceMonth: Month | null
}

/** Whose stages, by id or record key; null for the month of the last run. */
export type StagesQuestion = { readonly party: string; readonly month: Month | null }

const monthsTold = 12

/**
 * Explains the stages of a party. Refuses as `lastStaged` does, and with
 * `pipeline.party_not_scored` where the party did not exist by then.
 */
export async function explainStages(
    context: RuledContext,
    { party, month: asked }: StagesQuestion,
): Promise<PartyStages> {
    const staged = await lastStaged(context, asked)
    const { month, runId, lifecycle, relations } = staged
    const partyId = await findPartyId(context, { built: staged, party })
    const months: StageOfMonth[] = []
    for (let back = 0; back < monthsTold; back++) {
        const relation = relations.snapshot('scores.lifecycle_states', addMonths(month, -back))
        if (relation === null) break
        const [row] = await context.warehouse.rows(
            `select * from ${relation} states where party_id = $1`,
            [partyId],
        )
        if (row === undefined) break
        months.push(stageOf(row))
    }
    if (months.length === 0) {
        refuse('pipeline.party_not_scored', { party, month: formatMonth(month) })
    }
    return { partyId: String(partyId), month, runId, lifecycle, months }
}

function stageOf(row: Row): StageOfMonth {
    const cents = (name: string): bigint | null => {
        const cell = row[name] ?? null
        return typeof cell === 'object' && cell !== null ? cell.units : null
    }
    const count = (name: string): bigint | null => {
        const cell = row[name] ?? null
        return cell === null ? null : BigInt(Number(cell))
    }
    return {
        month: Number(row.month),
        stage: row.stage as Stage | null,
        reason: row.reason as StageReason,
        sinceMonth: row.since_month === null ? null : Number(row.since_month),
        idleDays: Number(row.idle_days),
        dormantMonths: Number(row.dormant_months),
        wonBackMonths: Number(row.won_back_months),
        aum: { last: cents('aum_1'), fall: cents('aum_fall_base'), rise: cents('aum_rise_base') },
        activity: {
            last: count('activity_1'),
            fall: count('activity_fall_base'),
            rise: count('activity_rise_base'),
        },
    }
}
