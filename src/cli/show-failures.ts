import type { Failure } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'

/** How many failures are written out; the rest are counted. */
export const failuresShownMax = 50

/** The sentence of one failure: what is wrong and what to do. */
export function sentenceOf({ code, params }: Failure, say: Say): string {
    const [room = '', ...what] = code.split('.')
    return say(`${room}.failure.${what.join('.')}`, params)
}

/** All failures for a terminal, or as JSON, one line each, with file, line and column. */
export function showFailures(
    failures: readonly Failure[],
    { say, isJson }: { readonly say: Say; readonly isJson: boolean },
): string {
    if (isJson) {
        const faults = failures.map((one) => ({ ...one, sentence: sentenceOf(one, say) }))
        return JSON.stringify({ failures: faults }, null, 2)
    }
    const lines = failures.slice(0, failuresShownMax).map((one) => {
        const place = placeOf(one)
        return `✗ ${place === '' ? '' : `${place}: `}${sentenceOf(one, say)}`
    })
    const more = failures.length - lines.length
    return (more > 0 ? [...lines, say('cli.trouble.more', { count: more })] : lines).join('\n')
}

function placeOf({ at }: Failure): string {
    if (at === undefined) return ''
    return [at.file, at.line, at.column].filter((part) => part !== undefined).join(':')
}
