import { kinds } from '#identity/kinds.ts'
import { compileLevels, firstHolding } from '#identity/level-of.ts'
import type { Comparison, PolicyField } from '#identity/policy/identity-policy.ts'
import { writeLevels } from '#identity/write-level-test.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { countedForms, type MatchingDesk, tableOf, writeTable } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/**
 * Compares all pairs of a table `pairs` on all fields: table `patterns` with the pair's columns, a
 * level a field (`l0`, −1 where a side is unknown) and, where the level asks for it, how many
 * records hold what the two agree on (`h0`). Each two different values are compared once; SQL does
 * what it can tell, TypeScript what it cannot.
 */
export async function comparePairs(desk: MatchingDesk, comparison: Comparison): Promise<number> {
    for (const [place, field] of comparison.fields.entries()) {
        await compareValues(desk, { place, field })
    }
    const { fields } = comparison
    const columns = fields.flatMap((field, place) => [
        `coalesce(c${place}.level, -1) as l${place}`,
        ...(countedForms(field).length === 0 ? [] : [`c${place}.holders as h${place}`]),
    ])
    const joins = fields.map(
        (_, place) =>
            `left join ${tableOf(desk, `levels-${place}`)} c${place} ` +
            `on c${place}.va = least(numbered.a${place}, numbered.b${place}) ` +
            `and c${place}.vb = greatest(numbered.a${place}, numbered.b${place})`,
    )
    const values = tableOf(desk, 'values')
    // Engines differ in what the least of a number and null is: both or none.
    const numbers = fields.flatMap((_, place) => [
        `case when b.v${place} is not null then a.v${place} end as a${place}`,
        `case when a.v${place} is not null then b.v${place} end as b${place}`,
    ])
    return await writeTable(
        desk,
        'patterns',
        `select left_no, right_no, keys, drawn, ${columns.join(', ')} from (
            select pairs.*, ${numbers.join(', ')} from ${tableOf(desk, 'pairs')} pairs
            join ${values} a on a.record_no = pairs.left_no
            join ${values} b on b.record_no = pairs.right_no
        ) numbered ${joins.join(' ')}`,
    )
}

type PlacedField = { readonly place: number; readonly field: PolicyField }

async function compareValues(desk: MatchingDesk, { place, field }: PlacedField): Promise<void> {
    const values = tableOf(desk, 'values')
    const { level, maybe } = writeLevels(field.levels, desk.warehouse.dialect)
    const forms = tableOf(desk, `forms-${place}`)
    const [a, b] = [`a.v${place}`, `b.v${place}`]
    await writeTable(
        desk,
        `asked-${place}`,
        `select va, vb, ${level} as level, ${maybe} as maybe from (
            select distinct least(${a}, ${b}) as va, greatest(${a}, ${b}) as vb
            from ${tableOf(desk, 'pairs')} pairs
            join ${values} a on a.record_no = pairs.left_no
            join ${values} b on b.record_no = pairs.right_no
            where ${a} is not null and ${b} is not null
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
        `select asked.va, asked.vb, ${level} as level${holders} ` +
        `from ${tableOf(desk, `asked-${place}`)} asked ` +
        `left join ${tableOf(desk, `closer-${place}`)} closer ` +
        `on closer.va = asked.va and closer.vb = asked.vb${forms}`
    )
}
