import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '#features/catalogue.ts'
import { columnsBehind, monthsOfLife } from '#pipeline/features/column-lineage.ts'
import { lineageOf, membersAmong } from '#pipeline/features/trace-lineage.ts'
import { loadModels } from '#pipeline/load-models.ts'
import type { Model, Twin } from '#pipeline/model.ts'

function modelOf(name: string, template: string, columns: readonly string[]): Model {
    const twin: Twin = {
        description: '',
        grain: 'month',
        key: ['party_id'],
        view: false,
        on_demand: false,
        intermediate: false,
        sort: [],
        columns: Object.fromEntries(
            columns.map((column) => [column, { type: 'bigint', description: '', few: false }]),
        ),
        tests: [],
    }
    return { name, stage: 'features', system: null, file: name, template, twin }
}

const flows = modelOf('features.flows', '', ['account_id', 'inflow', 'outflow', 'kind'])

function behind(template: string, column: string): readonly string[] | null {
    const model = modelOf('features.own', template, ['party_id', 'kept'])
    const models = new Map([flows, model].map((one) => [one.name, one]))
    const found = columnsBehind(model, column, { models, membersOf: () => [] })
    return found?.map((one) => `${one.from}.${one.column} ${one.months}`).sort() ?? null
}

describe('the columns behind a column', () => {
    const wide = `
with flows as (
    select * from {{ ref('features.flows', 12) }}
),

sums as (
    select
        account_id,
        sum(case when flows.kind = 'cash' then flows.inflow end) as cash,
        {{ share(sum(outflow), sum(inflow)) }} as spent_share,
        count(*) as bookings
    from flows
    group by account_id
),

final as (
    select
        sums.account_id,
        coalesce(sums.cash, 0) as cash,
        sums.spent_share,
        sums.bookings
    from sums
)

select * from final`

    it('are followed through steps, phrases and windows', () => {
        expect(behind(wide, 'cash')).toEqual(['features.flows.inflow 12', 'features.flows.kind 12'])
        expect(behind(wide, 'spent_share')).toEqual([
            'features.flows.inflow 12',
            'features.flows.outflow 12',
        ])
    })

    it('are found under a word of the language in double quotes', () => {
        const quoted = "with own as (select \"end\" as kept from {{ source('bank', 'txn') }})"
        expect(behind(`${quoted} select * from own`, 'kept')).toEqual(['bank.txn.end 1'])
    })

    it('are not guessed where rows alone are counted', () => {
        expect(behind(wide, 'bookings')).toBeNull()
        expect(behind(wide, 'nothing_like_it')).toBeNull()
    })

    it('reach into the months before, and into source tables', () => {
        const handed = `
with before as (
    select * from {{ previous() }}
),

kept as (
    select before.kept + txn.amount as kept from before
    join {{ source('bank', 'txn') }} txn on true
)

select * from kept`
        expect(behind(handed, 'kept')).toEqual([
            'bank.txn.amount 1',
            `features.own.kept ${monthsOfLife}`,
        ])
    })
})

describe('the shipped features', async () => {
    const models = await loadModels([join(import.meta.dirname, '../../models')])
    const systems = new Set([...models.values()].flatMap(({ system }) => system ?? []))
    const options = { models, membersOf: membersAmong(models, systems) }
    const all = [...catalogue.values()].filter(({ table }) => table.startsWith('features.'))

    it('are many', () => expect(all.length).toBeGreaterThan(120))

    it.each(all.map(({ id, table }) => [table, id]))('%s.%s', (table = '', id = '') => {
        const { sources, models: between } = lineageOf({ table, column: id }, options)
        expect(sources.length).toBeGreaterThan(0)
        for (const { name, columns } of between) {
            const known = Object.keys(models.get(name)?.twin.columns ?? {})
            expect(columns.filter((column) => !known.includes(column))).toEqual([])
        }
    })
})
