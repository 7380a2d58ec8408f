import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A process that uses a bank, seen from the test. */
export type BankUser = {
    readonly process: ChildProcess
    /** What it said first: `open`, or its failures as JSON. */
    readonly first: Promise<string>
    /** Lets it close the bank and waits for its end; returns the last line. */
    leave(): Promise<string>
    /** Kills it and waits for its end. */
    kill(): Promise<void>
}

/** How a user is started. */
export type BankUserOptions = {
    readonly folder: string
    readonly access: 'read' | 'write'
    readonly environment?: Readonly<Record<string, string>>
    /** Another account, where the test runs as root. */
    readonly uid?: number
}

/** Starts a process that opens a bank; it is killed when the test ends. */
export function startUser(options: BankUserOptions): BankUser {
    const script = join(import.meta.dirname, 'bank-user.ts')
    const child = spawn(process.execPath, [script, options.folder, options.access], {
        stdio: ['pipe', 'pipe', 'inherit'],
        cwd: '/',
        env: { PATH: process.env.PATH, ...options.environment },
        ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    })
    onTestFinished(() => {
        child.kill('SIGKILL')
    })
    const lines: string[] = []
    const ended = once(child, 'close')
    const first = new Promise<string>((done) => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
            lines.push(...text.trim().split('\n'))
            done(lines[0] ?? '')
        })
        ended.then(() => done(lines[0] ?? 'nothing said'))
    })
    return {
        process: child,
        first,
        leave: async () => {
            child.stdin.end()
            await ended
            return lines.at(-1) ?? ''
        },
        kill: async () => {
            child.kill('SIGKILL')
            await ended
        },
    }
}
