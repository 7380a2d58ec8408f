import { join } from 'node:path'
import type { Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { writeFeatureRelation } from '#features/write-feature-relation.ts'
import { readCloses } from '#serving/read-closes.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { BuiltContext } from '../bank-context.ts'
import { relationOf } from '../run-relations.ts'
import type { CompleteMonth } from './last-complete.ts'

/** The tables that hold these features, each once. */
export function tablesOf(features: readonly string[]): readonly string[] {
    return [...new Set(features.flatMap((id) => catalogue.get(id)?.table ?? []))]
}

/** Which features of a month are asked for, and by whom. */
export type RelationAsked = {
    readonly built: CompleteMonth
    readonly features: readonly string[]
    readonly viewer: Viewer
    /** SQL of the party ids that it is about, for behind `in`; null or left out: all. */
    readonly parties?: string | null
}

/**
 * SQL of one row per party of the month with these features, for behind `from`. Parties whose tier
 * a confidential rule holds down are left out for whoever is not of compliance: what they have
 * would tell the tier that they would have earned.
 */
export async function cutRelation(
    context: BuiltContext,
    { built, features, viewer, parties = null }: RelationAsked,
): Promise<string> {
    const read = (table: string): string => relationOf(built, table)
    const facts = writeFeatureRelation(features, { catalogue, read })
    const restricted = viewer.isCompliance ? [] : await restrictedOf(context, built.month)
    const hidden = `not exists (
        select 1 from (${restricted.join(' union all ')}) hidden
        where hidden.party_id = shown.party_id
    )`
    const conditions = [
        ...(parties === null ? [] : [`shown.party_id in ${parties}`]),
        ...(restricted.length === 0 ? [] : [hidden]),
    ]
    if (conditions.length === 0) return facts
    return `(select * from ${facts} shown
    where ${conditions.join(' and ')})`
}

/**
 * Selects of the restricted parties: those of each ladder's close of the month, or of the last one
 * before it, and those of its last close, as who is restricted today was perhaps not yet then.
 */
export async function restrictedOf(
    { db, warehouse, folders }: Omit<BuiltContext, 'runsFolder'>,
    month: Month,
): Promise<readonly string[]> {
    const closes = await readCloses(db)
    const ladders = [...new Set(closes.map(({ ladder }) => ladder))]
    const paths = ladders.flatMap((ladder) => {
        const own = closes.filter((close) => close.ladder === ladder)
        const then = own.findLast((close) => close.month <= month)
        return [then, own.at(-1)].flatMap((close) => close?.assignmentsPath ?? [])
    })
    return [...new Set(paths)].map((path) => {
        const assignments = warehouse.parquet([join(folders.snapshots, path)])
        return `select party_id from ${assignments} assigned where is_restricted`
    })
}
