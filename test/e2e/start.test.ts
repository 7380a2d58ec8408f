import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#domain/say.ts'
import { halfSnapshots, namesIn, newFolder, removeBank } from './small-bank.ts'
import { answerOf, tong } from './tong-process.ts'

// What a newcomer types first, and what lies there afterwards.

type Started = {
    readonly report: string
    readonly summary: { readonly provenance: { readonly runId: string } }
}

let data: string

beforeAll(async () => {
    data = join(await newFolder(), 'data')
})

afterAll(() => removeBank({ data }))

describe('tong start', () => {
    let first: string

    test('makes the sample bank, closes its year and says what to do next', async () => {
        const ended = await tong({ args: ['start', '--customers', '300'], data })
        expect(ended).toMatchObject({ exit: 0 })
        first = ended.stdout
        expect(first).toContain('Sample data')
        expect(first).toContain('Customers and assets')
        expect(first).toContain(join(data, 'report.html'))
        expect(await halfSnapshots(data)).toEqual([])
    })

    test('a second start shows the same and builds nothing', async () => {
        const snapshots = await namesIn(data, 'snapshots')
        const runs = await namesIn(data, 'runs')
        const again = await tong({ args: ['start'], data })
        expect(again).toMatchObject({ exit: 0, stdout: first, stderr: '' })
        expect(await namesIn(data, 'snapshots')).toEqual(snapshots)
        expect(await namesIn(data, 'runs')).toEqual(runs)
    })

    test('its commands can be copied as they stand, in a path with spaces too', async () => {
        const commands = [...first.matchAll(/^ {2}\.\/tong (.+?)(?: {2}|$)/gm)].map(
            ([, one]) => one,
        )
        expect(commands).toHaveLength(3)
        for (const command of commands) expect(command).toContain(`--data '${data}'`)
        const [explain = ''] = commands.filter((one) => one?.startsWith('explain'))
        const party = explain.split(' ')[1] ?? ''
        expect(await tong({ args: ['explain', party], data })).toMatchObject({ exit: 0 })
    })

    test('the report comes in three languages and asks nobody for anything', async () => {
        const page = await readFile(join(data, 'report.html'), 'utf8')
        expect(page).toMatch(/^<!doctype html>/i)
        for (const language of languages) expect(page).toContain(`lang="${language}"`)
        expect(page).toContain('default-src &#39;none&#39;')
        const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)|@import/g)]
        const outside = addresses.map(([whole]) => whole).filter((one) => !/"(?:#|data:)/.test(one))
        expect(outside).toEqual([])
        expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/)
    })

    test('a report that was thrown away comes back', async () => {
        await rm(join(data, 'report.html'))
        const { report } = await answerOf<Started>({ args: ['start'], data })
        expect(report).toBe(join(data, 'report.html'))
        expect((await readFile(report)).length).toBeGreaterThan(10_000)
    })
})
