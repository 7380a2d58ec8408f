import type { Kysely } from 'kysely'
import type { Day } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { type QualityReport, qualityReport } from '#serving/quality-report.ts'
import { latestOfEach, type MeasuredTable, readQuality } from '#serving/read-quality.ts'
import type { Contract } from '#sources/contract.ts'
import type { Tables } from '#store/tables.ts'
import { freshnessOf, lastRunDay } from '../batches/freshness.ts'
import { loadContract } from '../load-contract.ts'

/** What is asked of the store, and where contracts lie. */
export type QualityContext = { readonly db: Kysely<Tables>; readonly modelRoots: readonly string[] }

/** All measured tables that are asked for, in the order in which they were taken. */
export type LookedAt = {
    readonly measured: readonly MeasuredTable[]
    readonly report: QualityReport
    /** The contract of the one system that is asked for; null: all are. */
    readonly contract: Contract | null
}

/**
 * How good the delivered data is: all of it, a system's, or a table's (`sample.accounts`). Refuses
 * with `pipeline.quality_nothing` where nothing has been imported, `pipeline.quality_system` and
 * `pipeline.quality_table` where what is asked for is not there.
 */
export async function lookAtQuality(
    context: QualityContext,
    { scope, asOf }: { readonly scope: string | null; readonly asOf: Day | null },
): Promise<LookedAt> {
    const { db, modelRoots } = context
    const all = await readQuality(db, { system: null, table: null })
    if (all.length === 0) refuse('pipeline.quality_nothing')
    const { system, table } = scopeOf(scope, all)
    const measured = all.filter(
        (one) =>
            (system === null || one.system === system) && (table === null || one.table === table),
    )
    const contracts: Contract[] = []
    for (const name of new Set(measured.map((one) => one.system))) {
        contracts.push((await loadContract(modelRoots, name)).contract)
    }
    const day = asOf ?? (await dayOfData(db, all))
    const freshness = day === null ? [] : await freshnessOf(db, contracts, day)
    const report = qualityReport(latestOfEach(measured), { asOf: day, freshness })
    return { measured, report, contract: system === null ? null : (contracts[0] ?? null) }
}

function scopeOf(
    scope: string | null,
    all: readonly MeasuredTable[],
): { readonly system: string | null; readonly table: string | null } {
    if (scope === null) return { system: null, table: null }
    const [system = '', ...rest] = scope.split('.')
    const systems = [...new Set(all.map((one) => one.system))].sort()
    if (!systems.includes(system)) {
        const nearest = nearestName(system, systems) ?? 'none'
        refuse('pipeline.quality_system', { system, nearest, known: systems.join(', ') })
    }
    if (rest.length === 0) return { system, table: null }
    const table = rest.join('.')
    const own = all.filter((one) => one.system === system).map((one) => one.table)
    const tables = [...new Set(own)].sort()
    if (tables.includes(table)) return { system, table }
    const nearest = nearestName(table, tables) ?? 'none'
    return refuse('pipeline.quality_table', { system, table, nearest, known: tables.join(', ') })
}

/** The day of the last run; before the first, the last day that any table tells of or came. */
async function dayOfData(db: Kysely<Tables>, all: readonly MeasuredTable[]): Promise<Day | null> {
    const told = all.flatMap(({ reach }) => reach ?? []).sort()
    const came = all.map(({ importedAt }) => importedAt.slice(0, 10)).sort()
    return (await lastRunDay(db)) ?? told.at(-1) ?? came.at(-1) ?? null
}
