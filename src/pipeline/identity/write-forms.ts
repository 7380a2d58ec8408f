import { columnJoint } from '#identity/kind.ts'
import { kinds } from '#identity/kinds.ts'
import { placeholderHolders } from '#identity/learn/find-placeholders.ts'
import type { Comparison, PolicyField } from '#identity/policy/identity-policy.ts'
import { formColumns } from './form-lines.ts'
import { type FormReader, openFormReader } from './form-reader.ts'
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
    { comparison, records }: { readonly comparison: Comparison; readonly records: number },
): Promise<readonly Placeholder[]> {
    const placeholders: Placeholder[] = []
    const reader = openFormReader(records)
    try {
        for (const [place, field] of comparison.fields.entries()) {
            await readValues(desk, reader, { place, field })
            placeholders.push(...(await settleForms(desk, { place, field })))
        }
    } finally {
        await reader.close()
    }
    await writeTable(desk, 'values', valuesSql(desk, comparison))
    return placeholders
}

type PlacedField = { readonly place: number; readonly field: PolicyField }

/** So many pieces wait to be read: each thread has one at hand when it has done another. */
const readAhead = 8

/** The different texts of a field, each with its forms where it tells anything. */
async function readValues(
    desk: MatchingDesk,
    reader: FormReader,
    { place, field }: PlacedField,
): Promise<void> {
    const texts = `texts-${place}`
    await writeTable(
        desk,
        texts,
        `select row_number() over (order by value) - 1 as value_no, value, holders from (
            select t${place} as value, count(*) as holders from ${tableOf(desk, 'records')} records
            where t${place} is not null group by t${place}
        ) counted`,
    )
    const columns = formColumns(field.kind)
    const rows = await beginTextRows(desk, { name: `read-${place}`, columns })
    const asked: Promise<string>[] = []
    const take = async (): Promise<void> => {
        rows.addLines((await asked.shift()) ?? '')
        await rows.flush()
    }
    const sql = `select value_no, holders, value from ${tableOf(desk, texts)} texts`
    for await (const [numbers = [], holders = [], values = []] of desk.warehouse.chunks(sql)) {
        desk.signal.throwIfAborted()
        const answer = reader.read({
            kind: field.kind,
            ...{ numbers: numbers.map(String), holders: holders.map(String) },
            values: values.map(String),
        })
        // It is awaited in its turn; until then nobody would hear it fail.
        answer.catch(() => {})
        asked.push(answer)
        if (asked.length >= readAhead) await take()
    }
    while (asked.length > 0) await take()
    await rows.end()
}

/** Counts who holds each form and leaves out what too many hold. */
async function settleForms(
    desk: MatchingDesk,
    { place, field }: PlacedField,
): Promise<readonly Placeholder[]> {
    const main = mainForm(field)
    const all = [...new Set([main, ...countedForms(field)])]
    const read = tableOf(desk, `read-${place}`)
    const counts = all.map(
        (form) =>
            `(select "${form}" as form, cast(sum(holders) as bigint) as holders ` +
            `from ${read} held where "${form}" is not null group by "${form}")`,
    )
    const [counted = ''] = counts
    const most = await mostHolders(desk, counted)
    const joins = counts.map(
        (count, index) => `left join ${count} n${index} on n${index}.form = read."${all[index]}"`,
    )
    const columns = all.map((form, index) => `n${index}.holders as "holders_${form}"`)
    const usual = most === null ? '' : ` where coalesce(n0.holders, 0) < ${most}`
    await writeTable(
        desk,
        `forms-${place}`,
        `select read.*, ${columns.join(', ')} from ${read} read ${joins.join(' ')}${usual}`,
    )
    if (most === null) return []
    const rows = await desk.warehouse.rows(
        `select form as value, holders from ${counted} counted where holders >= ${most} ` +
            `order by holders desc, form limit 100`,
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

/** From how many holders on a form is a placeholder; null where none of those counted is. */
async function mostHolders({ warehouse }: MatchingDesk, counted: string): Promise<number | null> {
    const rows = await warehouse.rows(
        `select holders, count(*) as number from ${counted} forms group by holders`,
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
