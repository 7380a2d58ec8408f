import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import { relationOf } from '../run-relations.ts'
import { lastScored } from './last-scored.ts'

/** How many parties of a month have which band, kind or RFM code. */
export type ScoreCounts = {
    readonly month: Month
    readonly runId: string
    /** The scorecards that the month was scored by, as keys. */
    readonly scorecards: readonly string[]
    readonly bands: Counts
    readonly kinds: Counts
    readonly codes: Counts
}

/** Parties by value, the most frequent first; null: it is not known. */
export type Counts = readonly { readonly value: string | null; readonly parties: number }[]

/** Counts the scores of a month; null for the month of the last run. */
export async function readScoreCounts(
    context: BuiltContext,
    asked: Month | null,
): Promise<ScoreCounts> {
    const scored = await lastScored(context, asked)
    const count = async (model: string, column: string): Promise<Counts> => {
        const rows = await context.warehouse.rows(
            `select cast(${column} as varchar) as value, count(*) as parties
            from ${relationOf(scored, model)} scores group by 1 order by parties desc, value`,
        )
        return rows.map(({ value, parties }) => ({
            value: value === null ? null : String(value),
            parties: Number(parties),
        }))
    }
    const { month, runId, scorecards } = scored
    return {
        ...{ month, runId, scorecards },
        bands: await count('scores.value_scores', 'value_band'),
        kinds: await count('scores.behaviours', 'behaviour_kind'),
        codes: await count('scores.rfm', 'rfm'),
    }
}

/** How much of each amount rests on few parties, as `scores.concentration` has it. */
export type Concentration = {
    readonly month: Month
    readonly runId: string
    readonly rows: readonly Row[]
}

/** Reads the concentration of a month; null for the month of the last run. */
export async function readConcentration(
    context: BuiltContext,
    asked: Month | null,
): Promise<Concentration> {
    const scored = await lastScored(context, asked)
    const { month, runId } = scored
    // A close builds what its ladders read, and nothing reads this.
    const relation =
        scored.relations.snapshot('scores.concentration', month) ??
        refuse('pipeline.scores_not_built', { month: formatMonth(month) })
    const rows = await context.warehouse.rows(`select * from ${relation} rows order by measure`)
    return { month, runId, rows }
}
