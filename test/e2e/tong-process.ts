import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const repository = join(import.meta.dirname, '../..')

/** A third of a short command's time goes into reading its own source: once is enough. */
const compileCache = join(repository, 'node_modules/.cache/tong-tests')

/** What a command said, and how it ended. */
export type Ended = {
    readonly exit: number | null
    readonly signal: NodeJS.Signals | null
    readonly stdout: string
    readonly stderr: string
}

/** A command that is running. */
export type Running = {
    readonly pid: number
    readonly ended: Promise<Ended>
    /** Settles with the first bytes that it answers, or with its end. */
    readonly answered: Promise<void>
    /** What it has told beside its answer so far. */
    readonly told: () => string
    /** Whether it has come to its end by now. */
    readonly isOver: () => boolean
    /** Stops listening, as `head` does when it has read enough. */
    readonly stopReading: () => void
    /** Sends a signal to the whole process group, as a terminal does. */
    readonly kill: (signal: NodeJS.Signals) => void
}

/** What a command is started with. */
export type Call = {
    readonly args: readonly string[]
    readonly data: string
    readonly env?: Readonly<Record<string, string>>
    /** What is piped in; nothing at all where left out. */
    readonly input?: string
    /** Whether more may be piped in: nobody says that it has ended. */
    readonly isOpen?: boolean
    /** The user to run as; that of this process where left out. */
    readonly user?: { readonly uid: number; readonly gid: number }
}

/** Nothing of the tester's own settings; English, so that sentences can be compared. */
function environment(more: Call['env']): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(
        ([name]) =>
            !/^(TONG_|DATABASE_URL$|LC_|LANG$|NO_COLOR$|FORCE_COLOR$|NODE_OPTIONS$)/.test(name),
    )
    return {
        ...Object.fromEntries(own),
        NODE_COMPILE_CACHE: compileCache,
        TONG_LANG: 'en',
        TONG_THREADS: '2',
        ...more,
    }
}

/** Starts `tong` as a process group of its own, by the Node that runs the tests. */
export function startTong({ args, data, env, user, input, isOpen }: Call): Running {
    const main = join(repository, 'src/cli/main.ts')
    const child: ChildProcess = spawn(process.execPath, [main, ...args, '--data', data], {
        detached: true,
        env: environment(env),
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        ...user,
    })
    if (isOpen === true) child.stdin?.write(input ?? '')
    else child.stdin?.end(input)
    const { pid } = child
    if (pid === undefined) throw new Error('tong could not be started')
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
        child[name]?.setEncoding('utf8').on('data', (text: string) => {
            output[name] += text
        })
    }
    let over = false
    const ended = new Promise<Ended>((resolve) => {
        child.once('close', (exit, signal) => {
            over = true
            resolve({ exit, signal, ...output })
        })
    })
    const answered = new Promise<void>((resolve) => {
        child.stdout?.once('data', () => resolve())
        child.once('close', () => resolve())
    })
    return {
        pid,
        ended,
        answered,
        told: () => output.stderr,
        isOver: () => over,
        stopReading: () => {
            child.stdout?.destroy()
        },
        kill: (signal) => {
            if (!over) process.kill(-pid, signal)
        },
    }
}

/** Runs `tong` to its end. */
export async function tong(call: Call): Promise<Ended> {
    return await startTong(call).ended
}

/** One failure as `--json` tells it. */
export type ToldFailure = {
    readonly code: string
    readonly params: Readonly<Record<string, string | number>>
    readonly at?: { readonly file: string; readonly line?: number; readonly column?: number }
    readonly sentence: string
}

/** The answer of a command under `--json`. Throws with what it said where it was no answer. */
export async function answerOf<T = unknown>(call: Call): Promise<T> {
    const ended = await tong({ ...call, args: [...call.args, '--json'] })
    if (ended.exit !== 0) {
        throw new Error(`tong ${call.args.join(' ')}: ${ended.exit}\n${said(ended)}`)
    }
    return JSON.parse(ended.stdout) as T
}

/** The failures that a command ends with under `--json`, and its exit code. */
export async function refusalOf(
    call: Call,
): Promise<{ readonly exit: number | null; readonly failures: readonly ToldFailure[] }> {
    const ended = await tong({ ...call, args: [...call.args, '--json'] })
    try {
        const { failures } = JSON.parse(ended.stdout)
        return { exit: ended.exit, failures }
    } catch {
        throw new Error(
            `tong ${call.args.join(' ')} told no failures: ${ended.exit}\n${said(ended)}`,
        )
    }
}

/** All that a command wrote. */
export function said({ stdout, stderr }: Ended): string {
    return `${stdout}${stderr}`
}
