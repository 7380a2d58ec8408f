import type { Month } from '#domain/month.ts'
import { literal } from '#sources/sql-text.ts'
import { givenAverage } from '#tiers/infer-rule.ts'
import type { Policy } from '#tiers/policy.ts'
import { writeClose } from '#tiers/write-close.ts'
import type { PhraseName } from '#warehouse/dialect.ts'
import { type Desk, keep } from './checkup-tables.ts'
import { emptyRelation, type Model } from './model.ts'
import { renderTemplate, unquoted } from './template.ts'

/** One replay: a policy over the months of a table. */
export type Replay = {
    readonly models: ReadonlyMap<string, Model>
    readonly policy: Policy
    readonly months: readonly Month[]
    /** SQL of party, month and measure: the month's parties. */
    readonly facts: string
    /** SQL of the state before the first close, with the columns of a close; null: none. */
    readonly opening: string | null
    /** What the kept closes are called. */
    readonly name: string
    readonly onMonth: () => void
}

/**
 * Closes month after month under a policy, by the one text of a close that ladders are closed by.
 * Answers with SQL that reads party, month and the level earned of all closes.
 */
export async function replayPolicy(desk: Desk, replay: Replay): Promise<string> {
    const { models, months, opening, name, onMonth } = replay
    const model = modelOf(models, 'tiers.assignments')
    let before = opening ?? emptyRelation(model.twin)
    const closes: string[] = []
    for (const month of months) {
        const sql = renderClose(model.template, { ...replay, desk, month, before })
        before = await keep(desk, `${name}-${month}`, sql)
        closes.push(`select party_id, ${month} as month, earned_level from ${before} a_close`)
        onMonth()
    }
    return `(${closes.join(' union all ')})`
}

type CloseWords = Replay & {
    readonly desk: Desk
    readonly month: Month
    readonly before: string
}

/** What a table of months does not know has no rows: overrides, grants, households and the like. */
const withoutRows: Readonly<Record<string, string>> = {
    overrides:
        '(select cast(null as integer) as override_id, cast(null as bigint) as party_id, ' +
        'cast(null as varchar) as mode, cast(null as varchar) as tier, ' +
        'cast(null as varchar) as lifts, cast(null as boolean) as serves where 1 = 0)',
    grants:
        '(select cast(null as integer) as grant_id, cast(null as bigint) as party_id, ' +
        'cast(null as varchar) as tier where 1 = 0)',
}

function renderClose(template: string, words: CloseWords): string {
    const { desk, models, policy, month, before, facts } = words
    const { params, columns } = writeClose(policy, null)
    const render = (text: string): string =>
        renderTemplate(text, (call) => {
            if (call.name === 'previous') return before
            if (call.name === 'ref') {
                const name = unquoted(call)
                if (name !== 'features.party_months') {
                    return emptyRelation(modelOf(models, name).twin)
                }
                return (
                    `(select party_id, ${month} as month, measure as ${givenAverage} ` +
                    `from ${facts} given_facts where month = ${month})`
                )
            }
            if (call.name !== 'param') {
                const write = columns[call.name]
                const [column] = call.args
                if (write !== undefined && column !== undefined) return write(column)
                return desk.warehouse.dialect[call.name as PhraseName](...call.args)
            }
            const name = unquoted(call)
            if (name === 'month') return String(month)
            if (name === 'ladder_id') return literal(policy.ladder)
            const rule = params[name]
            if (rule !== undefined) return render(rule)
            const nothing = withoutRows[name]
            if (nothing === undefined) throw new Error(`a close asks for ${name}`)
            return nothing
        })
    return render(template)
}

function modelOf(models: ReadonlyMap<string, Model>, name: string): Model {
    const model = models.get(name)
    if (model === undefined) throw new Error(`no model ${name}`)
    return model
}

/**
 * SQL of the facts of a replay: what was observed, and for months without a row between the first
 * and the last of a customer a month without a measure, which keeps the tier.
 */
export function factsSql(observed: string, months: readonly Month[]): string {
    const values = months.map((month) => `(${month})`).join(', ')
    return `
with months as (
    select * from (values ${values}) as calendar (month)
),

spans as (
    select party_id, min(month) as first_month, max(month) as last_month
    from ${observed} observed
    group by party_id
)

select
    spans.party_id,
    months.month,
    observed.measure
from spans
join months on months.month between spans.first_month and spans.last_month
left join ${observed} observed
    on observed.party_id = spans.party_id and observed.month = months.month`
}
