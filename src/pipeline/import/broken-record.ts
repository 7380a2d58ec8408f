import type { Failure } from '#domain/result.ts'
import { failure } from '#domain/result.ts'
import type { ContractTable } from '#sources/contract.ts'
import type { LocatedRecord } from '#sources/record-splitter.ts'

/** Why a record, or one of its cells, was set aside before its values were looked at. */
export type BrokenReason = {
    /** Null where the record as a whole is at fault. */
    readonly column: string | null
    /** What stands there, as a message may show it. */
    readonly value: string | null
    readonly code: Failure['code']
    readonly params: Failure['params']
}

/**
 * A row that its reader refuses stands in the copy as one value that says why, behind a letter
 * (SUBSTITUTE, once the mark of what could not be transmitted) that no row begins with.
 */
const setAsideMark = 0x1a

/** The line of a copy that stands for a row that its reader refuses; at least one reason. */
export function setAsideLine(table: ContractTable, reasons: readonly BrokenReason[]): string {
    const text = `\u001a${JSON.stringify(reasons)}`.replaceAll('"', '""')
    // Whatever the table, its width must not be that of a whole record.
    return `"${text}"${table.columns.length === 1 ? ',' : ''}\n`
}

/** Whether a record has the shape that its table asks for. */
export function isWhole(scan: LocatedRecord['scan'], table: ContractTable): boolean {
    return scan.fault === null && scan.columns === table.columns.length
}

/** What is wrong with a record that is not whole; at least one reason. */
export function brokenReasons(
    { bytes, begin, scan }: LocatedRecord,
    table: ContractTable,
): readonly BrokenReason[] {
    if (table.read.format === 'xlsx' && bytes[begin + 1] === setAsideMark) {
        const text = new TextDecoder().decode(bytes.subarray(begin + 2, scan.end))
        const json = text.slice(0, text.lastIndexOf('"')).replaceAll('""', '"')
        return JSON.parse(json) as readonly BrokenReason[]
    }
    const whole = { column: null, value: null }
    const name = table.name
    if (scan.fault === 'quote_text') {
        return [{ ...whole, code: 'sources.quote_text', params: { table: name } }]
    }
    if (scan.fault === 'newline_bare') {
        return [{ ...whole, code: 'sources.newline_bare', params: { table: name } }]
    }
    const expected = table.columns.length
    const params = { table: name, expected, found: scan.columns }
    const isShort = scan.columns < expected
    return [{ ...whole, code: isShort ? 'sources.record_short' : 'sources.record_long', params }]
}

/** The same as failures with their place. */
export function brokenFailures(
    record: LocatedRecord,
    { table, name }: { readonly table: ContractTable; readonly name: string },
): readonly Failure[] {
    const at = { file: name, line: record.line }
    return brokenReasons(record, table).map(({ code, column, value, params }) => {
        const about = {
            ...(column === null ? {} : { column }),
            ...(value === null ? {} : { value }),
        }
        return failure(code, { ...params, ...about }, at)
    })
}
