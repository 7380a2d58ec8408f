import { stringify } from 'yaml'

/** A file of a bank's own models: its place below `models` and its text. */
export type ModelFile = { readonly path: string; readonly text: string }

/** What a twin says of a column. */
export type ColumnSay = { readonly type: string; readonly [key: string]: string }

/** What a twin says of its model. */
export type Twin = {
    readonly about: string
    readonly key: readonly string[]
    readonly columns: Readonly<Record<string, ColumnSay>>
    readonly tests: readonly unknown[]
}

/** A model and its twin. */
export function pair(
    name: string,
    { sql, twin }: { sql: string; twin: Twin },
): readonly ModelFile[] {
    const { about, key, columns, tests } = twin
    const path = name.replace('.', '/')
    const text = {
        description: about,
        grain: 'none',
        key,
        columns,
        ...(tests.length > 0 ? { tests } : {}),
    }
    return [
        { path: `${path}.sql`, text: sql },
        { path: `${path}.yml`, text: stringify(text, { lineWidth: 100 }) },
    ]
}

/** A column of texts. */
export function text(description: string): ColumnSay {
    return { type: 'varchar', description }
}

/** A column of days. */
export function day(description: string): ColumnSay {
    return { type: 'date', description }
}

/** A column of amounts in the currency of their account. */
export function money(description: string): ColumnSay {
    return { type: 'decimal(18,2)', unit: 'currency of the account', description }
}
