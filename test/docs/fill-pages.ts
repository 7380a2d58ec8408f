import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Block, blocksOf, isShown, shownIn } from './page-blocks.ts'
import {
    isRun,
    makeBank,
    makeWorld,
    removeWorld,
    runBlock,
    runIn,
    type World,
} from './page-world.ts'
import { root } from './pages.ts'

/**
 * Writes what the commands of pages print now into the pages: `node launch.mjs
 * test/docs/fill-pages.ts [--bank FOLDER] docs/cookbook.md …`, with a bank of the pages that was
 * made before, to save the time. A mark `head=8` behind a fence keeps eight lines.
 */
async function fillPages(paths: readonly string[], made: string | null): Promise<void> {
    const first = await makeWorld({ language: 'en', bank: null })
    const bank = made ?? (await makeBank(first))
    for (const path of paths) {
        const language = path.includes('zh-CN') ? 'zh-CN' : 'en'
        const world = await makeWorld({ language, bank })
        const file = join(root, path)
        const text = readFileSync(file, 'utf8')
        const lines = text.split('\n')
        // A block that has grown pushes those behind it: places are those of the lines so far.
        let moved = 0
        for (const block of blocksOf(text).filter(isRun)) {
            process.stdout.write(`${path}:${block.line}\n`)
            if (!isShown(block)) {
                await runBlock(world, block).catch((cause: unknown) =>
                    process.stdout.write(`${String(cause)}\n`),
                )
                continue
            }
            const filled = (await fillBlock(world, block)).trimEnd().split('\n')
            const old = block.text.trimEnd().split('\n').length
            lines.splice(block.line + moved, old, ...filled)
            moved += filled.length - old
        }
        writeFileSync(file, lines.join('\n'))
        await removeWorld(world)
    }
    await removeWorld(first)
}

async function fillBlock(world: World, block: Block): Promise<string> {
    const parts: string[] = []
    const most = Number(/head=(\d+)/.exec(block.mark)?.[1] ?? 1000)
    for (const { command } of shownIn(block)) {
        const { lines } = await runIn(world, command)
        const kept = lines.length > most + 1 ? [...lines.slice(0, most), '…'] : lines
        parts.push(`$ ${command}\n${kept.map((line) => line.trimEnd()).join('\n')}\n`)
    }
    return parts.join('')
}

if (import.meta.main) {
    const [flag, made, ...others] = process.argv.slice(2)
    if (flag === '--bank' && made !== undefined) await fillPages(others, made)
    else await fillPages(process.argv.slice(2), null)
}
