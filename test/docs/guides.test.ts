import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import { blocksOf, differenceOf, isShown, shownIn } from './page-blocks.ts'
import {
    isRun,
    makeBank,
    makeWorld,
    pageBank,
    removeWorld,
    runBlock,
    runIn,
    type World,
} from './page-world.ts'
import { readPages } from './pages.ts'

// Every command of these pages runs, in order, and prints what the page shows. What only reads is
// asked once more in Chinese, and has to print what the Chinese page shows.

const pages = readPages()
/** How things work. The page on who is the same needs tables and no bank: it has its own test. */
const isConcept = (path: string): boolean =>
    /^docs\/concepts\/[a-z-]+\.md$/.test(path) && !path.endsWith('/identity.md')
const paths = [...pages.keys()].filter(
    (path) => isConcept(path) || /^docs\/(start|cookbook|guides\/[a-z-]+)\.md$/.test(path),
)
const reading =
    /^\.\/tong (cuts|explain|features|history|lifecycle|list|quality|scores|show|tables) /

let first: World
let bank = ''

beforeAll(async () => {
    first = await makeWorld({ language: 'en', bank: null })
    bank = await makeBank(first)
}, 600_000)
afterAll(() => removeWorld(first))

describe.each(paths)('%s', (path) => {
    const text = pages.get(path) ?? ''
    const blocks = blocksOf(text)
    const chinese = blocksOf(pages.get(path.replace('docs/', 'docs/zh-CN/')) ?? '')
    let world: World

    beforeAll(async () => {
        world = await makeWorld({ language: 'en', bank })
        // Pages on how things work say nothing of where the reader's bank lies.
        if (isConcept(path)) world.variables.set('TONG_DATA', pageBank.folder)
    })
    afterAll(() => removeWorld(world))

    it.each(blocks.map((block, index) => ({ ...block, index })).filter(isRun))(
        'line $line',
        async ({ index, ...block }) => {
            await runBlock(world, block)
            const other = chinese[index]
            if (other === undefined || !isShown(block)) return
            for (const { command, lines } of shownIn(other)) {
                // Reasons were given in English here.
                if (!reading.test(command) || /--lang|--editions/.test(command)) continue
                const printed = await runIn({ ...world, language: 'zh-CN' }, command)
                expect({ command, ...differenceOf(lines, printed.lines) }).toEqual({ command })
            }
        },
    )

    it('says why of each command that is not run', () => {
        const silent = blocks.filter(
            ({ kind, mark }) => /^no-run:?\s*$/.test(mark) && kind === 'sh',
        )
        expect(silent).toEqual([])
    })
})

describe('the SQL of the cookbook', () => {
    const blocks = blocksOf(pages.get('docs/cookbook.md') ?? '').filter(
        ({ kind }) => kind === 'sql',
    )

    it('is there', () => expect(blocks.length).toBeGreaterThan(1))

    it.each(blocks)('line $line gives rows', async ({ text }) => {
        const world = await makeWorld({ language: 'en', bank })
        world.variables.set('TONG_DATA', 'small-bank')
        const spillFolder = join(world.folder, 'spill')
        const warehouse = await openDuckdb({
            spillFolder,
            threads: 1,
            memoryLimitGb: 1,
        })
        try {
            let sql = text
            for (const [found, table = ''] of text.matchAll(/PATH of ([a-z_.]+)/g)) {
                const { lines } = await runIn(world, `./tong tables ${table} --path`)
                sql = sql.replace(found, (lines[0] ?? '').replace('…', world.folder))
            }
            expect(await warehouse.rows(sql)).not.toEqual([])
        } finally {
            warehouse.close()
            await removeWorld(world)
        }
    })
})
