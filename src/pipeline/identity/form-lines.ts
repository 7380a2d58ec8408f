import { csvField } from '#domain/csv-field.ts'
import { type KindId, kinds } from '#identity/kinds.ts'
import { formsOf } from '#identity/level-of.ts'

/** Values of a kind with their numbers and how many records hold each, place by place. */
export type FormOrder = {
    readonly kind: KindId
    readonly numbers: readonly string[]
    readonly holders: readonly string[]
    readonly values: readonly string[]
}

/** The columns of the lines: number, holders, and all forms of the kind. */
export function formColumns(kind: KindId): Readonly<Record<string, string>> {
    return Object.fromEntries([
        ['value_no', 'bigint'],
        ['holders', 'bigint'],
        ...kinds[kind].forms.map((form) => [form, 'varchar']),
    ])
}

/** The normal forms of values as lines of CSV; a value that tells nothing has none. */
export function formLines({ kind, numbers, holders, values }: FormOrder): string {
    const { forms } = kinds[kind]
    const lines: string[] = []
    for (const [at, value] of values.entries()) {
        const read = formsOf(kind, value)
        if (read === null) continue
        const cells = forms.map((form) => csvField(read[form] ?? null))
        lines.push(`${numbers[at]},${holders[at]},${cells.join(',')}\n`)
    }
    return lines.join('')
}
