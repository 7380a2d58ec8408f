import { kinds } from '#identity/kinds.ts'
import { placeholderHolders } from '#identity/learn/find-placeholders.ts'
import { longestRead } from '#identity/level-of.ts'
import type { Comparison, PolicyField } from '#identity/policy/identity-policy.ts'
import { formColumns, recordEnd, unitEnd } from './form-lines.ts'
import { type FormReader, openFormReader } from './form-reader.ts'
import { baseTable, type FieldFigures, type MatchBase } from './match-base.ts'
import { countedForms, type MatchingDesk, tableOf, workSideBySide, writeTable } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/** A value so frequent that it cannot tell records apart, in its main form. */
export type Placeholder = {
    readonly field: string
    readonly value: string
    readonly holders: number
}

/** Forms that are read: what they came to. */
export type WrittenForms = {
    readonly placeholders: readonly Placeholder[]
    /** By the place of the field; `values` counts on from those of the base. */
    readonly fields: readonly FieldFigures[]
}

/**
 * Reads each different text of each field once into its normal forms, counts who holds them, and
 * gives records numbers instead of texts: tables `forms-<place>`, `counts-<place>` and `values`.
 * What is too frequent to tell anybody apart is taken for unknown, and returned. With a base a form
 * that it knows is as frequent as it was there; others are counted here.
 */
export async function writeForms(
    desk: MatchingDesk,
    {
        comparison,
        records,
        base = null,
    }: {
        readonly comparison: Comparison
        readonly records: number
        readonly base?: MatchBase | null
    },
): Promise<WrittenForms> {
    const reader = openFormReader(records)
    const read = async (lane: MatchingDesk, one: PlacedField): Promise<SettledForms> => {
        const values = await readValues(lane, reader, one)
        return { values, ...(await settleForms(lane, one)) }
    }
    const settled = await workSideBySide(
        desk,
        comparison.fields.map((field, place) => (lane) => read(lane, { place, field, base })),
    ).finally(reader.close)
    await writeTable(desk, 'values', valuesSql(desk, comparison))
    const counts = comparison.fields.map((_, place) => `count(v${place}) as known_${place}`)
    const [row = {}] = await desk.warehouse.rows(
        `select ${counts.join(', ')} from ${tableOf(desk, 'values')} holders`,
    )
    return {
        placeholders: settled.flatMap(({ placeholders }) => placeholders),
        fields: settled.map(({ most, values }, place) => {
            const { known = Number(row[`known_${place}`]) } = base?.card.fields[place] ?? {}
            return { most, known, values }
        }),
    }
}

/** What became of the texts of a field. */
type SettledForms = {
    readonly placeholders: readonly Placeholder[]
    readonly most: number | null
    /** Numbers of values that are given out. */
    readonly values: number
}

type PlacedField = {
    readonly place: number
    readonly field: PolicyField
    readonly base: MatchBase | null
}

/** So many values are read in one piece, and so many are asked for at once. */
const pieceValues = 8192
const askedValues = 8 * pieceValues
/** So many pieces wait to be read: each thread has one at hand when it has done another. */
const readAhead = 8

/**
 * Reads the different texts of a field, each into its forms where it tells anything. Returns how
 * many numbers of values are given out.
 */
async function readValues(
    desk: MatchingDesk,
    reader: FormReader,
    { place, field, base }: PlacedField,
): Promise<number> {
    const first = base?.card.fields[place]?.values ?? 0
    const texts = `texts-${place}`
    const different = await writeTable(
        desk,
        texts,
        `select row_number() over (order by value) - 1 + ${first} as value_no, value, holders from (
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
    const end = first + different
    for (let from = first; from < end; from += askedValues) {
        const sql = piecesSql(desk, { texts, from })
        for (const { pieces } of await desk.warehouse.rows(sql)) {
            desk.signal.throwIfAborted()
            const answer = reader.read({ kind: field.kind, values: String(pieces) })
            // It is awaited in its turn; until then nobody would hear it fail.
            answer.catch(() => {})
            asked.push(answer)
            if (asked.length >= readAhead) await take()
        }
    }
    while (asked.length > 0) await take()
    await rows.end()
    return end
}

/** SQL of values from a number on, in pieces as {@link FormOrder} has them. */
function piecesSql(
    desk: MatchingDesk,
    { texts, from }: { readonly texts: string; readonly from: number },
): string {
    const { idiv, joined_texts } = desk.warehouse.dialect
    const value = `replace(substr(value, 1, ${longestRead}), '${recordEnd}', ' ')`
    const record = `value_no || ',' || holders || '${unitEnd}' || ${value}`
    return (
        `select ${joined_texts(record, `'${recordEnd}'`)} as pieces ` +
        `from ${tableOf(desk, texts)} texts ` +
        `where value_no >= ${from} and value_no < ${from + askedValues} ` +
        `group by ${idiv('value_no', String(pieceValues))}`
    )
}

/** Counts who holds each form and leaves out what too many hold. */
async function settleForms(
    desk: MatchingDesk,
    { place, field, base }: PlacedField,
): Promise<Omit<SettledForms, 'values'>> {
    const all = formsCounted(field)
    await writeTable(desk, `counts-${place}`, countsSql(desk, { place, field, base }))
    const counts = (index: number): string =>
        `(select key, holders from ${tableOf(desk, `counts-${place}`)} counts ` +
        `where form_no = ${index})`
    const most =
        base === null ? await mostHolders(desk, counts(0)) : (base.card.fields[place]?.most ?? null)
    const { cells_hash } = desk.warehouse.dialect
    const joins = all.map(
        (form, index) =>
            `left join ${counts(index)} n${index} ` +
            `on n${index}.key = ${cells_hash(`read."${form}"`)}`,
    )
    const columns = all.map((form, index) => `n${index}.holders as "holders_${form}"`)
    const usual = most === null ? '' : ` where coalesce(n0.holders, 0) < ${most}`
    const read = tableOf(desk, `read-${place}`)
    await writeTable(
        desk,
        `forms-${place}`,
        `select read.*, ${columns.join(', ')} from ${read} read ${joins.join(' ')}${usual}`,
    )
    if (most === null) return { placeholders: [], most }
    const main = `read."${mainForm(field)}"`
    const rows = await desk.warehouse.rows(
        `select ${main} as value, max(frequent.holders) as holders from ${read} read
        join ${counts(0)} frequent on frequent.key = ${cells_hash(main)}
        where frequent.holders >= ${most}
        group by ${main} order by holders desc, value limit 100`,
    )
    const placeholders = rows.map(({ value, holders }) => ({
        ...{ field: field.id, value: String(value), holders: Number(holders) },
    }))
    return { placeholders, most }
}

/** Forms of a field whose holders are counted: the one that says which value it is, first. */
function formsCounted(field: PolicyField): readonly string[] {
    return [...new Set([mainForm(field), ...countedForms(field)])]
}

/**
 * SQL of the forms that are there, by number and a hash of the form, with who holds them: `holders`
 * by all that is known, `own` here, and whether the base that weights were learned from did not
 * know it (`is_new`). How frequent something is stays with the weights; what is new is counted from
 * its first record on.
 */
function countsSql(desk: MatchingDesk, { place, field, base }: PlacedField): string {
    const { cells_hash } = desk.warehouse.dialect
    const read = tableOf(desk, `read-${place}`)
    const each = formsCounted(field).map(
        (form, index) =>
            `select ${index} as form_no, ${cells_hash(`"${form}"`)} as key, holders ` +
            `from ${read} read_${index} where "${form}" is not null`,
    )
    const own =
        `select form_no, key, cast(sum(holders) as bigint) as own ` +
        `from (${each.join(' union all ')}) held group by form_no, key`
    if (base === null) {
        return `select form_no, key, own as holders, own, 0 as is_new from (${own}) own`
    }
    const known = baseTable(desk.warehouse, base, `counts-${place}`)
    return (
        `select own.form_no, own.key, own.own, coalesce(known.is_new, 1) as is_new, ` +
        `cast(coalesce(known.holders, 0) + ` +
        `case when coalesce(known.is_new, 1) = 1 then own.own else 0 end as bigint) as holders ` +
        `from (${own}) own left join (` +
        `select form_no, key, sum(own) as holders, max(is_new) as is_new from ${known} counted ` +
        `where key in (select key from (${own}) asked) group by form_no, key` +
        `) known on known.form_no = own.form_no and known.key = own.key`
    )
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
