import type { ContractColumn, ContractTable } from './contract.ts'
import type { AskedCheck, QualityQuery } from './quality-sql.ts'
import { quoted } from './sql-text.ts'

/** A table of some system with SQL of its rows. */
export type TableRows = { readonly table: ContractTable; readonly relation: string }

/**
 * One statement that compares rows with the records of another system whose key they tell in
 * `column`: whether that record is there (`stranger`), and in how many personal fields that both
 * systems have the two differ (`other_system`). Null where the other's key is more than a number.
 */
export function betweenQuery(
    rows: TableRows,
    { column, other }: { readonly column: ContractColumn; readonly other: TableRows },
): QualityQuery | null {
    const [key, ...more] = other.table.key
    if (key === undefined || more.length > 0) return null
    const told = `told.${quoted(column.name)}`
    const isThere = `known.${quoted(key)} is not null`
    const asked: AskedCheck[] = [{ field: column.name, check: 'stranger' }]
    const sums = [
        `count(*) filter (where ${told} is not null and not (${isThere})) as f0, ` +
            `count(${told}) as c0`,
    ]
    for (const [own, theirs] of sharedFields(rows.table, other.table)) {
        const [left, right] = [comparable(own, 'told'), comparable(theirs, 'known')]
        const both = `${isThere} and ${left} is not null and ${right} is not null`
        const place = asked.length
        asked.push({ field: own.name, check: 'other_system' })
        sums.push(
            `count(*) filter (where ${both} and ${left} <> ${right}) as f${place}, ` +
                `count(*) filter (where ${both}) as c${place}`,
        )
    }
    const sql =
        `select ${sums.join(', ')} from ${rows.relation} told ` +
        `left join ${other.relation} known ` +
        `on cast(known.${quoted(key)} as varchar) = cast(${told} as varchar)`
    return { sql, asked }
}

type Pair = readonly [ContractColumn, ContractColumn]

/** Fields that tell who someone is; codes of other fields may mean the same and differ. */
function sharedFields(own: ContractTable, other: ContractTable): readonly Pair[] {
    if (own.record === null) return []
    return own.columns.flatMap((column): readonly Pair[] => {
        if (column.field === null || column.pii === null) return []
        const theirs = other.columns.find(({ field, pii }) => {
            return field === column.field && pii === column.pii
        })
        return theirs?.type.name === column.type.name ? [[column, theirs]] : []
    })
}

/**
 * A value as it may be compared: without blanks at its ends, phones as their last eleven digits,
 * and identity numbers of 18 digits as the 15 that they had before 1999.
 */
function comparable(column: ContractColumn, alias: string): string {
    const value = `${alias}.${quoted(column.name)}`
    if (column.type.name !== 'varchar') return value
    const text = `nullif(trim(${value}), '')`
    if (column.pii === 'phone') return `right(regexp_replace(${text}, '[^0-9]', '', 'g'), 11)`
    if (column.pii !== 'id_number') return text
    const isLong = `regexp_full_match(upper(${text}), '[0-9]{17}[0-9X]')`
    const short = `substr(${text}, 1, 6) || substr(${text}, 9, 9)`
    return `case when ${isLong} then ${short} else upper(${text}) end`
}
