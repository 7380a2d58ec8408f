import { join } from 'node:path'
import type { Comparison, FieldForm, PolicyField } from '#identity/policy/identity-policy.ts'
import { shareLanes, type Works } from '#warehouse/share-lanes.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** What matching works with. */
export type MatchingDesk = {
    readonly warehouse: Warehouse
    /** An empty folder on a disk with room for all pairs. */
    readonly folder: string
    readonly signal: AbortSignal
    /** Tells that a stage of the work begins. */
    readonly onStage: (stage: MatchingStage) => void
}

/** The stages of the work, in order. */
export const matchingStages = [
    'reading',
    'forms',
    'blocking',
    'comparing',
    'learning',
    'scoring',
    'clustering',
] as const
/** One of {@link matchingStages}. */
export type MatchingStage = (typeof matchingStages)[number]

/**
 * The folder of a table of the work, below that of the desk:
 * `records` (record_no, record_id, source, one text a field), `values` (record_no, one number of a
 * value a field), `forms-<field>`, `pairs` (left_no, right_no, keys), `levels-<field>`, `patterns`.
 */
export function tableFolder({ folder }: Pick<MatchingDesk, 'folder'>, name: string): string {
    return join(folder, name)
}

/** SQL that reads a table of the work. */
export function tableOf(desk: Pick<MatchingDesk, 'folder' | 'warehouse'>, name: string): string {
    return desk.warehouse.parquet([tableFolder(desk, name)])
}

/** Writes a table of the work; returns its number of rows. */
export async function writeTable(desk: MatchingDesk, name: string, sql: string): Promise<number> {
    desk.signal.throwIfAborted()
    return await desk.warehouse.writeParquet({ sql, folder: tableFolder(desk, name) })
}

/**
 * Does pieces of work that do not need one another side by side ({@link shareLanes}), each on a
 * desk of its own in the same folder. Returns their results in order.
 */
export async function workSideBySide<const T extends readonly unknown[]>(
    desk: MatchingDesk,
    works: Works<MatchingDesk, T>,
): Promise<T> {
    const deskOf = (warehouse: Warehouse): MatchingDesk => ({ ...desk, warehouse })
    return await shareLanes(desk.warehouse, { works, deskOf })
}

/** Names of tables and columns by the place of a field: what people call it never stands in SQL. */
export function placeOfField({ fields }: Comparison, id: string): number {
    const place = fields.findIndex((field) => field.id === id)
    if (place < 0) throw new Error(`no field ${id}`)
    return place
}

/** Forms whose frequency says how much an agreement on them is worth, each once. */
export function countedForms({ frequency, levels }: PolicyField): readonly string[] {
    if (!frequency) return []
    return [...new Set(levels.flatMap(({ frequency: form }) => (form === null ? [] : [form])))]
}

/** SQL of the records that know all forms of a key: `record_no` and `key`, a hash of them. */
export function keyedSql(
    desk: Pick<MatchingDesk, 'folder' | 'warehouse'>,
    {
        comparison,
        forms,
    }: { readonly comparison: Comparison; readonly forms: readonly FieldForm[] },
): string {
    const places = [...new Set(forms.map(({ field }) => placeOfField(comparison, field)))]
    const joins = places.map(
        (place) =>
            `join ${tableOf(desk, `forms-${place}`)} f${place} ` +
            `on f${place}.value_no = holders.v${place}`,
    )
    const columns = forms.map(({ field, form }) => `f${placeOfField(comparison, field)}."${form}"`)
    const known = columns.map((column) => `${column} is not null`)
    const key = desk.warehouse.dialect.cells_hash(...columns)
    return (
        `select holders.record_no, ${key} as key from ${tableOf(desk, 'values')} holders ` +
        `${joins.join(' ')} where ${known.join(' and ')}`
    )
}

/** SQL of the same records with a number from 0 for each different key: `record_no` and `code`. */
export function codesSql(keyed: string): string {
    return (
        `select record_no, cast(dense_rank() over (order by key) - 1 as integer) as code ` +
        `from (${keyed}) keyed`
    )
}
