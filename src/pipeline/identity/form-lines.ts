import { csvField } from '#domain/csv-field.ts'
import { type KindId, kinds } from '#identity/kinds.ts'
import { formsOf } from '#identity/level-of.ts'

/**
 * Values of a kind in one text, for texts one by one are slow on their way out of the engine and
 * between threads: of each the cells that its line begins with, {@link unitEnd} and the value;
 * {@link recordEnd} between them.
 */
export type FormOrder = { readonly kind: KindId; readonly values: string }

/** What ends the cells before a value. */
export const unitEnd = '\u001f'
/** What stands between values, and in none of them. */
export const recordEnd = '\u001e'

/** The columns of the lines: number, holders, and all forms of the kind. */
export function formColumns(kind: KindId): Readonly<Record<string, string>> {
    return Object.fromEntries([
        ['value_no', 'bigint'],
        ['holders', 'bigint'],
        ...kinds[kind].forms.map((form) => [form, 'varchar']),
    ])
}

/** The normal forms of values as lines of CSV; a value that tells nothing has none. */
export function formLines({ kind, values }: FormOrder): string {
    const { forms } = kinds[kind]
    const lines: string[] = []
    for (const record of values.split(recordEnd)) {
        const end = record.indexOf(unitEnd)
        const read = formsOf(kind, record.slice(end + 1))
        if (read === null) continue
        const cells = forms.map((form) => csvField(read[form] ?? null))
        lines.push(`${record.slice(0, end)},${cells.join(',')}\n`)
    }
    return lines.join('')
}
