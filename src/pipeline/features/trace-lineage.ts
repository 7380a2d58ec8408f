import type { Model } from '../model.ts'
import { sourceTablesOf } from '../quality/lineage.ts'
import { readsOf } from '../select-models.ts'
import {
    columnsBehind,
    type LineageOptions,
    monthsOfLife,
    type ReadColumn,
} from './column-lineage.ts'

/** What one relation contributes to a feature: its columns, over how many months. */
export type TracedRelation = {
    readonly name: string
    readonly kind: ReadColumn['kind']
    readonly columns: readonly string[]
    readonly months: number
}

/** All that a feature is worked out from. */
export type FeatureLineage = {
    /** The text does not say which columns: then all source tables are named, for all time. */
    readonly isWhole: boolean
    /** Models up to the features, nearest first. */
    readonly models: readonly TracedRelation[]
    /** Tables of source systems, sorted. */
    readonly sources: readonly TracedRelation[]
}

/** Columns that say whose row it is, which tells nothing about a value. */
const ids = new Set(['party_id', 'record_id', 'account_id', 'owner_record_id', 'month'])

/** Follows a feature's column upstream through all models to the source tables. */
export function lineageOf(
    { table, column }: { readonly table: string; readonly column: string },
    options: LineageOptions,
): FeatureLineage {
    const found = new Map<
        string,
        { kind: ReadColumn['kind']; columns: Set<string>; months: number }
    >()
    const seen = new Map<string, number>()
    const visit = (model: Model, wanted: string, months: number): void => {
        for (const behind of columnsBehind(model, wanted, options) ?? []) {
            if (behind.kind === 'model' && ids.has(behind.column)) continue
            const reach = Math.min(months + behind.months - 1, monthsOfLife)
            const known = found.get(behind.from)
            if (known === undefined) {
                const columns = new Set([behind.column])
                found.set(behind.from, { kind: behind.kind, columns, months: reach })
            } else {
                known.columns.add(behind.column)
                known.months = Math.max(known.months, reach)
            }
            const id = `${behind.from}.${behind.column}`
            const next = options.models.get(behind.from)
            if (next === undefined || (seen.get(id) ?? 0) >= reach) continue
            seen.set(id, reach)
            visit(next, behind.column, reach)
        }
    }
    const start = options.models.get(table)
    if (start === undefined) return { isWhole: false, models: [], sources: [] }
    visit(start, column, 1)
    const isWhole = ![...found.values()].some(({ kind }) => kind === 'source')
    if (isWhole) {
        for (const source of allSourcesOf(table, options)) {
            found.set(source, { kind: 'source', columns: new Set(), months: monthsOfLife })
        }
    }
    const relations = [...found]
        .filter(([name]) => name !== table)
        .map(([name, { kind, columns, months }]) => ({ name, kind, columns: [...columns], months }))
    return {
        isWhole,
        models: relations.filter(({ name }) => options.models.get(name)?.stage === 'features'),
        sources: relations
            .filter(({ kind }) => kind === 'source')
            .toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    }
}

/** Every source table that a model is built from, unions of systems included. */
function allSourcesOf(table: string, { models, membersOf }: LineageOptions): ReadonlySet<string> {
    const found = new Set<string>()
    const seen = new Set<string>()
    const visit = (name: string): void => {
        const model = models.get(name)
        if (model === undefined || seen.has(name)) return
        seen.add(name)
        for (const source of sourceTablesOf(models, name)) found.add(source)
        for (const ref of readsOf(model)) {
            for (const one of ref.includes('*') ? membersOf(ref) : [ref]) visit(one)
        }
    }
    visit(table)
    return found
}

/** Models of systems that a pattern such as `identity.*__accounts` names. */
export function membersAmong(
    models: ReadonlyMap<string, Model>,
    systems: ReadonlySet<string>,
): LineageOptions['membersOf'] {
    return (pattern) => {
        const [before = '', after = ''] = pattern.split('*')
        return [...models.values()]
            .filter(({ name, system }) => {
                const isNamed = name.startsWith(before) && name.endsWith(after)
                return isNamed && system !== null && systems.has(system)
            })
            .map(({ name }) => name)
    }
}
