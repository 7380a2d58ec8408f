import { kinds } from '#identity/kinds.ts'
import { compileLevels, firstHolding } from '#identity/level-of.ts'
import type { Comparison, PolicyField } from '#identity/policy/identity-policy.ts'
import { writeLevels } from '#identity/write-level-test.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { countedForms, type MatchingDesk, tableOf, workSideBySide, writeTable } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/**
 * Compares all pairs of a table `pairs` on all fields: table `patterns` with the pair's columns, a
 * level a field (`l0`, −1 where a side is unknown) and, where the level asks for it, how many
 * records hold what the two agree on (`h0`); `apart` is 1 where a form of `never` keeps the two
 * apart whatever else agrees, else 0; `label` is what a reviewer said, 1 for the same, null for
 * nothing. Each two different values are compared once; SQL does what it
 * can tell, TypeScript what it cannot.
 */
export async function comparePairs(
    desk: MatchingDesk,
    { comparison, hasLabels }: { readonly comparison: Comparison; readonly hasLabels: boolean },
): Promise<number> {
    const { fields } = comparison
    await writeTable(desk, 'numbered', numberedSql(desk, { comparison, hasLabels }))
    await workSideBySide(
        desk,
        fields.map((field, place) => async (lane) => {
            await compareValues(lane, { place, field, never: neverOf(comparison, field) })
        }),
    )
    const apart = fields.flatMap((field, place) =>
        neverOf(comparison, field).length === 0 ? [] : [`coalesce(c${place}.apart, 0)`],
    )
    const columns = fields.flatMap((field, place) => [
        `coalesce(c${place}.level, -1) as l${place}`,
        ...(countedForms(field).length === 0 ? [] : [`c${place}.holders as h${place}`]),
    ])
    const joins = fields.map(
        (_, place) =>
            `left join ${tableOf(desk, `levels-${place}`)} c${place} ` +
            `on c${place}.va = numbered.a${place} and c${place}.vb = numbered.b${place}`,
    )
    return await writeTable(
        desk,
        'patterns',
        `select left_no, right_no, keys, drawn, label, ${apartSql(apart)} as apart,
            ${columns.join(', ')}
        from ${tableOf(desk, 'numbered')} numbered ${joins.join(' ')}`,
    )
}

/** Pairs with the values of each field, the lesser number first; null where one is unknown. */
function numberedSql(
    desk: MatchingDesk,
    { comparison, hasLabels }: { readonly comparison: Comparison; readonly hasLabels: boolean },
): string {
    const { fields } = comparison
    const values = tableOf(desk, 'values')
    // Engines differ in what the least of a number and null is: both or none.
    const numbers = fields.flatMap((_, place) => {
        const [a, b] = [`a.v${place}`, `b.v${place}`]
        const isKnown = `${a} is not null and ${b} is not null`
        return [
            `case when ${isKnown} then least(${a}, ${b}) end as a${place}`,
            `case when ${isKnown} then greatest(${a}, ${b}) end as b${place}`,
        ]
    })
    const label = hasLabels ? 'labels.is_same' : 'cast(null as integer)'
    const labels = hasLabels
        ? ` left join ${tableOf(desk, 'labels')} labels ` +
          `on labels.left_no = pairs.left_no and labels.right_no = pairs.right_no`
        : ''
    return (
        `select pairs.left_no, pairs.right_no, keys, drawn, ${label} as label, ` +
        `${numbers.join(', ')} from ${tableOf(desk, 'pairs')} pairs ` +
        `join ${values} a on a.record_no = pairs.left_no ` +
        `join ${values} b on b.record_no = pairs.right_no${labels}`
    )
}

/** The forms of a field that keep records apart where they differ. */
function neverOf({ never }: Comparison, { id }: PolicyField): readonly string[] {
    return never.flatMap(({ field, form }) => (field === id ? [form] : []))
}

/** The most of some columns of 0 and 1; engines differ in what the greatest of one is. */
function apartSql(columns: readonly string[]): string {
    return columns.length < 2 ? (columns[0] ?? '0') : `greatest(${columns.join(', ')})`
}

type PlacedField = { readonly place: number; readonly field: PolicyField }

async function compareValues(
    desk: MatchingDesk,
    { place, field, never }: PlacedField & { readonly never: readonly string[] },
): Promise<void> {
    const { level, maybe } = writeLevels(field.levels, desk.warehouse.dialect)
    const forms = tableOf(desk, `forms-${place}`)
    const differing = never.map((form) => `case when a."${form}" <> b."${form}" then 1 else 0 end`)
    const differ = apartSql(differing)
    await writeTable(
        desk,
        `asked-${place}`,
        `select va, vb, ${level} as level, ${maybe} as maybe, ${differ} as apart from (
            select distinct a${place} as va, b${place} as vb
            from ${tableOf(desk, 'numbered')} numbered where a${place} is not null
        ) asked
        join ${forms} a on a.value_no = asked.va
        join ${forms} b on b.value_no = asked.vb`,
    )
    await lookCloser(desk, { place, field })
    await writeTable(desk, `levels-${place}`, levelsSql(desk, { place, field }))
}

/** Decides the pairs of values of which SQL could not tell whether a better level holds. */
async function lookCloser(desk: MatchingDesk, { place, field }: PlacedField): Promise<void> {
    const columns = { va: 'bigint', vb: 'bigint', level: 'integer' }
    const rows = await beginTextRows(desk, { name: `closer-${place}`, columns })
    const { forms } = kinds[field.kind]
    const { tests } = compileLevels(field.levels)
    const sides = ['a', 'b'].flatMap((side) => forms.map((form) => `${side}."${form}"`))
    const table = tableOf(desk, `forms-${place}`)
    const sql =
        `select asked.va, asked.vb, ${sides.join(', ')} ` +
        `from ${tableOf(desk, `asked-${place}`)} asked ` +
        `join ${table} a on a.value_no = asked.va join ${table} b on b.value_no = asked.vb ` +
        `where asked.maybe < asked.level`
    for await (const chunk of desk.warehouse.chunks(sql)) {
        desk.signal.throwIfAborted()
        const [va = [], vb = [], ...cells] = chunk
        for (const at of va.keys()) {
            const pair = {
                a: formsAt(forms, { cells, at, from: 0 }),
                b: formsAt(forms, { cells, at, from: forms.length }),
            }
            const holding = firstHolding(tests, pair)
            const level = holding < 0 ? field.levels.length : holding
            rows.add([String(va[at]), String(vb[at]), level])
        }
        await rows.flush()
    }
    await rows.end()
}

type FormCells = {
    readonly cells: readonly (readonly Cell[])[]
    readonly at: number
    readonly from: number
}

function formsAt(
    forms: readonly string[],
    { cells, at, from }: FormCells,
): Readonly<Record<string, string | null>> {
    const found: Record<string, string | null> = {}
    for (const [index, form] of forms.entries()) {
        const cell = cells[from + index]?.[at] ?? null
        found[form] = cell === null ? null : String(cell)
    }
    return found
}

/** Levels of all pairs of values, with the holders of what they agree on where it is counted. */
function levelsSql(desk: MatchingDesk, { place, field }: PlacedField): string {
    const level = 'coalesce(closer.level, asked.level)'
    const counted = field.frequency
        ? field.levels.flatMap(({ frequency }, at) =>
              frequency === null ? [] : [`when ${at} then a."holders_${frequency}"`],
          )
        : []
    const holders =
        counted.length === 0 ? '' : `, case ${level} ${counted.join(' ')} end as holders`
    const forms =
        counted.length === 0
            ? ''
            : ` join ${tableOf(desk, `forms-${place}`)} a on a.value_no = asked.va`
    return (
        `select asked.va, asked.vb, asked.apart, ${level} as level${holders} ` +
        `from ${tableOf(desk, `asked-${place}`)} asked ` +
        `left join ${tableOf(desk, `closer-${place}`)} closer ` +
        `on closer.va = asked.va and closer.vb = asked.vb${forms}`
    )
}
