import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { askedLanguage } from '#runtime/asked-language.ts'
import { readConfig } from '#runtime/config.ts'
import { scratchFolder } from './scratch-folder.ts'

const bank = 'base_currency: CNY\nladders: [wealth]\nfirst_close: 2025-01\n'

async function folderWith(text: string): Promise<string> {
    const data = join(await scratchFolder(), 'bank')
    await mkdir(data)
    await writeFile(join(data, 'tong.yaml'), text)
    return data
}

function failuresOf(work: () => unknown): unknown {
    try {
        work()
    } catch (cause) {
        if (cause instanceof Refusal) return cause.failures
        throw cause
    }
    return []
}

describe('a flag beats the environment, which beats tong.yaml, which beats the default', () => {
    test('threads', async () => {
        const data = await folderWith(`${bank}threads: 3\n`)
        const environment = { TONG_THREADS: '5' }
        expect(readConfig({ data, threads: '7' }, environment).threads).toBe(7)
        expect(readConfig({ data }, environment).threads).toBe(5)
        expect(readConfig({ data }, {}).threads).toBe(3)
        expect(readConfig({ data: join(data, 'none') }, {}).threads).toBeGreaterThan(0)
    })

    test('data folder', () => {
        expect(readConfig({ data: '/a' }, { TONG_DATA: '/b' }).dataFolder).toBe('/a')
        expect(readConfig({}, { TONG_DATA: '/b' }).dataFolder).toBe('/b')
        expect(readConfig({}, {}).dataFolder).toBe(join(process.cwd(), '.tong'))
    })

    test('language', async () => {
        const data = await folderWith(`${bank}language: zh-TW\n`)
        const spoken = { LANG: 'zh_CN.UTF-8' }
        expect(readConfig({ data, language: 'en' }, { TONG_LANG: 'zh-CN' }).language).toBe('en')
        expect(readConfig({ data }, { ...spoken, TONG_LANG: 'en_GB' }).language).toBe('en')
        expect(readConfig({ data }, spoken).language).toBe('zh-TW')
        expect(readConfig({ data: '/nowhere' }, spoken).language).toBe('zh-CN')
        expect(readConfig({ data: '/nowhere' }, { LC_ALL: 'C' }).language).toBe('en')
    })

    test('the store of the bank', async () => {
        const data = await folderWith(`${bank}database_url: postgres://file/tong\n`)
        const url = 'postgres://environment/tong'
        expect(readConfig({ data }, { DATABASE_URL: url }).databaseUrl).toBe(url)
        expect(readConfig({ data }, {}).databaseUrl).toBe('postgres://file/tong')
        expect(readConfig({ data: '/nowhere' }, {}).databaseUrl).toBeNull()
    })
})

test('the databases of source systems, each by its own name', async () => {
    const files = 'source_databases: { core: postgres://file/core, loans: postgres://file/loans }\n'
    const data = await folderWith(`${bank}${files}`)
    const environment = { TONG_SOURCE_DATABASE_CORE: 'postgres://environment/core' }
    expect(readConfig({ data }, environment).sourceDatabases).toEqual({
        core: 'postgres://environment/core',
        loans: 'postgres://file/loans',
    })
    expect(readConfig({ data: '/nowhere' }, {}).sourceDatabases).toEqual({})
})

test('half of the memory, at most 6 GB', () => {
    const { memoryLimitGb } = readConfig({ data: '/nowhere' }, {})
    expect(memoryLimitGb).toBeGreaterThanOrEqual(1)
    expect(memoryLimitGb).toBeLessThanOrEqual(6)
})

test('every wrong setting is named with where it came from; an address is not shown', () => {
    const environment = { TONG_THREADS: 'many', DATABASE_URL: 'mysql://me:secret@host/x' }
    const failures = failuresOf(() => readConfig({ data: '/x', language: 'fr' }, environment))
    expect(failures).toEqual([
        expect.objectContaining({
            params: { setting: 'language', from: '--language', value: 'fr' },
        }),
        expect.objectContaining({
            params: { setting: 'databaseUrl', from: 'DATABASE_URL', value: '' },
        }),
        expect.objectContaining({
            code: 'runtime.setting_wrong',
            params: { setting: 'threads', from: 'TONG_THREADS', value: 'many' },
        }),
    ])
})

test('a tong.yaml with several faults: all are told, with their lines', async () => {
    const text = 'base_currency: yuan\nladders: []\nfirst_close: 2025-13\nthraeds: 4\n'
    const data = await folderWith(text)
    const failures = failuresOf(() => readConfig({ data }, {})) as { at: { line: number } }[]
    expect(failures.map(({ at }) => at.line)).toEqual(expect.arrayContaining([1, 2, 3]))
    expect(failures.length).toBe(4)
})

test('the language to complain in needs no valid configuration', () => {
    expect(askedLanguage('zh-TW', { TONG_LANG: 'en' })).toBe('zh-TW')
    expect(askedLanguage(undefined, { TONG_LANG: 'klingon' })).toBe('en')
    expect(askedLanguage(undefined, { LANG: 'zh_HK.UTF-8' })).toBe('zh-TW')
})
