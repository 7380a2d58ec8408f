import { columnJoint, type Forms } from './kind.ts'
import type { Pattern } from './learn/pattern.ts'
import { compileLevels, firstHolding, formsOf } from './level-of.ts'
import type { TestFunction } from './level-test.ts'
import type { Comparison, FieldForm, PolicyField } from './policy/identity-policy.ts'

/** A record by the normal forms of its fields; null where a field is unknown. */
export type RecordForms = Readonly<Record<string, Forms | null>>

/** A row of a table by its columns. */
export type TextRow = Readonly<Record<string, string | null>>

/** Reads a row by the columns that a comparison names; others are not looked at. */
export function readRecord(row: TextRow, { fields }: Comparison): RecordForms {
    return Object.fromEntries(
        fields.map((field) => [field.id, formsOf(field.kind, textOf(row, field))]),
    )
}

/** The text of a field: its columns joined; null where all of them are blank. */
export function textOf(row: TextRow, { columns }: Pick<PolicyField, 'columns'>): string | null {
    const texts = columns.map((column) => row[column] ?? '')
    return texts.every((text) => text.trim() === '') ? null : texts.join(columnJoint)
}

/** Two records. */
export type RecordPair = { readonly a: RecordForms; readonly b: RecordForms }

/**
 * Makes the function that compares two records; made once a comparison, asked once a pair. A field
 * counts its levels from 0, the best; their number stands for `different`.
 */
export function compileComparison({ fields }: Comparison): (pair: RecordPair) => Pattern {
    const compiled = fields.map(({ id, levels }) => ({ id, ...compileLevels(levels) }))
    return ({ a, b }) =>
        compiled.map(({ id, tests }) => {
            const [left, right] = [a[id] ?? null, b[id] ?? null]
            return left === null || right === null ? -1 : indexOf(tests, { left, right })
        })
}

function indexOf(
    tests: readonly TestFunction[],
    { left, right }: { readonly left: Forms; readonly right: Forms },
): number {
    const at = firstHolding(tests, { a: left, b: right })
    return at < 0 ? tests.length : at
}

/**
 * The blocking keys of a record in the order of the comparison: its forms joined, or null where
 * one of them is unknown. Two records are compared where a key is the same.
 */
export function blockingKeys(
    record: RecordForms,
    { blocking }: Pick<Comparison, 'blocking'>,
): readonly (string | null)[] {
    return blocking.map((key) => joinedForms(record, key))
}

/** Forms of a record joined by U+001F; null where one of them is unknown. */
export function joinedForms(record: RecordForms, forms: readonly FieldForm[]): string | null {
    const values = forms.map(({ field, form }) => record[field]?.[form] ?? null)
    return values.includes(null) ? null : values.join(columnJoint)
}

/** Whether two records have a form of `never` known on both sides and different. */
export function isForbidden({ a, b }: RecordPair, { never }: Pick<Comparison, 'never'>): boolean {
    return never.some(({ field, form }) => {
        const left = a[field]?.[form] ?? null
        const right = b[field]?.[form] ?? null
        return left !== null && right !== null && left !== right
    })
}
