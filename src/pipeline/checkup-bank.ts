import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { readCloses } from '#serving/read-closes.ts'
import type { BankContext } from './bank-context.ts'
import type { BankMeasures } from './checkup.ts'
import { inCents } from './checkup-tables.ts'
import { readManifest } from './manifest.ts'
import { snapshotPath } from './plan.ts'

/** Which measures of a bank are taken, and who may see them. */
export type BankMeasuresOptions = {
    readonly ladder: string
    /** Whether measures of restricted parties are shown: to compliance only. */
    readonly isCompliance: boolean
}

/**
 * The measures that a ladder's closes in force have stored, for customers written as the bank's
 * files write them or as `system:entity:key`. Refuses with `pipeline.given_no_closes`.
 */
export async function bankMeasures(
    context: Pick<BankContext, 'db' | 'folders' | 'runsFolder' | 'warehouse'>,
    { ladder, isCompliance }: BankMeasuresOptions,
): Promise<BankMeasures> {
    const { db, folders, runsFolder, warehouse } = context
    const closes = (await readCloses(db)).filter((close) => close.ladder === ladder)
    const last = closes.at(-1)
    if (last === undefined) return refuse('pipeline.given_no_closes', { ladder })
    const { results } = await readManifest(runsFolder, last.runId)
    const read = (model: string): string => {
        const result = results.find(({ step }) => step === model)
        if (result === undefined) throw new Error(`run ${last.runId} has built ${model}`)
        const path = snapshotPath(result.key, { model, month: null, ladder: null })
        return warehouse.parquet([join(folders.snapshots, path)])
    }
    const measures = closes.map(({ month, assignmentsPath }) => {
        const close = warehouse.parquet([join(folders.snapshots, assignmentsPath)])
        return `select party_id, ${month} as month, measure, is_restricted from ${close} a_close`
    })
    const known = knownSql({ records: read('identity.records'), map: read('identity.party_map') })
    const measure = inCents('assignments.measure')
    const seen = isCompliance ? measure : `case when not is_restricted then ${measure} end`
    return {
        ladder,
        withMeasures: (rows) => `
with known as (
    ${known}
)

select
    given_rows.customer,
    given_rows.month,
    given_rows.tier,
    ${seen} as measure
from ${rows} given_rows
join known on known.customer = given_rows.customer
left join (${measures.join(' union all ')}) assignments
    on assignments.party_id = known.party_id and assignments.month = given_rows.month`,
        unknownCustomers: (rows) => `
with known as (
    ${known}
)

select distinct customer
from ${rows} given_rows
where customer not in (select customer from known)`,
    }
}

/** A number that stands for several parties, in different systems, stands for none of them. */
function knownSql({ records, map }: { readonly records: string; readonly map: string }): string {
    return `select customer, min(party_id) as party_id
    from (
        select unnest([records.source_key,
            records.system || ':' || records.entity || ':' || records.source_key]) as customer,
            map.party_id
        from ${records} records
        join ${map} map on map.record_id = records.record_id
    ) written
    group by customer
    having count(distinct party_id) = 1`
}
