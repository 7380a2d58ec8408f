import type { Language, Say, TextParams } from '#domain/say.ts'
import type { Policy } from './policy.ts'
import { sameRules } from './same-rules.ts'

/** One rule that is another one in a later version, in the words of a language. */
export type PolicyDifference = {
    /** The part of the policy that it belongs to. */
    readonly part: keyof Policy
    /** Of its text, `tiers.diff.…`. */
    readonly key: string
    /** Mostly `before` and `after`, written out, and what they are of. */
    readonly params: TextParams
}

/** What differences are said in. */
export type Wording = { readonly say: Say; readonly language: Language }

/** One value before and after, and how it is written out. */
export type Change<T> = {
    readonly from: T | null
    readonly to: T | null
    readonly show: (value: T) => string | number
    /** What is written where there is none; the word for "none" where left out. */
    readonly absent?: string
    /** What the text names beside the two values. */
    readonly params?: TextParams
}

/** The difference between two values under a key; none where they are the same. */
export function differenceOf<T>(
    { part, key }: Pick<PolicyDifference, 'part' | 'key'>,
    { from, to, show, absent, params }: Change<T>,
    { say }: Wording,
): readonly PolicyDifference[] {
    if (sameRules(from, to)) return []
    const none = absent ?? say('tiers.diff.none')
    const written = (value: T | null): string => (value === null ? none : String(show(value)))
    const [before, after] = [written(from), written(to)]
    // What reads the same is written otherwise in the file: `all` of one test, or the test.
    if (before === after) return [{ part, key: 'tiers.diff.rewritten', params: { what: before } }]
    return [{ part, key, params: { ...params, before, after } }]
}
