import type { Failure } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import type { PlacedWarning } from '#tiers/check-policy-file.ts'
import { sentenceOf } from './show-failures.ts'

/** What is lawful in a policy and probably not meant, one line each. */
export function warningLines(warnings: readonly PlacedWarning[], say: Say): readonly string[] {
    return warnings.map(({ key, params, at }) => `! ${placeText(at)}${say(key, params)}`)
}

/** The same as data, each with its sentence. */
export function warningsJson(warnings: readonly PlacedWarning[], say: Say): unknown {
    return warnings.map(({ key, params, at }) => ({ key, params, at, sentence: say(key, params) }))
}

/** What is wrong with a policy, one line each. */
export function failureLines(failures: readonly Failure[], say: Say): readonly string[] {
    return failures.map((one) => `✗ ${placeText(one.at)}${sentenceOf(one, say)}`)
}

function placeText(at: Failure['at']): string {
    if (at === undefined) return ''
    const parts = [at.file, at.line, at.column].filter((part) => part !== undefined)
    return `${parts.join(':')}: `
}
