import { csvField } from '#domain/csv-field.ts'
import { type Failure, failure } from '#domain/result.ts'
import type { ContractTable } from '#sources/contract.ts'
import { createTextFile } from '../text-file.ts'
import { type BrokenReason, setAsideLine } from './broken-record.ts'
import { createFaultList } from './fault-list.ts'
import type { TextShape } from './shape-check.ts'

/** Writes the plain text of a table whose rows are no text by themselves. */
export type RowWriter = {
    /** Writes a header down to a line; the first row stands below it. */
    begin(lines: number): void
    /** A row on its line, one text a column of the table; lines never go back. */
    add(line: number, texts: readonly (string | null)[]): void
    /** A row that is refused before anybody looks at its values. */
    setAside(line: number, reasons: readonly BrokenReason[]): void
    /** What is wrong with the file as a whole: its rows are not looked into. */
    refuse(failures: readonly Failure[]): void
    /** Writes what has gathered to the disk. */
    flush(): Promise<void>
    end(): Promise<void>
    result(): TextShape
}

/** Begins the plain text of a table at a path; `name` is the file that failures name. */
export function createRowWriter(
    path: string,
    { table, name }: { readonly table: ContractTable; readonly name: string },
): RowWriter {
    const seen = { records: 0, broken: 0 }
    const broken = createFaultList()
    let failures: readonly Failure[] = []
    let isRefused = false
    let line = 1
    const file = createTextFile(path)
    const put = file.add
    const goTo = (target: number): void => {
        if (target > line) put('\n'.repeat(target - line))
        line = target + 1
    }
    return {
        begin: (lines) => {
            // Nobody reads it but as the one record above the rows: it takes all lines there.
            const blank = '\n'.repeat(lines - 1)
            put(`${table.columns.map((_, index) => `"${index === 0 ? blank : ''}c"`).join(',')}\n`)
            line = lines + 1
        },
        add: (at, texts) => {
            goTo(at)
            put(`${texts.map(csvText).join(',')}\n`)
            seen.records++
        },
        setAside: (at, reasons) => {
            goTo(at)
            put(setAsideLine(table, reasons))
            seen.broken++
            const place = { file: name, line: at }
            broken.add(reasons.map(({ code, params }) => failure(code, params, place)))
        },
        refuse: (found) => {
            failures = found
            isRefused = true
        },
        flush: file.flush,
        end: file.end,
        result: () => {
            const isBare = !isRefused && seen.records + seen.broken === 0 && !table.mayBeEmpty
            const bare = failure('sources.file_no_rows', { table: table.name }, { file: name })
            return {
                ...seen,
                failures: isBare ? [bare] : failures,
                brokenFailures: isRefused ? [] : broken.failures,
                readable: !isRefused,
                beginsBlank: false,
            }
        },
    }
}

/**
 * A line end within a value becomes CR, which no reader of ours takes for the end of a line: so the
 * lines of the text stay those of the rows.
 */
function csvText(text: string | null): string {
    if (text === null || !/[\n\0]/.test(text)) return csvField(text)
    return csvField(text.replaceAll(/\r?\n/g, '\r').replaceAll('\0', ''))
}
