import { type FileHandle, open } from 'node:fs/promises'
import { type Failure, failure } from '#domain/result.ts'
import type { ContractTable } from '#sources/contract.ts'
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

const flushLetters = 1 << 20

/** Begins the plain text of a table at a path; `name` is the file that failures name. */
export function createRowWriter(
    path: string,
    { table, name }: { readonly table: ContractTable; readonly name: string },
): RowWriter {
    const seen = { records: 0, broken: 0 }
    const broken = createFaultList()
    let failures: readonly Failure[] = []
    let isRefused = false
    let pieces: string[] = []
    let letters = 0
    let line = 1
    let file: FileHandle | null = null
    const put = (text: string): void => {
        pieces.push(text)
        letters += text.length
    }
    const goTo = (target: number): void => {
        if (target > line) put('\n'.repeat(target - line))
        line = target + 1
    }
    const write = async (): Promise<void> => {
        file ??= await open(path, 'w')
        if (pieces.length > 0) await file.writeFile(pieces.join(''))
        pieces = []
        letters = 0
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
        flush: async () => {
            if (letters > flushLetters) await write()
        },
        end: async () => {
            await write()
            await file?.close()
        },
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
 * A value of a CSV file. A line end within a value becomes CR, which no reader of ours takes for
 * the end of a line: so the lines of the text stay those of the rows.
 */
function csvText(text: string | null): string {
    if (text === null || text === '') return ''
    if (!/[",\r\n\0]|^ /.test(text)) return text
    const oneLine = text.replaceAll(/\r\n|\n/g, '\r').replaceAll('\0', '')
    return `"${oneLine.replaceAll('"', '""')}"`
}
