import { availableParallelism, homedir, totalmem, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import type { Language } from '#domain/say.ts'
import { type Environment, spokenLanguage } from './asked-language.ts'
import { settingShapes } from './bank-file.ts'
import { readBankFile } from './data-folder.ts'

/** How Tong runs here. */
export type Config = {
    /** Absolute path. */
    readonly dataFolder: string
    readonly language: Language
    /** The bank's own PostgreSQL; null: a private server below the data folder. */
    readonly databaseUrl: string | null
    /** The addresses of the databases that systems are imported from, by system: secrets. */
    readonly sourceDatabases: Readonly<Record<string, string>>
    readonly threads: number
    readonly memoryLimitGb: number
    /** Who acts: the user of the operating system. */
    readonly actor: string
    /** What this machine keeps for Tong outside of any data folder; absolute path. */
    readonly stateFolder: string
    /** Whether a terminal may be given colours (https://no-color.org). */
    readonly colour: boolean
}

/** What was typed on the command line, as text. */
export type Flags = {
    readonly data?: string | undefined
    readonly language?: string | undefined
    readonly databaseUrl?: string | undefined
    readonly threads?: string | undefined
    readonly memoryLimitGb?: string | undefined
}

const bytesPerGb = 2 ** 30
const memoryLimitDefaultMaxGb = 5

/** The environment's name of each setting; the first that is set counts. */
const environmentNames = {
    language: ['TONG_LANG'],
    databaseUrl: ['TONG_DATABASE_URL', 'DATABASE_URL'],
    threads: ['TONG_THREADS'],
    memoryLimitGb: ['TONG_MEMORY_LIMIT_GB'],
} as const

type Setting = keyof typeof environmentNames
type Asked = { readonly value: string | number; readonly from: string }

/**
 * Settles how Tong runs: flag, else environment, else `tong.yaml` of the data folder, else the
 * default. Throws Refusal with every setting that is wrong.
 */
export function readConfig(flags: Flags, environment: Environment = process.env): Config {
    const dataFolder = resolve(flags.data || environment.TONG_DATA || '.tong')
    const file = readBankFile(dataFolder)?.defaults
    const faults: Failure[] = []
    const settle = <T>(setting: Setting, shape: z.ZodType<T>): T | undefined => {
        const asked = firstOf([
            { value: flags[setting], from: flagOf(setting) },
            ...environmentNames[setting].map((name) => ({ value: environment[name], from: name })),
            { value: file?.[setting], from: 'tong.yaml' },
        ])
        if (asked === undefined) return undefined
        const parsed = shape.safeParse(asked.value)
        if (parsed.success) return parsed.data
        // An address may hold a password: it is not shown.
        const value = setting === 'databaseUrl' ? '' : asked.value
        faults.push(failure('runtime.setting_wrong', { setting, from: asked.from, value }))
        return undefined
    }
    const config: Config = {
        dataFolder,
        language: settle('language', settingShapes.language) ?? spokenLanguage(environment),
        databaseUrl: settle('databaseUrl', settingShapes.databaseUrl) ?? null,
        sourceDatabases: { ...file?.sourceDatabases, ...sourcesOf(environment, faults) },
        threads: settle('threads', settingShapes.threads) ?? availableParallelism(),
        memoryLimitGb:
            settle('memoryLimitGb', settingShapes.memoryLimitGb) ??
            Math.min(memoryLimitDefaultMaxGb, Math.max(1, totalmem() / bytesPerGb / 2)),
        actor: osUser(),
        stateFolder: stateFolderOf(environment),
        colour: !environment.NO_COLOR && environment.TERM !== 'dumb',
    }
    if (faults.length > 0) throw new Refusal(faults)
    return config
}

const sourcePrefix = 'TONG_SOURCE_DATABASE_'

/** `TONG_SOURCE_DATABASE_CORE` is the database of the system `core`. */
function sourcesOf(environment: Environment, faults: Failure[]): Readonly<Record<string, string>> {
    const given = Object.entries(environment).filter(([name]) => name.startsWith(sourcePrefix))
    const addresses: Record<string, string> = {}
    for (const [name, value = ''] of given) {
        if (value === '') continue
        if (settingShapes.databaseUrl.safeParse(value).success) {
            addresses[name.slice(sourcePrefix.length).toLowerCase()] = value
        } else {
            const params = { setting: 'databaseUrl', from: name, value: '' }
            faults.push(failure('runtime.setting_wrong', params))
        }
    }
    return addresses
}

function firstOf(candidates: readonly { value: unknown; from: string }[]): Asked | undefined {
    for (const { value, from } of candidates) {
        if (typeof value === 'number' || (typeof value === 'string' && value !== '')) {
            return { value, from }
        }
    }
    return undefined
}

function flagOf(setting: Setting): string {
    return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** In a container a user may have a number only. */
function osUser(): string {
    try {
        return userInfo().username
    } catch {
        return `uid-${process.getuid?.() ?? 'unknown'}`
    }
}

function stateFolderOf(environment: Environment): string {
    if (environment.TONG_STATE) return resolve(environment.TONG_STATE)
    if (process.getuid?.() === 0) return '/var/lib/tong'
    const home = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state')
    return join(home, 'tong')
}
