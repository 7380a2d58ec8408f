import { addMonths, lastDayOf, type Month } from '#domain/month.ts'
import {
    type BinCounts,
    binsBetween,
    binsByValue,
    type DriftLevel,
    driftLevel,
    type EdgeCounts,
    populationStability,
} from '#features/drift.ts'
import type { Feature, FeatureTable } from '#features/feature.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import { type BuiltMonth, featureRelation } from './built-features.ts'

/** How far one feature has moved from a month to the next. */
export type FeatureDrift = {
    readonly feature: string
    /** Population stability index, to six decimals; null where a month has nobody. */
    readonly index: number | null
    readonly level: DriftLevel
    /** Shares of one of the parties whose value is unknown, before and now. */
    readonly unknown: { readonly before: number; readonly now: number }
}

/** The drift of all features that both months have, the largest first. */
export type MonthDrift = {
    readonly month: Month
    readonly before: Month
    /** The runs that built the two months. */
    readonly runs: { readonly before: string; readonly now: string }
    readonly parties: { readonly before: number; readonly now: number }
    readonly features: readonly FeatureDrift[]
}

type Months = { readonly before: BuiltMonth; readonly now: BuiltMonth }

/** Told how many of the tables are measured, from none to all. */
export type DriftProgress = (done: number, total: number) => void

/**
 * Measures the drift of every feature that two months have in common. Each table is read once a
 * month for its numbers and once for its kinds; the engine holds one table's columns at a time.
 */
export async function measureDrift(
    context: Pick<BuiltContext, 'warehouse'>,
    {
        before,
        now,
        features,
        onTable = () => {},
    }: Months & { readonly features: readonly Feature[]; readonly onTable?: DriftProgress },
): Promise<MonthDrift> {
    const common = features.filter(
        ({ table, grain }) =>
            grain === 'month' && before.tables.has(table) && now.tables.has(table),
    )
    const byTable = Map.groupBy(common, ({ table }): FeatureTable => table)
    const drifts: FeatureDrift[] = []
    onTable(0, byTable.size)
    for (const [done, own] of [...byTable.values()].entries()) {
        const numbers = own.filter((feature) => !isKind(feature))
        const kinds = own.filter(isKind)
        drifts.push(...(await driftOfNumbers(context, { before, now, features: numbers })))
        drifts.push(...(await driftOfKinds(context, { before, now, features: kinds })))
        onTable(done + 1, byTable.size)
    }
    const order = new Map(features.map(({ id }, place) => [id, place]))
    const place = ({ feature }: FeatureDrift): number => order.get(feature) ?? 0
    return {
        month: now.month,
        before: addMonths(now.month, -1),
        runs: { before: before.runId, now: now.runId },
        parties: await countParties(context, { before, now }),
        features: drifts.toSorted(
            (left, right) => (right.index ?? -1) - (left.index ?? -1) || place(left) - place(right),
        ),
    }
}

async function countParties(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { before, now }: Months,
): Promise<MonthDrift['parties']> {
    const [row] = await warehouse.rows(
        `select
            (select count(*) from ${featureRelation(before, [])} parties) as before,
            (select count(*) from ${featureRelation(now, [])} parties) as now`,
    )
    return { before: Number(row?.before), now: Number(row?.now) }
}

/** Whether a feature is counted by its values, not by deciles. */
export function isKind({ type }: Feature): boolean {
    return type === 'text' || type === 'boolean'
}

/**
 * SQL of a feature's value as a number that can be compared between months: a date is the days
 * from it to the end of its month, else every date would drift with the calendar.
 */
export function numberSql(
    { id, type }: Feature,
    { warehouse, month }: Pick<BuiltContext, 'warehouse'> & { readonly month: Month },
): string {
    if (type !== 'date') return quoted(id)
    return warehouse.dialect.days_between(quoted(id), `date '${lastDayOf(month)}'`)
}

type Asked = Months & { readonly features: readonly Feature[] }

const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9]

async function driftOfNumbers(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { before, now, features }: Asked,
): Promise<readonly FeatureDrift[]> {
    if (features.length === 0) return []
    const ids = features.map(({ id }) => id)
    const values = (built: BuiltMonth): string => {
        const columns = features.map(
            (feature, place) =>
                `${numberSql(feature, { warehouse, month: built.month })} as v${place}`,
        )
        return `select ${columns.join(', ')} from ${featureRelation(built, ids)} parties`
    }
    const shares = deciles.map((tenth) => `0.${tenth}`).join(', ')
    const lists = features.map(
        (_, place) => `${warehouse.dialect.quantiles(`v${place}`, shares)} as e${place}`,
    )
    // Taken out of the lists once, and not for every party.
    const edges = features.flatMap((_, place) =>
        deciles.map((tenth) => `e${place}[${tenth}] as e${place}_${tenth}`),
    )
    const counts = features.flatMap((_, place) => [
        `count(v${place}) as k${place}`,
        ...deciles.map(
            (tenth) => `count_if(v${place} <= e${place}_${tenth}) as c${place}_${tenth}`,
        ),
    ])
    const side = (name: string): string =>
        `select '${name}' as side, count(*) as parties, ${counts.join(', ')} ` +
        `from of_${name} cross join edges`
    const rows = await warehouse.rows(
        `with of_before as (${values(before)}), of_now as (${values(now)}), ` +
            `lists as (select ${lists.join(', ')} from of_before), ` +
            `edges as (select ${edges.join(', ')} from lists) ` +
            `${side('before')} union all ${side('now')}`,
    )
    const [first, second] = ['before', 'now'].map((name) => rows.find((row) => row.side === name))
    if (first === undefined || second === undefined) return []
    return features.map(({ id }, place) => {
        const [counted, countedNow] = [first, second].map((row) => edgeCounts(row, place))
        if (counted === undefined || countedNow === undefined) throw new Error('two sides')
        const unknown = [counted, countedNow].map(({ parties, known }) => parties - known)
        return driftOf(id, { bins: binsBetween(counted, countedNow), unknown })
    })
}

function edgeCounts(row: Row, place: number): EdgeCounts {
    return {
        parties: Number(row.parties),
        known: Number(row[`k${place}`]),
        upTo: deciles.map((tenth) => Number(row[`c${place}_${tenth}`])),
    }
}

async function driftOfKinds(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { before, now, features }: Asked,
): Promise<readonly FeatureDrift[]> {
    if (features.length === 0) return []
    const ids = features.map(({ id }) => id)
    const relations = { before: featureRelation(before, ids), now: featureRelation(now, ids) }
    const counts = features.flatMap(({ id }, place) =>
        (['before', 'now'] as const).map(
            (side) =>
                `select '${side}' as side, ${place} as place, cast(${quoted(id)} as varchar) ` +
                `as value, count(*) as parties from of_${side} group by 3`,
        ),
    )
    const rows = await warehouse.rows(
        `with of_before as (select * from ${relations.before} parties), ` +
            `of_now as (select * from ${relations.now} parties) ${counts.join(' union all ')}`,
    )
    const valuesOf = (place: number, side: string): ReadonlyMap<string | null, number> =>
        new Map(
            rows
                .filter((row) => row.place === place && row.side === side)
                .map((row) => [row.value === null ? null : String(row.value), Number(row.parties)]),
        )
    return features.map(({ id }, place) => {
        const [counted, countedNow] = [valuesOf(place, 'before'), valuesOf(place, 'now')]
        const unknown = [counted, countedNow].map((values) => values.get(null) ?? 0)
        return driftOf(id, { bins: binsByValue(counted, countedNow), unknown })
    })
}

function driftOf(
    feature: string,
    { bins, unknown }: { readonly bins: BinCounts; readonly unknown: readonly number[] },
): FeatureDrift {
    const [all = 0, allNow = 0] = [bins.before, bins.now].map((counts) =>
        counts.reduce((sum, one) => sum + one, 0),
    )
    const index = populationStability(bins)
    const share = (count: number, whole: number): number =>
        whole === 0 ? 0 : rounded(count / whole)
    return {
        feature,
        index: index === null ? null : rounded(index),
        level: driftLevel(index ?? 0, Math.min(all, allNow)),
        unknown: {
            before: share(unknown[0] ?? 0, all),
            now: share(unknown[1] ?? 0, allNow),
        },
    }
}

function rounded(value: number): number {
    return Math.round(value * 1_000_000) / 1_000_000
}
