import { appendFile, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readText } from '#pipeline/import/text.ts'
import { peopleContract, peopleText } from './people.ts'

let folder: string
beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-changed-'))
})
afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
})

async function read(path: string, onBytes: () => void) {
    const { tables } = peopleContract('{ format: delimited }')
    const [table] = tables
    if (table?.read.format !== 'delimited') throw new Error('people are a delimited file')
    const file = { table, name: 'people.csv', path, bytes: 0 }
    const target = join(folder, 'copy')
    const { signal } = new AbortController()
    return await readText({ file, format: table.read, hasHeader: true, target, signal, onBytes })
}

it('is refused when it changes while it is read', async () => {
    const path = join(folder, 'while.csv')
    await writeFile(path, peopleText)
    const { writeFileSync } = await import('node:fs')
    const text = await read(path, () => writeFileSync(path, peopleText.replace('1234.5', '1234.6')))
    expect(text.failures.map(({ code }) => code)).toEqual(['sources.file_changed'])
    expect(text.readable).toBe(false)
})

it('says later whether it changed since', async () => {
    const path = join(folder, 'since.csv')
    await writeFile(path, peopleText)
    const text = await read(path, () => {})
    expect(text).toMatchObject({ failures: [], copy: path })
    expect(await text.changed()).toBe(null)
    await appendFile(path, '4,x,,,,\n')
    expect(await text.changed()).toMatchObject({ code: 'sources.file_changed' })
})

it('is noticed also where size and time of writing are put back', async () => {
    const path = join(folder, 'back.csv')
    await writeFile(path, peopleText)
    const { atime, mtime } = await stat(path)
    const text = await read(path, () => {})
    await writeFile(path, peopleText.replace('1234.5', '1234.6'))
    await utimes(path, atime, mtime)
    expect(await text.changed()).toMatchObject({ code: 'sources.file_changed' })
})
