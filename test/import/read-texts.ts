import { acceptText } from '#sources/accept-text.ts'
import { parseColumnType } from '#sources/column-type.ts'
import { type ContractColumn, plainColumn } from '#sources/contract.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** The words of a column that are not plain, and its type in the words of contracts. */
export type ColumnCase = Partial<Omit<ContractColumn, 'type'>> & { readonly type: string }

/** A column of a contract with the words of a case. */
export function columnOf({ type, ...words }: ColumnCase): ContractColumn {
    const parsed = parseColumnType(type)
    if (parsed === null) throw new Error(`no type: ${type}`)
    return { ...plainColumn, name: 'it', description: '', ...words, type: parsed }
}

/**
 * What an import makes of texts in a column: each one's value as text, null where absent, or what
 * is wrong with it as `!date`.
 */
export async function readTexts(
    warehouse: Warehouse,
    column: ColumnCase,
    texts: readonly string[],
): Promise<readonly (string | null)[]> {
    const names = { raw: 'r', text: 't', plain: 'p', value: 'v' }
    const sql = acceptText(columnOf(column), names)
    const raws = texts.map((_, index) => `(${index}, cast($${index + 1} as varchar))`)
    const rows = await warehouse.rows(
        `select cast(v as varchar) as value, ${sql.isBad ?? 'false'} as is_bad, ` +
            `${sql.code} as code ` +
            `from (select *, ${sql.value} as v from (select *, ${sql.plain ?? 'null'} as p ` +
            `from (select n, ${sql.text} as t from (values ${raws.join(', ')}) raws(n, r)))) ` +
            'order by n',
        texts,
    )
    return rows.map(({ value, is_bad: isBad, code }) => {
        if (isBad === true) return `!${String(code).replace('sources.cell_', '')}`
        // A text that is good has no code, and one that is bad must have one.
        if (code !== null) throw new Error(`good, but ${String(code)}`)
        return typeof value === 'string' ? value : null
    })
}
