import { afterEach, expect, test, vi } from 'vitest'
import { loadSay } from '#runtime/texts.ts'
import { WarehouseError } from '#warehouse/warehouse.ts'
import { tellTrouble } from './tell-trouble.ts'

afterEach(() => {
    vi.restoreAllMocks()
})

/** The exit code, and what a person reads. */
function told(cause: unknown): readonly [exit: number, text: string] {
    let text = ''
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
        text += String(chunk)
        return true
    })
    const say = loadSay('en')
    const telling = { say, isJson: false, isCancelled: false, dataFolder: '/bank' }
    return [tellTrouble(cause, telling), text]
}

function fileError(code: string, path?: string): Error {
    return Object.assign(new Error(`${code}: of the file system`), { code, ...(path && { path }) })
}

test('a full disk is no bug, whichever part of Tong finds it', () => {
    expect(told(fileError('ENOSPC'))).toEqual([
        4,
        expect.stringContaining('The disk is full: /bank could not be written.'),
    ])
    const cause = new Error('IO Error: Could not write file "x": No space left on device')
    expect(told(new WarehouseError('query', { sql: '', cause }))).toEqual([
        4,
        expect.stringContaining('The disk is full; DuckDB stopped'),
    ])
})

test('what may not be written is named', () => {
    expect(told(fileError('EACCES', '/bank/runs'))).toEqual([
        4,
        expect.stringContaining('You may not read and write /bank/runs.'),
    ])
})

test('everything else is a bug, with the lines that a report needs', () => {
    expect(told(new TypeError('x is not a function'))).toEqual([
        1,
        expect.stringMatching(/bug in Tong[\s\S]*TypeError: x is not a function\n {4}at /),
    ])
})
