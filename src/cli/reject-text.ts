import type { Failure } from '#domain/result.ts'
import type { Reject } from '#pipeline/batches/read-rejects.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf } from './show-failures.ts'

/** What is wrong with a record that was rejected, and what to do, in a sentence. */
export function rejectSentence({ say }: Pick<Frame, 'say'>, reject: Reject): string {
    const { table, column, value, params } = reject
    const named = { table, column: column ?? '', value: value ?? '', ...params }
    return sentenceOf({ code: reject.code as Failure['code'], params: named }, say)
}

/** The sentence with the file and the line that it is about. */
export function rejectLine(frame: Pick<Frame, 'say'>, reject: Reject): string {
    const place = reject.line === null ? reject.file : `${reject.file}:${reject.line}`
    return `✗ ${place}: ${rejectSentence(frame, reject)}`
}
