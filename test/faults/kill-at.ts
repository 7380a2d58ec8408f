import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, type Ended, type Running, startTong } from '../e2e/tong-process.ts'

/** Small enough to land inside a step of some milliseconds. */
const lookEveryMs = 2

/** A moment in the life of a command, read from the data folder and from no clock. */
export type Moment = () => Promise<boolean>

/** Waits until the moment has come, or the command has ended before it. */
export async function waitFor(running: Running, isTime: Moment): Promise<void> {
    while (!running.isOver() && !(await isTime())) await sleep(lookEveryMs)
}

/**
 * Starts a command and sends its process group a signal at a moment; a command that ends before
 * is left alone. SIGKILL is a power cut, SIGINT is Ctrl-C.
 */
export async function signalAt(
    call: Call,
    at: { readonly signal: NodeJS.Signals; readonly isTime: Moment },
): Promise<Ended> {
    const running = startTong(call)
    await waitFor(running, at.isTime)
    running.kill(at.signal)
    return await running.ended
}

/** Starts a command and kills it at a moment. */
export async function killAt(call: Call, isTime: Moment): Promise<Ended> {
    return await signalAt(call, { signal: 'SIGKILL', isTime })
}
