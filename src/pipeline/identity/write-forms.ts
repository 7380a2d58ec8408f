import { columnJoint } from '#identity/kind.ts'
import { kinds } from '#identity/kinds.ts'
import { placeholderHolders } from '#identity/learn/find-placeholders.ts'
import { formsOf } from '#identity/level-of.ts'
import type { Comparison, PolicyField } from '#identity/policy/identity-policy.ts'
import { countedForms, type MatchingDesk, tableOf, writeTable } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/** A value so frequent that it cannot tell records apart, in its main form. */
export type Placeholder = {
    readonly field: string
    readonly value: string
    readonly holders: number
}

/**
 * Reads each different text of each field once into its normal forms, counts who holds them, and
 * gives records numbers instead of texts: tables `forms-<place>` and `values`. What is too frequent
 * to tell anybody apart is taken for unknown, and returned.
 */
export async function writeForms(
    desk: MatchingDesk,
    comparison: Comparison,
): Promise<readonly Placeholder[]> {
    const placeholders: Placeholder[] = []
    for (const [place, field] of comparison.fields.entries()) {
        await readValues(desk, { place, field })
        placeholders.push(...(await settleForms(desk, { place, field })))
    }
    await writeTable(desk, 'values', valuesSql(desk, comparison))
    return placeholders
}

type PlacedField = { readonly place: number; readonly field: PolicyField }

/** The different texts of a field, each with its forms where it tells anything. */
async function readValues(desk: MatchingDesk, { place, field }: PlacedField): Promise<void> {
    const texts = `texts-${place}`
    await writeTable(
        desk,
        texts,
        `select row_number() over (order by value) - 1 as value_no, value, holders from (
            select t${place} as value, count(*) as holders from ${tableOf(desk, 'records')} records
            where t${place} is not null group by t${place}
        ) counted`,
    )
    const { forms } = kinds[field.kind]
    const columns = Object.fromEntries([
        ['value_no', 'bigint'],
        ...forms.map((form) => [form, 'varchar']),
    ])
    const rows = await beginTextRows(desk, { name: `read-${place}`, columns })
    const sql = `select value_no, value from ${tableOf(desk, texts)} texts`
    for await (const [numbers = [], values = []] of desk.warehouse.chunks(sql)) {
        desk.signal.throwIfAborted()
        for (const [at, value] of values.entries()) {
            const read = formsOf(field.kind, String(value))
            if (read === null) continue
            rows.add([String(numbers[at]), ...forms.map((form) => read[form] ?? null)])
        }
        await rows.flush()
    }
    await rows.end()
}

/** Counts who holds each form and leaves out what too many hold. */
async function settleForms(
    desk: MatchingDesk,
    { place, field }: PlacedField,
): Promise<readonly Placeholder[]> {
    const main = mainForm(field)
    const counted = countedForms(field)
    const held =
        `(select read.*, texts.holders from ${tableOf(desk, `read-${place}`)} read ` +
        `join ${tableOf(desk, `texts-${place}`)} texts on texts.value_no = read.value_no)`
    const all = [...new Set([main, ...counted])]
    const counts = all.map(
        (form) =>
            `(select "${form}" as form, sum(holders) as holders from ${held} held ` +
            `where "${form}" is not null group by "${form}")`,
    )
    const joins = counts.map(
        (count, index) => `left join ${count} n${index} on n${index}.form = held."${all[index]}"`,
    )
    const columns = all.map(
        (form, index) => `cast(n${index}.holders as bigint) as "holders_${form}"`,
    )
    await writeTable(
        desk,
        `counted-${place}`,
        `select held.*, ${columns.join(', ')} from ${held} held ${joins.join(' ')}`,
    )
    const source = `${tableOf(desk, `counted-${place}`)} counted`
    const most = await mostHolders(desk, { source, main })
    const usual = most === null ? '' : ` where coalesce("holders_${main}", 0) < ${most}`
    await writeTable(desk, `forms-${place}`, `select * from ${source}${usual}`)
    if (most === null) return []
    const rows = await desk.warehouse.rows(
        `select "${main}" as value, max("holders_${main}") as holders from ${source} ` +
            `where "holders_${main}" >= ${most} group by "${main}" ` +
            `order by holders desc, value limit 100`,
    )
    return rows.map(({ value, holders }) => ({
        field: field.id,
        value: String(value),
        holders: Number(holders),
    }))
}

/** The form that says which value it is. */
function mainForm({ kind, levels }: PolicyField): string {
    const [first] = levels
    return first?.frequency ?? kinds[kind].forms[0] ?? 'folded'
}

/** From how many holders on a value is a placeholder; null where the field has none. */
async function mostHolders(
    { warehouse }: MatchingDesk,
    { source, main }: { readonly source: string; readonly main: string },
): Promise<number | null> {
    const rows = await warehouse.rows(
        `select holders, count(*) as number from (
            select "${main}" as form, max("holders_${main}") as holders from ${source}
            where "${main}" is not null group by "${main}"
        ) forms group by holders`,
    )
    return placeholderHolders(
        rows.map(({ holders, number }) => ({
            holders: Number(holders),
            values: Number(number),
        })),
    )
}

/** Which value a record has of each field; null where it is unknown. */
function valuesSql(desk: MatchingDesk, { fields }: Comparison): string {
    const columns = fields.map((_, place) => `f${place}.value_no as v${place}`)
    const joins = fields.map(
        (_, place) =>
            `left join ${tableOf(desk, `texts-${place}`)} t${place} ` +
            `on t${place}.value = records.t${place} ` +
            `left join ${tableOf(desk, `forms-${place}`)} f${place} ` +
            `on f${place}.value_no = t${place}.value_no`,
    )
    return (
        `select records.record_no, records.source, ${columns.join(', ')} ` +
        `from ${tableOf(desk, 'records')} records ${joins.join(' ')} order by records.record_no`
    )
}

/** SQL of the text of a field from the columns of a table; null where all of them are blank. */
export function fieldTextSql(columns: readonly string[]): string {
    const texts = columns.map((column) => `coalesce(${column}, '')`)
    const isBlank = texts.map((text) => `trim(${text}) = ''`).join(' and ')
    return `case when not (${isBlank}) then ${texts.join(` || '${columnJoint}' || `)} end`
}
