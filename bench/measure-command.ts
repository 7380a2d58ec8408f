import { spawn } from 'node:child_process'
import type { Sample } from './bench.ts'
import { othersShare, watchTree } from './process-tree.ts'

/** A program as a person would start it. */
export type Command = {
    readonly command: string
    readonly args: readonly string[]
    /** Added to the environment of the bench. */
    readonly env?: Readonly<Record<string, string>>
    readonly folder: string
}

/** What a program took from its start to its end, and what it said. */
export type MeasuredCommand = { readonly sample: Sample; readonly output: string }

/**
 * Runs a program to its end and measures it from outside. Throws with the end of what it said
 * where it does not end well.
 */
export async function measureCommand({
    command,
    args,
    env = {},
    folder,
}: Command): Promise<MeasuredCommand> {
    const started = performance.now()
    const child = spawn(command, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
    })
    const stop = watchTree(child.pid ?? 0)
    const said = { output: '', errors: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said.output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said.errors += text
    })
    const ended = await new Promise<string | number | null>((done, failed) => {
        child.once('error', failed)
        child.once('close', (code, signal) => done(signal ?? code))
    })
    const seconds = (performance.now() - started) / 1000
    const use = stop()
    if (ended !== 0) {
        const last = `${said.output}\n${said.errors}`.trim().split('\n').slice(-20).join('\n')
        throw new Error(`${[command, ...args].join(' ')} ended with ${ended}:\n${last}`)
    }
    const sample = {
        seconds,
        peakMb: use === null ? null : use.peakMb,
        cpuSeconds: use === null ? null : use.ownSeconds,
        othersShare: use === null ? null : othersShare(use, seconds),
    }
    return { sample, output: said.output }
}

/**
 * Runs a program that ends its output with a line of JSON, and takes its own word for the seconds
 * of the part that counts: starting it is no part of the work.
 */
export async function measureProgram<T>(
    command: Command,
    secondsOf: (report: T) => number,
): Promise<{ readonly sample: Sample; readonly report: T }> {
    const { sample, output } = await measureCommand(command)
    const report = JSON.parse(output.trim().split('\n').at(-1) ?? '') as T
    return { sample: { ...sample, seconds: secondsOf(report) }, report }
}
