import type { Kysely } from 'kysely'
import { addDays } from '#domain/day-number.ts'
import { type Day, lastDayOf, type Month, monthOf } from '#domain/month.ts'
import type { Contract, ContractTable } from '#sources/contract.ts'
import type { Tables } from '#store/tables.ts'
import { periodAt } from './period.ts'
import { nameOf } from './read-sources.ts'

/** Whether a table is there as far as its contract says it has to be. */
export type Freshness = {
    readonly system: string
    readonly table: string
    /** The last day that it is known for; null: nothing of it is there. */
    readonly reach: Day | null
    /** The last day that it should be known for. */
    readonly expected: Day
    readonly isLate: boolean
}

/**
 * How fresh the tables are that contracts call due, as of a day: the last period that ended long
 * enough ago must be there. It asks the store alone, no file is read. A table without a period is
 * taken to be known to the day on which it was imported, in UTC.
 */
export async function freshnessOf(
    db: Kysely<Tables>,
    contracts: readonly Contract[],
    asOf: Day,
): Promise<readonly Freshness[]> {
    return await judged(db, { contracts, expectedOf: (due) => expectedBy(due, asOf) })
}

/**
 * The tables that do not reach the end of a month that is to be closed. Those that come daily may
 * lack as many days at its end as their contract gives them time.
 */
export async function tablesLateFor(
    db: Kysely<Tables>,
    contracts: readonly Contract[],
    month: Month,
): Promise<readonly Freshness[]> {
    const last = lastDayOf(month)
    const expectedOf = ({ every, withinDays }: Due): Day =>
        every === 'month' ? last : addDays(last, -withinDays)
    const inTime = contracts.map((contract) => ({
        ...contract,
        tables: contract.tables.filter(({ period }) => period !== null),
    }))
    const found = await judged(db, { contracts: inTime, expectedOf })
    return found.filter(({ isLate }) => isLate)
}

type Due = NonNullable<ContractTable['due']>

/** The end of the last period that had to be there on a day. */
function expectedBy({ every, withinDays }: Due, asOf: Day): Day {
    const ended = addDays(asOf, -withinDays)
    if (every === 'day') return ended
    const month = monthOf(ended)
    return ended === lastDayOf(month) ? ended : addDays(`${ended.slice(0, 7)}-01`, -1)
}

async function judged(
    db: Kysely<Tables>,
    {
        contracts,
        expectedOf,
    }: { readonly contracts: readonly Contract[]; readonly expectedOf: (due: Due) => Day },
): Promise<readonly Freshness[]> {
    const reaches = await readReaches(db)
    return contracts.flatMap(({ system, tables }) =>
        tables.flatMap((table) => {
            const { due, name, period } = table
            if (due === null) return []
            const found = reaches.get(nameOf({ system, table: name })) ?? null
            const reach = period === null ? (found?.importedOn ?? null) : (found?.reach ?? null)
            const expected = expectedOf(due)
            const isLate = reach === null || periodAt(due, reach) < periodAt(due, expected)
            return [{ system, table: name, reach, expected, isLate }]
        }),
    )
}

type StoredReach = { readonly reach: Day | null; readonly importedOn: Day }

/** How far the batches of each table reach that count. */
async function readReaches(db: Kysely<Tables>): Promise<ReadonlyMap<string, StoredReach>> {
    const rows = await db
        .selectFrom('workbench.batch_tables as part')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'part.batch_id')
        .select(['batch.system', 'part.table_name', 'part.delivery', 'part.reach'])
        .select('batch.imported_at')
        .where('batch.status', '=', 'taken')
        .orderBy('batch.batch_no')
        .execute()
    const reaches = new Map<string, StoredReach>()
    for (const { system, table_name: table, delivery, reach, imported_at: at } of rows) {
        const name = nameOf({ system, table })
        const before = delivery === 'whole' ? null : (reaches.get(name)?.reach ?? null)
        const farther = before === null || (reach !== null && reach > before) ? reach : before
        reaches.set(name, { reach: farther, importedOn: at.toISOString().slice(0, 10) })
    }
    return reaches
}

/** The day that the last run was made for; null where there was none. */
export async function lastRunDay(db: Kysely<Tables>): Promise<Day | null> {
    const runs = db.selectFrom('serving.runs').select('as_of').orderBy('run_no', 'desc')
    return (await runs.limit(1).executeTakeFirst())?.as_of ?? null
}
