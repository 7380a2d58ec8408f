import { createInterface } from 'node:readline'
import { refuse } from '#domain/result.ts'
import type { Frame } from './run-command.ts'

/** A question with the answer that counts where none is given. */
export type Question = {
    readonly text: string
    /** Why it is asked, or why the answer is proposed, in one line. */
    readonly reason: string
    /** Null: there is none to propose. */
    readonly proposed: string | null
    /** What may be answered; null: what `accepts` lets through. */
    readonly choices: readonly string[] | null
    readonly accepts?: (answer: string) => boolean
}

/** Asks people, one question after the other. */
export type Asker = {
    readonly ask: (question: Question) => Promise<string>
    readonly close: () => void
}

const triesMax = 3

/**
 * Asks on the terminal, or reads the answers line by line where they are piped; `takesAll` answers
 * every question as proposed. Questions go to stderr: stdout belongs to the answer. Refuses with
 * `cli.init_unanswered` where answers end, and where one is wrong three times.
 */
export function createAsker(
    { say, paint, signal, progress }: Pick<Frame, 'say' | 'paint' | 'signal' | 'progress'>,
    { takesAll }: { readonly takesAll: boolean },
): Asker {
    const input = takesAll ? null : createInterface({ input: process.stdin, crlfDelay: Infinity })
    const lines = input?.[Symbol.asyncIterator]()
    const stop = (): void => input?.close()
    signal.addEventListener('abort', stop)
    const write = (text: string): boolean => process.stderr.write(text)

    const answerTo = async (question: Question): Promise<string | null> => {
        const { text, reason, proposed, choices } = question
        const shown = choices === null ? '' : ` (${choices.join(', ')})`
        const mark = proposed === null ? '' : ` [${proposed}]`
        write(`${paint('strong', `? ${text}`)}${shown}${mark}\n  ${paint('soft', reason)}\n`)
        if (lines === undefined) return null
        write('  > ')
        const line = await lines.next()
        // What is told next begins a line of its own.
        if (signal.aborted || line.done === true) write('\n')
        signal.throwIfAborted()
        if (line.done === true) return refuse('cli.init_unanswered', { question: text })
        if (process.stdin.isTTY !== true) write(`${line.value}\n`)
        return line.value.trim() === '' ? null : line.value.trim()
    }

    return {
        ask: async (question) => {
            progress.end()
            for (let tries = 0; tries < triesMax; tries += 1) {
                const answer = await answerTo(question)
                const given = answer === null ? question.proposed : fitting(answer, question)
                if (given !== null) {
                    if (lines === undefined) write(`  > ${given}\n`)
                    return given
                }
                if (lines === undefined) break
                const allowed = question.choices?.join(', ') ?? ''
                write(`  ${say('cli.init.wrong_answer', { allowed: allowed || 'none' })}\n`)
            }
            return refuse('cli.init_unanswered', { question: question.text })
        },
        close: () => {
            signal.removeEventListener('abort', stop)
            input?.close()
        },
    }
}

/** The answer as the choices write it; null where it is none of them. */
function fitting(answer: string, { choices, accepts }: Question): string | null {
    if (choices === null) return accepts === undefined || accepts(answer) ? answer : null
    const exact = choices.find((choice) => choice.toLowerCase() === answer.toLowerCase())
    if (exact !== undefined) return exact
    const begun = choices.filter((choice) => choice.toLowerCase().startsWith(answer.toLowerCase()))
    return begun.length === 1 ? (begun[0] ?? null) : null
}
