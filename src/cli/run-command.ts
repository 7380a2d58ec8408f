import type { Command } from 'commander'
import type { Language, Say } from '#domain/say.ts'
import { shellWord } from '#domain/shell-word.ts'
import { askedLanguage } from '#runtime/asked-language.ts'
import { type Cancel, cancelOnSignal } from '#runtime/cancel.ts'
import { type Config, type Flags, readConfig } from '#runtime/config.ts'
import { loadSay } from '#runtime/texts.ts'
import { tellTrouble } from './tell-trouble.ts'
import { createPaint, type Paint } from './terminal/paint.ts'
import { createProgress, type Progress } from './terminal/progress.ts'

/** What a command works with: how Tong runs here, how to speak, where to write. */
export type Frame = {
    readonly config: Config
    readonly say: Say
    readonly language: Language
    readonly isJson: boolean
    readonly isColour: boolean
    /** Columns of the terminal; 100 where there is none, or one that says 0. */
    readonly width: number
    readonly paint: Paint
    /** What a command that is shown needs to find this bank again: ` --data FOLDER`, or nothing. */
    readonly dataFlag: string
    readonly signal: AbortSignal
    readonly progress: Progress
    /** Writes what was asked for: text to read, or one JSON value. */
    readonly answer: (answer: { readonly json: unknown; readonly text: () => string }) => void
}

const widthWithoutTerminal = 100

/**
 * Runs one command and sets the exit code: 0 ok · 1 bug · 2 usage · 3 input refused · 4 engine ·
 * 5 busy · 130 cancelled. Everything that is thrown ends here, as a sentence.
 */
export async function runCommand(
    command: Command,
    work: (frame: Frame) => Promise<void>,
): Promise<void> {
    const options = command.optsWithGlobals()
    const flags: Flags = { data: options.data, language: options.lang }
    const isJson = options.json === true
    const cancel = cancelOnSignal()
    let say = loadSay(askedLanguage(flags.language))
    let dataFolder = ''
    try {
        const config = readConfig(flags)
        say = loadSay(config.language)
        dataFolder = config.dataFolder
        const progress = createProgress({
            ...{ stream: process.stderr, say, now: Date.now },
            isColour: config.colour,
        })
        try {
            await work(frameOf({ config, say, isJson, progress, flags, cancel }))
        } finally {
            progress.end()
        }
    } catch (cause) {
        const isCancelled = cancel.signal.aborted
        process.exitCode = tellTrouble(cause, { say, isJson, isCancelled, dataFolder })
    } finally {
        cancel.dispose()
    }
}

type FrameParts = Pick<Frame, 'config' | 'say' | 'isJson' | 'progress'> & {
    readonly flags: Flags
    readonly cancel: Cancel
}

function frameOf({ cancel, flags, ...parts }: FrameParts): Frame {
    const isColour = process.stdout.isTTY === true && parts.config.colour
    return {
        ...parts,
        language: parts.config.language,
        isColour,
        paint: createPaint(isColour),
        dataFlag: flags.data === undefined ? '' : ` --data ${shellWord(flags.data)}`,
        width: process.stdout.columns || widthWithoutTerminal,
        signal: cancel.signal,
        answer: ({ json, text }) => {
            // Who has asked to stop gets one word of it, not an answer and that word.
            cancel.signal.throwIfAborted()
            parts.progress.end()
            process.stdout.write(`${parts.isJson ? JSON.stringify(json, null, 2) : text()}\n`)
        },
    }
}
