import { formatDecimal } from '#domain/decimal.ts'
import type { Feature } from '#features/feature.ts'
import { histogramEdges } from '#features/histogram.ts'
import type { FeatureSpread, SpreadCounts } from '#serving/feature-spread.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import { type BuiltMonth, featureRelation } from './built-features.ts'
import { isKind, numberSql } from './measure-drift.ts'

/** Values of a text that are told one by one; the rest are left to be counted. */
const kindsTold = 12

const hundredths = [1, 10, 25, 50, 75, 90, 99] as const

/** A month, the one before it to compare with or null, and what is asked of both. */
export type SpreadQuestion = {
    readonly now: BuiltMonth
    readonly before: BuiltMonth | null
    readonly features: readonly Feature[]
}

/**
 * How the values of features are spread over all parties of a month, in the order of the question.
 * Both months are counted in the same bins. All features have to be built in the month; where the
 * month before lacks a table its counts are null.
 */
export async function describeFeatures(
    context: Pick<BuiltContext, 'warehouse'>,
    { now, before, features }: SpreadQuestion,
): Promise<readonly FeatureSpread[]> {
    const found = new Map<string, FeatureSpread>()
    for (const [table, own] of Map.groupBy(features, (one) => one.table)) {
        const earlier = before?.tables.has(table) === true ? before : null
        const question = { now, before: earlier }
        const numbers = own.filter((feature) => !isKind(feature))
        const kinds = own.filter(isKind)
        const spreads = [
            ...(await numberSpreads(context, { ...question, features: numbers })),
            ...(await kindSpreads(context, { ...question, features: kinds })),
        ]
        for (const spread of spreads) found.set(spread.feature, spread)
    }
    return features.flatMap(({ id }) => found.get(id) ?? [])
}

async function numberSpreads(
    context: Pick<BuiltContext, 'warehouse'>,
    { now, before, features }: SpreadQuestion,
): Promise<readonly FeatureSpread[]> {
    if (features.length === 0) return []
    const quantiles = await readQuantiles(context, { built: now, features })
    const earlier =
        before === null ? null : await readQuantiles(context, { built: before, features })
    const edges = features.map((feature, place) => edgesOf(feature, quantiles[place] ?? []))
    const counts = await readCounts(context, { built: now, features, edges })
    const counted =
        before === null ? null : await readCounts(context, { built: before, features, edges })
    return features.map(({ id }, place): FeatureSpread => {
        const medianPlace = hundredths.indexOf(50)
        const one = (
            side: readonly Counted[] | null,
            values: readonly (readonly (string | null)[])[] | null,
        ): SpreadCounts | null => {
            const own = side?.[place]
            if (own === undefined) return null
            return { ...own, median: values?.[place]?.[medianPlace] ?? null, kinds: [] }
        }
        const own = one(counts, quantiles)
        if (own === null) throw new Error(`${id} is counted`)
        return {
            feature: id,
            edges: edges[place] ?? [],
            quantiles: hundredths.map((share, index) => ({
                share: share / 100,
                value: quantiles[place]?.[index] ?? null,
            })),
            now: own,
            before: one(counted, earlier),
        }
    })
}

type MonthQuestion = { readonly built: BuiltMonth; readonly features: readonly Feature[] }

/** Exact text by feature and share; of a date the days to the end of its month. */
async function readQuantiles(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { built, features }: MonthQuestion,
): Promise<readonly (readonly (string | null)[])[]> {
    const shares = hundredths.map((one) => (one / 100).toFixed(2)).join(', ')
    const found = features.map((feature, place) => {
        const value = numberSql(feature, { warehouse, month: built.month })
        return `${warehouse.dialect.quantiles(value, shares)} as q${place}`
    })
    const read = features.flatMap((_, place) =>
        hundredths.map((_share, index) => `q${place}[${index + 1}] as q${place}_${index}`),
    )
    const ids = features.map(({ id }) => id)
    const [row] = await warehouse.rows(
        `with found as (select ${found.join(', ')} from ${featureRelation(built, ids)} parties) ` +
            `select ${read.join(', ')} from found`,
    )
    return features.map((_, place) =>
        hundredths.map((_share, index) => textOf(row?.[`q${place}_${index}`] ?? null)),
    )
}

function textOf(cell: Cell): string | null {
    if (cell === null) return null
    return typeof cell === 'object' ? formatDecimal(cell) : String(cell)
}

function edgesOf({ unit, type }: Feature, quantiles: readonly (string | null)[]): number[] {
    const [low, high] = [quantiles[0], quantiles.at(-1)]
    if (low == null || high == null) return []
    const isWhole = type !== 'money' && unit !== 'share' && !`${low}${high}`.includes('.')
    return [...histogramEdges({ low: Number(low), high: Number(high), isWhole })]
}

type Counted = Pick<SpreadCounts, 'parties' | 'unknown' | 'zero' | 'counts'>

/** Parties by bin. The edges are our own numbers, and still go in as values. */
async function readCounts(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { built, features, edges }: MonthQuestion & { readonly edges: readonly (readonly number[])[] },
): Promise<readonly Counted[]> {
    const values: string[] = []
    const counts = features.flatMap((feature, place) => {
        const value = numberSql(feature, { warehouse, month: built.month })
        const upTo = (edges[place] ?? []).map((edge, index) => {
            values.push(String(edge))
            const bound = `cast($${values.length} as decimal(24,6))`
            return `count_if(${value} <= ${bound}) as c${place}_${index}`
        })
        return [`count(${value}) as k${place}`, `count_if(${value} = 0) as z${place}`, ...upTo]
    })
    const ids = features.map(({ id }) => id)
    const [row = {}] = await warehouse.rows(
        `select count(*) as parties, ${counts.join(', ')} ` +
            `from ${featureRelation(built, ids)} parties`,
        values,
    )
    return features.map((_, place) => countedOf(row, { place, edges: edges[place] ?? [] }))
}

function countedOf(
    row: Row,
    { place, edges }: { readonly place: number; readonly edges: readonly number[] },
): Counted {
    const [parties, known] = [Number(row.parties), Number(row[`k${place}`])]
    const sums = [...edges.map((_, index) => Number(row[`c${place}_${index}`])), known]
    return {
        parties,
        unknown: parties - known,
        zero: Number(row[`z${place}`]),
        counts: sums.map((sum, index) => sum - (sums[index - 1] ?? 0)),
    }
}

async function kindSpreads(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { now, before, features }: SpreadQuestion,
): Promise<readonly FeatureSpread[]> {
    const spreads: FeatureSpread[] = []
    const read = async (built: BuiltMonth, id: string): Promise<SpreadCounts> => {
        const rows = await warehouse.rows(
            `select cast(${quoted(id)} as varchar) as value, count(*) as parties ` +
                `from ${featureRelation(built, [id])} parties group by 1 order by 2 desc, 1`,
        )
        return kindCounts(rows)
    }
    for (const { id } of features) {
        spreads.push({
            feature: id,
            edges: [],
            quantiles: [],
            now: await read(now, id),
            before: before === null ? null : await read(before, id),
        })
    }
    return spreads
}

function kindCounts(rows: readonly Row[]): SpreadCounts {
    const sum = (some: readonly Row[]): number =>
        some.reduce((total, { parties }) => total + Number(parties), 0)
    const known = rows.filter(({ value }) => value !== null)
    return {
        parties: sum(rows),
        unknown: sum(rows) - sum(known),
        zero: 0,
        counts: [],
        median: null,
        kinds: known
            .slice(0, kindsTold)
            .map(({ value, parties }) => ({ value: String(value), parties: Number(parties) })),
    }
}
