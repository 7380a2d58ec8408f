import { z } from 'zod'
import { nearestName } from '#domain/nearest-name.ts'
import { readYaml } from '#domain/read-yaml.ts'
import { failure, ok, type Result, refused } from '#domain/result.ts'
import type { CutFile } from '#features/cut.ts'
import { parseCuts } from '#features/parse-cuts.ts'
import { shown } from '#features/yaml-part.ts'
import type { LifecyclePolicy } from './lifecycle-policy.ts'
import { parseLifecycle } from './parse-lifecycle.ts'
import { parseScorecard } from './parse-scorecard.ts'
import type { Scorecard } from './scorecard.ts'

/** The keys that say what a file of rules is about; a file has one of them. */
export const ruleHeads = ['scorecard', 'lifecycle', 'cuts'] as const

/** One file of rules that tiers do not rest on. */
export type Rules =
    | { readonly head: 'scorecard'; readonly card: Scorecard }
    | { readonly head: 'lifecycle'; readonly policy: LifecyclePolicy }
    | { readonly head: 'cuts'; readonly cuts: CutFile }

/** What the text is read against. */
export type RulesGiven = {
    /** Name of the file, for the places of faults. */
    readonly file: string
    /** The bank's base currency: amounts of scorecards have to be in it. */
    readonly baseCurrency: string
    /** Keys that tell other readers what a file is about: whoever has none is told of them, too. */
    readonly otherHeads?: readonly string[]
}

/** The head of a ladder's policy, which has a check of its own. */
const ladderHead = 'ladder'

/**
 * Reads a scorecard, the rules of the lifecycle or a file of cuts, told by its head key. Every
 * fault comes back at once, as the reader of its kind tells it; before that `scores.rules_empty`,
 * `scores.rules_bare`, `scores.rules_of_ladder` and `scores.rules_unknown` where no kind is told.
 */
export function parseRules(text: string, given: RulesGiven): Result<Rules> {
    const { file, otherHeads = [] } = given
    const read = readYaml(text, { file, schema: z.unknown() })
    if (!read.ok) return read
    const { value, placeOf } = read.value
    const heads = [...otherHeads, ...ruleHeads]
    const known = heads.join(', ')
    if (value === null || value === undefined) {
        return refused([failure('scores.rules_empty', { known }, { file })])
    }
    const keys = typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : null
    if (keys === null) {
        const params = { found: shown(value), known }
        return refused([failure('scores.rules_bare', params, placeOf([]))])
    }
    const head = ruleHeads.find((one) => keys.includes(one))
    if (head !== undefined) return parseAs(head, text, given)
    if (keys.includes(ladderHead)) {
        return refused([failure('scores.rules_of_ladder', { file }, placeOf([ladderHead]))])
    }
    const [first = ''] = keys
    const near = keys.flatMap((key) => nearestName(key, heads) ?? [])[0] ?? 'none'
    const params = { found: shown(first), suggestion: near, known }
    return refused([failure('scores.rules_unknown', params, placeOf([first]))])
}

function parseAs(head: (typeof ruleHeads)[number], text: string, given: RulesGiven): Result<Rules> {
    switch (head) {
        case 'scorecard': {
            const read = parseScorecard(text, given)
            return read.ok ? ok({ head, card: read.value }) : read
        }
        case 'lifecycle': {
            const read = parseLifecycle(text, given)
            return read.ok ? ok({ head, policy: read.value }) : read
        }
        case 'cuts': {
            const read = parseCuts(text, given)
            return read.ok ? ok({ head, cuts: read.value }) : read
        }
    }
}
