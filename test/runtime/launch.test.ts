import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scratchFolder } from './scratch-folder.ts'

const root = join(import.meta.dirname, '../..')

type Packages = Readonly<Record<string, unknown>>

/** A checkout with the real launcher, a lock file of its own and this one's node_modules. */
async function checkout(packages: Packages): Promise<string> {
    const folder = join(await scratchFolder(), '仓库 clone')
    await mkdir(join(folder, 'src/cli'), { recursive: true })
    for (const name of ['launch.mjs', 'tong']) {
        await copyFile(join(root, name), join(folder, name))
    }
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    const lock = { name: 'x', version: '1.0.0', lockfileVersion: 3, packages }
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock))
    await writeFile(join(folder, 'package.json'), '{"name":"x","version":"1.0.0"}')
    return folder
}

async function script(folder: string, text: string): Promise<string> {
    const file = join(folder, 'src/cli/main.ts')
    await writeFile(file, text)
    return file
}

function launch(folder: string, words: readonly string[], environment = {}) {
    return spawnSync(process.execPath, [join(folder, 'launch.mjs'), ...words], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, LANG: 'C', ...environment },
    })
}

const tell = 'console.log(JSON.stringify([process.versions.node, process.argv.slice(2)]))\n'

describe('launch', () => {
    test('runs a script under the pinned Node, its words untouched', async () => {
        const folder = await checkout({})
        await script(folder, `const typed: string = ''\n${tell}`)
        const { stdout, status } = launch(folder, ['src/cli/main.ts', 'a b', '银行', '--x=*'])
        const [version, words] = JSON.parse(stdout)
        expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(24)
        expect(words).toEqual(['a b', '银行', '--x=*'])
        expect(status).toBe(0)
    })

    test('gives back the exit code', async () => {
        const folder = await checkout({})
        await script(folder, 'process.exit(5)\n')
        expect(launch(folder, ['src/cli/main.ts']).status).toBe(5)
    })

    test('passes a signal on and waits for what the script makes of it', async () => {
        const folder = await checkout({})
        const wait = "console.log('ready')\nsetTimeout(() => {}, 60_000)\n"
        await script(folder, `process.on('SIGTERM', () => process.exit(130))\n${wait}`)
        const child = spawn(process.execPath, [join(folder, 'launch.mjs'), 'src/cli/main.ts'])
        await once(child.stdout, 'data')
        child.kill('SIGTERM')
        expect(await once(child, 'exit')).toEqual([130, null])
    })

    test('says how it is used', async () => {
        const { stderr, status } = launch(await checkout({}), [])
        expect(stderr).toContain('Usage: node launch.mjs SCRIPT')
        expect(status).toBe(2)
    })

    test.each([
        ['en', 'registry cannot be reached'],
        ['zh_CN.UTF-8', '无法连接 npm 软件源'],
        ['zh_TW.UTF-8', '無法連線 npm 套件庫'],
    ])('without a network, in %s', async (LANG, sentence) => {
        const missing = { version: '1.0.0', resolved: 'http://127.0.0.1:1/x.tgz' }
        const folder = await checkout({
            '': { name: 'x', version: '1.0.0', dependencies: { 'is-not-here': '1.0.0' } },
            'node_modules/is-not-here': missing,
        })
        const cache = join(folder, 'cache')
        await mkdir(cache)
        await writeFile(
            join(folder, 'package.json'),
            '{"name":"x","version":"1.0.0","dependencies":{"is-not-here":"1.0.0"}}',
        )
        // Its own empty node_modules: npm clears what it finds there.
        await rm(join(folder, 'node_modules'))
        const environment = {
            LANG,
            npm_config_cache: cache,
            npm_config_registry: 'http://127.0.0.1:1/',
            npm_config_fetch_retries: '0',
        }
        const { stderr, status } = launch(folder, ['src/cli/main.ts'], environment)
        expect(stderr).toContain(sentence)
        expect(status).toBe(4)
    })
})

describe('./tong', () => {
    test('runs from anywhere, through links', async () => {
        const folder = await checkout({})
        await script(folder, tell)
        const bin = join(folder, '..', 'bin')
        await mkdir(bin)
        await symlink('../仓库 clone/tong', join(bin, 'tong'))
        await symlink('tong', join(bin, '砼'))
        const { stdout } = spawnSync('sh', [join(bin, '砼'), 'list', 'near'], {
            encoding: 'utf8',
            cwd: '/',
        })
        expect(JSON.parse(stdout)[1]).toEqual(['list', 'near'])
    })

    test('without Node it says what to install', async () => {
        const { stderr, status } = spawnSync('/bin/sh', [join(root, 'tong')], {
            encoding: 'utf8',
            env: { PATH: await pathWithoutNode(), LANG: 'zh_CN.UTF-8' },
        })
        expect(stderr).toContain('找不到 Node')
        expect(status).toBe(4)
    })
})

/** A folder with what the launcher needs of the system, and no Node. */
async function pathWithoutNode(): Promise<string> {
    const folder = await scratchFolder()
    for (const name of ['dirname', 'readlink']) {
        const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout
        await symlink(found.trim(), join(folder, name))
    }
    return folder
}

test('the lock file is whole: every package of every platform has its hash', async () => {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
    const packages = lock.packages as Record<string, PackageEntry>
    const faults = Object.entries(packages).flatMap(([path, entry]) => [
        ...(path !== '' && !entry.integrity ? [`${path} has no hash`] : []),
        ...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
            .filter((name) => !isLocked(packages, { path, name }))
            .map((name) => `${path} needs ${name}`),
    ])
    expect(faults).toEqual([])
})

type PackageEntry = {
    readonly integrity?: string
    readonly dependencies?: Record<string, string>
    readonly optionalDependencies?: Record<string, string>
}

/** npm looks for a package beside the one that needs it, and then upwards. */
function isLocked(
    packages: Record<string, PackageEntry>,
    { path, name }: { readonly path: string; readonly name: string },
): boolean {
    for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
        if (packages[at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`]) return true
        if (at === '') return false
    }
}
