import { constants } from 'node:os'

/** A wish to stop, from Ctrl-C or from who started this process. */
export type Cancel = {
    /** Aborted at the first signal. */
    readonly signal: AbortSignal
    /** Stops listening. */
    dispose(): void
}

/** The exit code of a command that was cancelled. */
export const cancelledExit = 130

/**
 * A terminal sends Ctrl-C to every process of a command, and those that started this one pass it
 * on as well: signals this close together are one wish.
 */
const oneWishMs = 700

/**
 * Listens for the signals that ask a process to stop. The first aborts `signal`, and the work
 * that heeds it ends tidily; a second wish ends the process on the spot.
 */
export function cancelOnSignal(): Cancel {
    const controller = new AbortController()
    let firstAt = 0
    const onSignal = (name: NodeJS.Signals): void => {
        if (!controller.signal.aborted) {
            firstAt = Date.now()
            controller.abort(new Error(`cancelled by ${name}`))
        } else if (Date.now() - firstAt > oneWishMs) {
            process.exit(name === 'SIGINT' ? cancelledExit : 128 + constants.signals[name])
        }
    }
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    for (const name of names) process.on(name, onSignal)
    return {
        signal: controller.signal,
        dispose: () => {
            for (const name of names) process.off(name, onSignal)
        },
    }
}
