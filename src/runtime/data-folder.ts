import { randomBytes } from 'node:crypto'
import {
    chmodSync,
    existsSync,
    linkSync,
    readdirSync,
    readFileSync,
    realpathSync,
    renameSync,
    rmSync,
    statSync,
    writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { formatMonth } from '#domain/month.ts'
import type { Person } from '#domain/person.ts'
import { Refusal, refuse, valueOrThrow } from '#domain/result.ts'
import { type BankFile, type NewBank, parseBankFile } from './bank-file.ts'
import { fileTrouble } from './file-trouble.ts'
import { isCode, makeFolder } from './make-folder.ts'
import { isAlive } from './process-alive.ts'

/** The places in a data folder, all absolute. */
export type DataFolder = {
    readonly path: string
    readonly batches: string
    readonly snapshots: string
    readonly runs: string
    /** What people decided, as closes have read it. */
    readonly human: string
    /** Which records matching has found to be one. */
    readonly identity: string
    /** The bank's own models, if it has any. */
    readonly models: string
    /** The bank's own rules of scores, stages and cuts, if it has any. */
    readonly policies: string
    /** Of the private PostgreSQL server. */
    readonly store: string
    /** Says who writes at the moment; the store's lock decides, this only tells. */
    readonly lock: string
    /** For files of this process alone, on the same disk as the rest; gone when it ends. */
    readonly scratch: string
}

const bankFileName = 'tong.yaml'
const leftoverAgeMaxMs = 7 * 24 * 3_600_000

/** Reads `tong.yaml`; null where the folder has none. Throws Refusal with all faults of it. */
export function readBankFile(path: string): BankFile | null {
    const file = join(path, bankFileName)
    try {
        return valueOrThrow(parseBankFile(readFileSync(file, 'utf8'), file))
    } catch (cause) {
        if (isCode(cause, 'ENOENT') || isCode(cause, 'ENOTDIR')) return null
        throw refusalOf(cause, path)
    }
}

/**
 * Opens a data folder, or makes one where there is none and `create` says of which bank; a bank
 * that is there stays as it is. Throws Refusal: `runtime.no_data_folder`,
 * `runtime.not_a_data_folder` and what the file system may say.
 */
export function openDataFolder(path: string, create: NewBank | null): DataFolder {
    try {
        if (!existsSync(join(path, bankFileName))) {
            if (existsSync(path) && readdirSync(path).some((name) => !isOfTong(name))) {
                refuse('runtime.not_a_data_folder', { path })
            }
            if (create === null) refuse('runtime.no_data_folder', { path })
            createDataFolder(path, create)
        }
        const real = realpathSync(path)
        const folder = placesIn(real)
        for (const part of [folder.batches, folder.snapshots, folder.runs]) {
            makeFolder(part, 0o700)
        }
        // Root's private server runs as another user, who must be able to pass through.
        makeFolder(folder.store, 0o711)
        sweep(join(real, 'tmp'))
        makeFolder(folder.scratch, 0o700)
        return folder
    } catch (cause) {
        throw refusalOf(cause, path)
    }
}

function placesIn(path: string): DataFolder {
    const own = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`
    return {
        path,
        batches: join(path, 'batches'),
        snapshots: join(path, 'snapshots'),
        runs: join(path, 'runs'),
        human: join(path, 'human'),
        identity: join(path, 'identity'),
        models: join(path, 'models'),
        policies: join(path, 'policies'),
        store: join(path, 'store'),
        lock: join(path, 'lock'),
        scratch: join(path, 'tmp', own),
    }
}

/** `tong.yaml` comes first and whole, so that a folder is Tong's from its first moment on. */
function createDataFolder(path: string, bank: NewBank): void {
    makeFolder(path, 0o755)
    chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700)
    const text = stringify({
        base_currency: bank.baseCurrency,
        ladders: bank.ladders,
        first_close: formatMonth(bank.firstClose),
        ...(bank.demo ? { demo: true } : {}),
        ...(bank.people === undefined ? {} : { people: bank.people.map(personText) }),
    })
    const draft = join(path, `.${bankFileName}.${process.pid}`)
    try {
        writeFileSync(draft, text)
        // A link, unlike a rename, lets the first of two be the one that counts.
        linkSync(draft, join(path, bankFileName))
    } catch (cause) {
        if (isCode(cause, 'EEXIST')) return
        if (!isCode(cause, 'EPERM') && !isCode(cause, 'ENOTSUP')) throw cause
        renameSync(draft, join(path, bankFileName))
    } finally {
        rmSync(draft, { force: true })
    }
}

/** A person as `tong.yaml` spells one. */
function personText(person: Person): Readonly<Record<string, unknown>> {
    const { name, isCompliance, mayApprovePolicies, approves } = person
    return {
        name,
        ...(isCompliance ? { compliance: true } : {}),
        ...(mayApprovePolicies ? { policies: true } : {}),
        ...(Object.keys(approves).length === 0 ? {} : { approves }),
    }
}

/** A bank's own models and policies may lie there before the bank does. */
function isOfTong(name: string): boolean {
    const own = ['models', 'policies', '.DS_Store']
    return own.includes(name) || name.startsWith(`.${bankFileName}.`)
}

/** Removes what processes left behind that were killed. */
function sweep(folder: string): void {
    if (!existsSync(folder)) return
    for (const name of readdirSync(folder)) {
        const own = name.startsWith(`${hostname()}-`)
        const pid = Number(name.slice(hostname().length + 1).split('-')[0])
        const path = join(folder, name)
        const isLeft = own ? !isAlive(pid) : ageMs(path) > leftoverAgeMaxMs
        if (isLeft) rmSync(path, { recursive: true, force: true })
    }
}

function ageMs(path: string): number {
    const status = statSync(path, { throwIfNoEntry: false })
    return status === undefined ? 0 : Date.now() - status.mtimeMs
}

function refusalOf(cause: unknown, path: string): unknown {
    const trouble = fileTrouble(cause, path)
    return trouble === null ? cause : new Refusal([trouble])
}
