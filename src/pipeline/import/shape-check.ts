import { type Failure, failure } from '#domain/result.ts'
import { checkHeader } from '#sources/check-header.ts'
import type { ContractTable, FileFormat } from '#sources/contract.ts'
import {
    createRecordSplitter,
    type LocatedRecord,
    recordBytesMax,
    type SplitStop,
} from '#sources/record-splitter.ts'
import { splitRecord } from '#sources/split-record.ts'
import { brokenFailures, isWhole } from './broken-record.ts'
import { createFaultList } from './fault-list.ts'
import type { LinePlaces } from './line-places.ts'

/** What is known of the records of a text. */
export type TextShape = {
    /** Records below the header that have the shape of the table. */
    readonly records: number
    /** Records that have another, or that their reader refuses. */
    readonly broken: number
    /** What is wrong with those, the first of them; the rest is counted. */
    readonly brokenFailures: readonly Failure[]
    /** What is wrong with the file as a whole: any of these refuses it. */
    readonly failures: readonly Failure[]
    /** Whether the columns are right, so that the records can be looked into. */
    readonly readable: boolean
    /** Whether blank lines stand above the first record: the engine would take one for it. */
    readonly beginsBlank: boolean
    /** Whether a CR alone is the last line: the engine would stop there. Left out: it is not. */
    readonly endsBare?: boolean
    /** Whether each line is a whole record: lines can be counted alone. Left out: not known. */
    readonly isLineByLine?: boolean
    /** Whether lines were counted for records: it counts once the engine has read as many. */
    readonly isCounted?: boolean
    /** Where some of the lines begin that were counted. */
    readonly places?: LinePlaces
}

const lineFeed = 10
const carriageReturn = 13

/** The table that a text is to hold. */
export type ShapedText = {
    readonly table: ContractTable
    readonly format: Pick<FileFormat, 'delimiter' | 'quote'>
    /** Name of the file, for failures. */
    readonly name: string
    readonly hasHeader: boolean
}

/** Gathers what is wrong with header and records while the plain text goes by. */
export type ShapeCheck = {
    /** False where nothing behind these bytes can be split. */
    push(text: Uint8Array): boolean
    /** The line that the next byte will stand on. */
    line(): number
    /** What is wrong with the columns, where something else than the text tells what they are. */
    refuse(found: readonly Failure[]): void
    /** Ends the check with the one fault that leaves nothing else to say. */
    stop(found: Failure): void
    isStopped(): boolean
    end(): void
    result(): TextShape
}

/** Begins to check the shape of a text. */
export function createShapeCheck(text: ShapedText): ShapeCheck {
    const { table, format, name } = text
    const columns = table.columns.length
    const seen = { records: 0, broken: 0, firstLine: 0 }
    const faults = createFaultList()
    const broken = createFaultList()
    let isOver = false
    const ending = createEnding()
    let newline: 'lf' | 'crlf' | null = null
    let header: 'unread' | 'right' | 'wrong' = text.hasHeader ? 'unread' : 'right'
    const judgeColumns = (found: readonly Failure[]): void => {
        faults.add(found)
        header = found.length === 0 ? 'right' : 'wrong'
    }
    const onRecord = (record: LocatedRecord): void => {
        const { scan, line } = record
        const before = newline
        newline = scan.newline
        if (seen.firstLine === 0) seen.firstLine = line
        if (header === 'unread') {
            judgeColumns(headerFaults(record, text))
        } else if (header === 'right' && !isWhole(scan, table)) {
            seen.broken++
            broken.add(brokenFailures(record, text))
        } else if (header === 'right') {
            seen.records++
            // The line after which all are different is one fault, not one for each that follows.
            if (before === null || newline === before) return
            const params = { table: table.name, expected: before }
            faults.add([failure('sources.newline_mixed', params, { file: name, line })])
        }
    }
    const splitter = createRecordSplitter(format, {
        blankLines: columns === 1 ? 'records' : 'skipped',
        onRecord,
        runShape: () => (header === 'right' && newline !== null ? { columns, newline } : null),
        onRun: ({ records }) => {
            seen.records += records
        },
    })
    const stop = (found: Failure): void => {
        faults.replace([found])
        broken.replace([])
        header = 'wrong'
        isOver = true
    }
    const stops = (at: SplitStop | null): boolean => {
        if (at !== null) stop(stopFailure(at, text))
        return at !== null
    }
    return {
        push: (bytes) => !stops(splitter.push(ending.add(bytes))),
        line: splitter.line,
        refuse: judgeColumns,
        stop,
        isStopped: () => isOver,
        end: () => {
            if (stops(splitter.end())) return
            if (faults.failures.length === 0) faults.add(emptyFaults(text, { header, seen }))
        },
        result: () => ({
            ...{ records: seen.records, broken: seen.broken },
            ...{ failures: faults.failures, brokenFailures: broken.failures },
            readable: header === 'right',
            beginsBlank: seen.firstLine > 1,
            endsBare: ending.isBare(),
            isLineByLine: seen.broken === 0 && splitter.line() - 1 === recordsOf(seen, text),
        }),
    }
}

/** The last bytes of a text that arrives in pieces. */
function createEnding() {
    let last: readonly number[] = []
    return {
        /** Returns the bytes as they are. */
        add: (bytes: Uint8Array): Uint8Array => {
            if (bytes.length > 0) last = [...last, ...bytes.subarray(-2)].slice(-2)
            return bytes
        },
        isBare: (): boolean => last[0] === lineFeed && last[1] === carriageReturn,
    }
}

/** All whole records that a text has, its header included. */
function recordsOf({ records }: { readonly records: number }, { hasHeader }: ShapedText): number {
    return records + (hasHeader ? 1 : 0)
}

function emptyFaults(
    { table, name }: ShapedText,
    { header, seen }: { header: string; seen: { records: number; broken: number } },
): readonly Failure[] {
    const at = { file: name }
    if (header === 'unread') return [failure('sources.file_empty', { table: table.name }, at)]
    const bare = header === 'right' && seen.records + seen.broken === 0
    if (!bare || table.mayBeEmpty) return []
    return [failure('sources.file_no_rows', { table: table.name }, at)]
}

function stopFailure({ line, isQuoted }: SplitStop, { table, name }: ShapedText): Failure {
    const at = { file: name, line }
    if (isQuoted) return failure('sources.quote_open', { table: table.name }, at)
    const megabytes = recordBytesMax / 2 ** 20
    return failure('sources.record_huge', { table: table.name, megabytes }, at)
}

function headerFaults(record: LocatedRecord, about: ShapedText): readonly Failure[] {
    const { table, format, name } = about
    const { bytes, begin, scan, line } = record
    const text = new TextDecoder().decode(bytes.subarray(begin, scan.end)).replace(/\r?\n$/, '')
    const names = splitRecord(text, format)
    const at = { file: name, line }
    const isOdd = names.length === 1 || scan.fault === 'quote_text'
    const found = isOdd ? otherDelimiter(text, about) : null
    if (found !== null) {
        const agreed = { expected: spoken(format.delimiter), found: spoken(found) }
        return [failure('sources.delimiter_wrong', { table: table.name, ...agreed }, at)]
    }
    return scan.fault === null
        ? checkHeader(table, { names, at })
        : brokenFailures(record, { table, name })
}

/** A delimiter that makes columns of the table of a header that the agreed one leaves whole. */
function otherDelimiter(
    line: string,
    { table, format }: Pick<ShapedText, 'table' | 'format'>,
): string | null {
    const known = table.columns.flatMap(({ name, aliases }) => [name, ...aliases])
    const delimiters = [',', '\t', ';', '|', '^', '~']
    const isIt = (delimiter: string): boolean => {
        const names = splitRecord(line, { delimiter, quote: format.quote })
        return names.length > 1 && names.filter((name) => known.includes(name)).length > 1
    }
    return delimiters.find((one) => one !== format.delimiter && isIt(one)) ?? null
}

/** A tab cannot be seen, and so has a name. */
function spoken(delimiter: string): string {
    return delimiter === '\t' ? 'tab' : delimiter
}
