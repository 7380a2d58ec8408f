import type { ConditionCut } from './cut.ts'
import { writeCondition } from './write-condition.ts'

/** The amount by which a cut is weighed and its customers stand in order. */
export const cutAssets = 'aum_end_month'

/**
 * Writes one SELECT that counts many cuts over a relation in one pass, for a base of any size. Of
 * the cut at place n it has `parties_n`, `assets_n` and `unknown_n`: customers, their known assets
 * at month-end, and how many of them have unknown ones. `parties` and `assets` are of all.
 */
export function writeCutCounts(cuts: readonly ConditionCut[], relation: string): string {
    const columns = cuts.map((cut, index) => {
        const chosen = writeCondition(cut.when)
        return `,
    count(case when ${chosen} then 1 end) as parties_${index},
    sum(case when ${chosen} then ${cutAssets} end) as assets_${index},
    count(case when ${chosen} and ${cutAssets} is null then 1 end) as unknown_${index}`
    })
    return `select
    count(*) as parties,
    sum(${cutAssets}) as assets${columns.join('')}
from ${relation} facts`
}

/** Writes the rows of a relation that are in a cut, for behind `from`. */
export function writeCut(cut: ConditionCut, relation: string): string {
    return `(select * from ${relation} facts where ${writeCondition(cut.when)})`
}
