import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Language } from '#domain/say.ts'
import { readPostmaster } from '#runtime/postmaster-file.ts'
import { type Block, differenceOf, isShown, shownIn } from './page-blocks.ts'
import { root } from './pages.ts'

/** The bank that pages try their commands on, as the reader is told to make it. */
export const pageBank = {
    folder: 'small-bank',
    setUp:
        'export TONG_DATA=small-bank\n./tong start --customers 1000\n' +
        "./tong run --as-of 2025-12 --select 'features.*' 'scores.*'\n",
} as const

/** A folder in which the commands of a page work as they stand there. */
export type World = {
    readonly folder: string
    readonly language: Language
    /** What the page has exported so far. */
    readonly variables: Map<string, string>
}

/** What came of a command line. */
export type Printed = {
    readonly status: number | null
    readonly lines: readonly string[]
    /** All that was told beside it, progress too, for whoever has to mend it. */
    readonly told: string
}

/** Makes a folder with `./tong`, the documents, and the bank of the pages where it has one. */
export async function makeWorld({
    language,
    bank,
}: {
    readonly language: Language
    readonly bank: string | null
}): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'tong-pages-'))
    await chmod(folder, 0o711)
    const main = join(root, 'src/cli/main.ts')
    const launcher = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`
    await writeFile(join(folder, 'tong'), launcher, { mode: 0o755 })
    for (const name of ['docs', 'policies']) await symlink(join(root, name), join(folder, name))
    // With owners: root's private server runs as another user.
    if (bank !== null) await promisify(execFile)('cp', ['-a', bank, join(folder, pageBank.folder)])
    return { folder, language, variables: new Map() }
}

/** Removes a world, and a server that a command which failed has left. */
export async function removeWorld({ folder }: World): Promise<void> {
    const server = await readPostmaster(join(folder, pageBank.folder, 'store/postgres'))
    if (server !== null) await rm(server.socketFolder, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Makes the bank of the pages in a world, by the commands that the pages show. */
export async function makeBank(world: World): Promise<string> {
    const { status, told } = await runIn(world, pageBank.setUp)
    if (status !== 0) throw new Error(`the bank of the pages failed:\n${told}`)
    return join(world.folder, pageBank.folder)
}

/** Settings of whoever runs the tests must not reach the pages. */
const foreign = /^(TONG_|DATABASE_URL$|LC_|LANG$|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$)/

const environment: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    LANG: 'C.UTF-8',
    // A third of a short command's time goes into reading its own source: once is enough.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/tong-tests'),
}

/** Runs a script in a world; progress is left out, faults and warnings are not. */
export async function runIn(world: World, script: string): Promise<Printed> {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: world.folder,
        env: {
            ...environment,
            ...Object.fromEntries(world.variables),
            TONG_LANG: world.language,
            NO_COLOR: '1',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, told]: [string[], string[]] = [[], []]
    child.stdout.setEncoding('utf8').on('data', (part: string) => out.push(part))
    child.stderr.setEncoding('utf8').on('data', (part: string) => told.push(part))
    const status = await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject)
        child.on('close', resolve)
    })
    const faults = told
        .join('')
        .split('\n')
        .filter((line) => /^[✗⚠]/u.test(line))
    const text = `${out.join('')}${faults.join('\n')}`
        .replaceAll(world.folder, '…')
        .replaceAll(new RegExp(`\\b${userInfo().username}\\b`, 'g'), 'you')
    return { status, lines: text.trimEnd().split('\n'), told: told.join('') }
}

/** Whether a block is run: shell, shown commands, files that commands read. */
export function isRun(block: Block): boolean {
    if (block.mark.startsWith('no-run:')) return false
    return block.kind === 'sh' || isShown(block) || block.mark.startsWith('file:')
}

/** Runs a block of a page. Throws where it fails, or prints other than the page shows. */
export async function runBlock(world: World, block: Block): Promise<void> {
    if (block.mark.startsWith('file:')) {
        await writeFile(join(world.folder, block.mark.replace('file:', '').trim()), block.text)
        return
    }
    if (!isShown(block)) {
        for (const [, name = '', value = ''] of block.text.matchAll(/^export (\w+)=(\S+)$/gm)) {
            world.variables.set(name, value)
        }
        // The bank of the pages is made once for all of them, and lies there already.
        if (block.text === pageBank.setUp) return
        const { status, told } = await runIn(world, block.text)
        if (status !== 0) throw new Error(`exit code ${status}:\n${told}`)
        return
    }
    for (const { command, lines } of shownIn(block)) {
        const printed = await runIn(world, command)
        const difference = differenceOf(lines, printed.lines)
        if (difference === null) continue
        const { shown } = difference
        throw new Error(
            `$ ${command}\nthe page shows:    ${shown}\nit printed: ${difference.printed}\n` +
                'node launch.mjs test/docs/fill-pages.ts PAGE writes what is printed now.',
        )
    }
}
