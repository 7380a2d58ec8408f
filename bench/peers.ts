import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Setting } from './bench.ts'
import { repository } from './repository.ts'

/** Pythons with the engines that we are compared with: DuckDB of our version, and the newest. */
export type Peers = { readonly same: string; readonly newest: string }

/**
 * Makes the environments of the peers in the cache folder, once. Throws where there is no Python
 * 3, or no package index at the first time.
 */
export function openPeers(setting: Pick<Setting, 'cacheFolder' | 'tell'>): Peers {
    const own = ownDuckdbVersion()
    return {
        same: openEnvironment(setting, [`duckdb==${own}`]),
        newest: openEnvironment(setting, ['duckdb', 'polars']),
    }
}

/** A Python with the engines of data frames that only the import is compared with. */
export function openFramePython(setting: Pick<Setting, 'cacheFolder' | 'tell'>): string {
    return openEnvironment(setting, ['pandas', 'pyarrow'])
}

/** Path of the Python that has these packages. */
function openEnvironment(
    { cacheFolder, tell }: Pick<Setting, 'cacheFolder' | 'tell'>,
    packages: readonly string[],
): string {
    const folder = join(cacheFolder, `python-${packages.join('-').replace('==', '-')}`)
    const python = join(folder, 'bin', 'python')
    const mark = join(folder, 'packages.txt')
    if (existsSync(mark)) return python
    tell(`making ${folder}`)
    execFileSync('python3', ['-m', 'venv', '--clear', folder])
    const quiet = ['--quiet', '--disable-pip-version-check']
    execFileSync(python, ['-m', 'pip', 'install', ...quiet, ...packages])
    writeFileSync(mark, execFileSync(python, ['-m', 'pip', 'freeze'], { encoding: 'utf8' }))
    return python
}

/** `1.5.6` of the package version `1.5.6-r.1`. */
function ownDuckdbVersion(): string {
    const file = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
        readonly dependencies: Readonly<Record<string, string>>
    }
    return (file.dependencies['@duckdb/node-api'] ?? '').replace(/-.*$/, '')
}
