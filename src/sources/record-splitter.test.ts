import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecordSplitter } from './record-splitter.ts'
import { splitRecord } from './split-record.ts'

const format = { delimiter: ';', quote: '"' } as const
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

type Split = { readonly records: readonly (readonly [number, ...unknown[]])[]; open: number | null }

/** Line, columns and fault of each record, when the text arrives in pieces of a size. */
function split(text: string, pieceBytes = 1000): Split {
    const records: [number, ...unknown[]][] = []
    const splitter = createRecordSplitter(format, {
        blankLines: 'skipped',
        onRecord: ({ line, scan }) => {
            records.push([line, scan.columns, scan.fault ?? scan.newline])
        },
    })
    const bytes = bytesOf(text)
    let open: { readonly line: number } | null = null
    for (let at = 0; at < bytes.length && open === null; at += pieceBytes) {
        open = splitter.push(bytes.subarray(at, at + pieceBytes))
    }
    open ??= splitter.end()
    return { records, open: open?.line ?? null }
}

const byNumber = (left: number, right: number): number => left - right

/** Lines of records with two columns that end with LF: those told of in runs, and the others. */
function splitInRuns(text: string, pieceBytes: number) {
    const inRuns: number[] = []
    const alone: number[] = []
    const splitter = createRecordSplitter(format, {
        blankLines: 'skipped',
        onRecord: ({ line, scan }) => {
            if (scan.fault === null && scan.columns === 2 && scan.newline === 'lf') alone.push(line)
        },
        runShape: () => ({ columns: 2, newline: 'lf' }),
        onRun: ({ line, records }) => {
            for (let index = 0; index < records; index++) inRuns.push(line + index)
        },
    })
    const bytes = bytesOf(text)
    for (let at = 0; at < bytes.length; at += pieceBytes) {
        if (splitter.push(bytes.subarray(at, at + pieceBytes)) !== null) break
    }
    splitter.end()
    return { inRuns, alone }
}

describe('createRecordSplitter', () => {
    it.each([
        [
            'plain lines',
            'a;b\nc;d\n',
            [
                [1, 2, 'lf'],
                [2, 2, 'lf'],
            ],
        ],
        [
            'CR LF and no last line end',
            'a;b\r\nc;d',
            [
                [1, 2, 'crlf'],
                [2, 2, 'crlf'],
            ],
        ],
        [
            'quoted delimiters and line ends',
            '"a;\n""b";c\nd;e\n',
            [
                [1, 2, 'lf'],
                [3, 2, 'lf'],
            ],
        ],
        [
            'blank lines',
            'a;b\n\n\nc;d\n',
            [
                [1, 2, 'lf'],
                [4, 2, 'lf'],
            ],
        ],
        [
            'empty values',
            ';;\n"";\n',
            [
                [1, 3, 'lf'],
                [2, 2, 'lf'],
            ],
        ],
        ['a quote inside an unquoted value', 'a"b;c\n', [[1, 2, 'lf']]],
        [
            'text behind a quote',
            '"a"b;c\nd;e\n',
            [
                [1, 2, 'quote_text'],
                [2, 2, 'lf'],
            ],
        ],
        ['a space before a quote', ' "a;b";c\n', [[1, 3, 'quote_text']]],
        ['a lone CR', 'a\rb;c\n', [[1, 2, 'newline_bare']]],
    ])('reads %s', (_name, text, expected) => {
        expect(split(text)).toEqual({ records: expected, open: null })
    })

    it('names the line from which a quote stays open', () => {
        expect(split('a;b\n"c;d\ne;f\n')).toEqual({ records: [[1, 2, 'lf']], open: 2 })
    })

    it('does not depend on where the pieces end', () => {
        const value = fc.stringMatching(/^[a;"\r\n 张]{0,6}$/)
        fc.assert(
            fc.property(fc.array(value, { maxLength: 8 }), fc.nat(5), (parts, size) => {
                const text = parts.join('\n')
                expect(split(text, size + 1)).toEqual(split(text))
            }),
        )
    })

    it('tells of the same records in runs as one by one', () => {
        const value = fc.constantFrom(
            '',
            'a',
            ' b',
            '"c;d"',
            '"e""f"',
            '"g\nh"',
            '"i"j',
            'k\rl',
            '张',
        )
        const record = fc
            .array(value, { minLength: 1, maxLength: 4 })
            .map((cells) => cells.join(';'))
        const end = fc.constantFrom('\n', '\r\n', '\n\n')
        const lines = fc.array(fc.tuple(record, end).map((parts) => parts.join('')))
        fc.assert(
            fc.property(lines, fc.integer({ min: 1, max: 40 }), (texts, size) => {
                const text = texts.join('')
                const whole = split(text).records.filter((one) => one[1] === 2 && one[2] === 'lf')
                const { inRuns, alone } = splitInRuns(text, size)
                expect([...inRuns, ...alone].sort(byNumber)).toEqual(whole.map(([line]) => line))
            }),
        )
    })

    it('goes over plain records in runs', () => {
        const { inRuns, alone } = splitInRuns('a;b\nc;d\n"e";"f;g"\nh\ni;j\n', 100)
        expect(inRuns).toEqual([1, 2, 3, 5])
        expect(alone).toEqual([])
    })

    it('reads back what was written with quotes', () => {
        const cell = fc.string({ maxLength: 6 }).map((text) => text.replaceAll('\r', ''))
        fc.assert(
            fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
                const text = cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(';')
                expect(splitRecord(text, format)).toEqual(cells)
                expect(split(`${text}\n`).records).toEqual([[1, cells.length, 'lf']])
            }),
        )
    })
})
