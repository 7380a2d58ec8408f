import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#domain/result.ts'
import type { BankSettings } from '#runtime/bank-file.ts'
import { openDataFolder, readBankFile } from '#runtime/data-folder.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { scratchFolder } from './scratch-folder.ts'

const bank: BankSettings = {
    baseCurrency: 'CZK',
    ladders: ['wealth-czk'],
    firstClose: 199310,
    demo: false,
}

function codesOf(work: () => unknown): readonly string[] {
    try {
        work()
    } catch (cause) {
        if (cause instanceof Refusal) return cause.failures.map(({ code }) => code)
        throw cause
    }
    return []
}

describe('a new folder', () => {
    test('gives back the bank it was made for', async () => {
        const path = join(await scratchFolder(), 'deep', '数据')
        openDataFolder(path, bank)
        expect(readBankFile(path)?.bank).toEqual(bank)
    })

    test('keeps the bank that is there', async () => {
        const path = join(await scratchFolder(), 'bank')
        openDataFolder(path, bank)
        openDataFolder(path, { ...bank, baseCurrency: 'CNY' })
        expect(readBankFile(path)?.bank.baseCurrency).toBe('CZK')
    })

    test('shows nobody else what is in it', async () => {
        const { path, batches, scratch } = openDataFolder(join(await scratchFolder(), 'b'), bank)
        for (const part of [batches, scratch]) expect((await stat(part)).mode & 0o777).toBe(0o700)
        expect((await stat(path)).mode & 0o066).toBe(0)
    })
})

describe('a folder that will not do', () => {
    test('that is not there', async () => {
        const path = join(await scratchFolder(), 'none')
        expect(codesOf(() => openDataFolder(path, null))).toEqual(['runtime.no_data_folder'])
        expect(existsSync(path)).toBe(false)
    })

    test('that holds something else', async () => {
        const path = await scratchFolder()
        await writeFile(join(path, 'thesis.doc'), '')
        expect(codesOf(() => openDataFolder(path, bank))).toEqual(['runtime.not_a_data_folder'])
        expect(await readdir(path)).toEqual(['thesis.doc'])
    })

    test('that is a file, or lies below one', async () => {
        const file = join(await scratchFolder(), 'file')
        await writeFile(file, '')
        const below = join(file, 'bank')
        for (const path of [file, below]) {
            expect(codesOf(() => openDataFolder(path, bank))).toEqual(['runtime.not_a_folder'])
        }
    })

    test.each([
        ['ENOSPC', 'runtime.disk_full'],
        ['EDQUOT', 'runtime.disk_full'],
        ['EROFS', 'runtime.folder_read_only'],
        ['EACCES', 'runtime.folder_not_writable'],
        ['EPERM', 'runtime.folder_not_writable'],
    ])('where the system says %s', (code, failure) => {
        const cause = Object.assign(new Error(code), { code })
        expect(fileTrouble(cause, '/x')).toEqual({ code: failure, params: { path: '/x' } })
    })

    test('an error that no person can put right is none of these', () => {
        expect(fileTrouble(new Error('bug'), '/x')).toBeNull()
    })
})

test('what killed processes left in tmp is swept, what living ones use is not', async () => {
    const path = join(await scratchFolder(), 'bank')
    const { scratch } = openDataFolder(path, bank)
    const child = spawn('true')
    await once(child, 'exit')
    const dead = join(path, 'tmp', `${hostname()}-${child.pid}-abc`)
    const strange = join(path, 'tmp', 'other-machine-1-abc')
    for (const folder of [dead, strange]) await mkdir(folder)
    openDataFolder(path, null)
    expect([dead, strange, scratch].map((folder) => existsSync(folder))).toEqual([
        false,
        true,
        true,
    ])
})
