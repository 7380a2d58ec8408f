import { type Failure, failure, ok, type Result, refused } from '#domain/result.ts'
import { numberAt } from '../number-at.ts'
import {
    type Chances,
    chancesOf,
    chancesOfMatches,
    expectOthers,
    firstChances,
    slotsOf,
} from './chances.ts'
import { estimatePrior, type PriorRules } from './estimate-prior.ts'
import { type LearnedSession, largestChange, learnSession } from './learn-session.ts'
import { type MatchModel, milliBits, type SessionCard, type WeighedField } from './match-model.ts'
import {
    type PatternCount,
    type PatternField,
    type PatternTable,
    tablePatterns,
} from './pattern.ts'
import { type Lesson, seenPairs, warnOf } from './warn-of-model.ts'

/** The pairs that one blocking key proposes, by pattern. */
export type KeyPairs = {
    readonly key: string
    /** Ids of the fields that the key is made of: its pairs always agree there. */
    readonly leaves: readonly string[]
    readonly counts: readonly PatternCount[]
}

/** What a model is learned from. */
export type Learning = {
    readonly fields: readonly PatternField[]
    readonly keys: readonly KeyPairs[]
    /** Pairs drawn without regard to their values, or simply all; `draw-pairs.ts` draws them. */
    readonly random: readonly PatternCount[]
    /** Each pair that any key proposes, once. */
    readonly candidates: readonly PatternCount[]
    /** Pairs that reviewers know to match; they are among none of the others. */
    readonly labelled?: readonly PatternCount[]
    readonly records: number
    /** How many pairs there are that may match; all pairs of the records where nothing is said. */
    readonly pairs?: number
    /** What rules that hardly err find; null where there are none. */
    readonly rules: PriorRules | null
}

/** What is known in the middle of learning. */
type Known = { readonly m: Chances; readonly u: Chances; readonly prior: number }

type Tables = {
    readonly keys: readonly PatternTable[]
    readonly random: PatternTable
    readonly candidates: PatternTable
}

const mostRounds = 50
const smallChange = 1e-9
/** A session with fewer expected matches than this teaches nothing. */
const fewMatches = 10

/**
 * Learns the weights of a comparison without labels. u comes from random pairs; one session a
 * blocking key learns m of all other fields; the matches expected in all sessions together make m,
 * with those that reviewers have labelled;
 * the prior is the share of all pairs that are expected to match among the candidates
 * (`estimate-prior.ts`). As random
 * pairs of a small base hold matches too, u is then cleaned of them and all of it repeated until
 * nothing moves. A field without any pair keeps the weight 0, and one that all keys leave out is
 * taken to agree among four matches of five.
 *
 * Refused where no key proposes a pair or no random pair was drawn.
 */
export function learnModel(learning: Learning): Result<MatchModel> {
    const failures = faultsOf(learning)
    if (failures.length > 0) return refused(failures)
    const { fields } = learning
    const tables = {
        keys: learning.keys.map(({ counts }) => tablePatterns(fields, counts)),
        random: tablePatterns(fields, learning.random),
        candidates: tablePatterns(fields, learning.candidates),
    }
    const { known, sessions, rounds, isSettled } = settle(learning, tables)
    const cards = sessions.map((session, at) => cardOf(learning, tables, { session, at }))
    const { random, candidates } = tables
    const seen = seenPairs(fields, [random, candidates])
    const lesson = { fields, random, candidates, ...known, seen, cards }
    const weighed = weigh(lesson)
    return ok({
        fields: weighed,
        ...priorOfModel(known.prior, learning),
        sessions: cards,
        rounds,
        isSettled,
        warnings: warnOf(lesson, weighed),
    })
}

function faultsOf({ keys, random }: Learning): readonly Failure[] {
    const isEmpty = (counts: readonly PatternCount[]): boolean => counts.length === 0
    return [
        ...(keys.every(({ counts }) => isEmpty(counts))
            ? [failure('identity.learn_without_pairs', { keys: keys.length })]
            : []),
        ...(isEmpty(random) ? [failure('identity.learn_without_random')] : []),
    ]
}

/** What is known when nothing moves any more, or after the most rounds. */
type Settled = {
    readonly known: Known
    readonly sessions: readonly LearnedSession[]
    readonly rounds: number
    readonly isSettled: boolean
}

function settle(learning: Learning, tables: Tables): Settled {
    const slots = slotsOf(learning.fields)
    let u = chancesOf(expectOthers(tables.random, slots, null), slots)
    for (let round = 1; ; round++) {
        const sessions = learnSessions(learning, tables, u)
        const m = poolSessions(learning, sessions, u)
        const prior = priorOf(learning, tables, { m, u })
        const beliefs = { slots, m, u, prior, evidence: null }
        const cleaned = chancesOf(expectOthers(tables.random, slots, beliefs), slots)
        const isSettled = largestChange(cleaned, u) <= smallChange
        if (isSettled || round === mostRounds) {
            return { known: { m, u, prior }, sessions, rounds: round, isSettled }
        }
        u = cleaned
    }
}

function learnSessions(
    { fields, keys }: Learning,
    tables: Tables,
    u: Chances,
): readonly LearnedSession[] {
    const slots = slotsOf(fields)
    return keys.flatMap(({ leaves }, at) => {
        const table = tables.keys[at]
        const learns = fields.map(({ id }) => !leaves.includes(id))
        return table === undefined ? [] : [learnSession({ table, slots, u, learns })]
    })
}

/** m of all sessions and labels together: a session counts by the matches that it expects. */
function poolSessions(
    { fields, labelled = [] }: Learning,
    sessions: readonly LearnedSession[],
    u: Chances,
): Chances {
    const slots = slotsOf(fields)
    const pooled = expectOthers(tablePatterns(fields, labelled), slots, null)
    for (const { byLevel } of sessions.filter(isUsed)) {
        for (const [slot, pairs] of byLevel.entries()) {
            pooled[slot] = numberAt(pooled, slot) + pairs
        }
    }
    const m = chancesOfMatches(pooled, slots, u)
    const first = firstChances(slots)
    for (let field = 0; field < fields.length; field++) {
        const [from, to] = [numberAt(slots, field), numberAt(slots, field + 1)]
        if (pooled.subarray(from, to).some((pairs) => pairs > 0)) continue
        m.set(first.subarray(from, to), from)
    }
    return m
}

function isUsed({ matches }: LearnedSession): boolean {
    return matches >= fewMatches
}

function pairsOf({ records, pairs }: Pick<Learning, 'records' | 'pairs'>): number {
    return pairs ?? (records * (records - 1)) / 2
}

/** The share of all pairs that match by what is believed of the candidates. */
function priorOf(
    learning: Learning,
    { candidates }: Tables,
    { m, u }: { readonly m: Chances; readonly u: Chances },
): number {
    const { fields, records, rules } = learning
    const slots = slotsOf(fields)
    return estimatePrior({ candidates, slots, m, u, pairs: pairsOf(learning), records, rules })
}

/** What follows from the share of matches among the pairs of records. */
function priorOfModel(
    prior: number,
    all: Pick<Learning, 'records' | 'pairs'>,
): Pick<MatchModel, 'prior' | 'priorWeight' | 'partners'> {
    return {
        prior,
        priorWeight: milliBits(prior / (1 - prior)),
        partners: (prior * 2 * pairsOf(all)) / Math.max(all.records, 1),
    }
}

/**
 * A model that was learned elsewhere, for these records: the weights of its levels stay, and how
 * many pairs match is estimated anew, as that depends on how many records there are and how often
 * somebody stands among them.
 */
export function fitModel(
    model: MatchModel,
    learning: Pick<Learning, 'fields' | 'candidates' | 'records' | 'pairs' | 'rules'>,
): MatchModel {
    const { fields, records, rules } = learning
    const slots = slotsOf(fields)
    const chances = (side: 'm' | 'u'): Chances =>
        Float64Array.from(model.fields.flatMap(({ levels }) => levels.map((level) => level[side])))
    const candidates = tablePatterns(fields, learning.candidates)
    const [m, u] = [chances('m'), chances('u')]
    const pairs = pairsOf(learning)
    const prior = estimatePrior({ candidates, slots, m, u, pairs, records, rules })
    return { ...model, ...priorOfModel(prior, learning) }
}

function cardOf(
    { keys }: Learning,
    tables: Tables,
    { session, at }: { readonly session: LearnedSession; readonly at: number },
): SessionCard {
    return {
        key: keys[at]?.key ?? '',
        leaves: keys[at]?.leaves ?? [],
        pairs: tables.keys[at]?.total ?? 0,
        matches: Math.round(session.matches),
        iterations: session.iterations,
        change: session.change,
        isConverged: session.isConverged,
        isUsed: isUsed(session),
    }
}

/** Weights of all levels; a level that was seen neither here nor there says nothing. */
function weigh(lesson: Lesson): readonly WeighedField[] {
    const slots = slotsOf(lesson.fields)
    return lesson.fields.map(({ id, levels }, field) => ({
        id,
        levels: levels.map((level, at) => {
            const slot = numberAt(slots, field) + at
            const [m, u] = [numberAt(lesson.m, slot), numberAt(lesson.u, slot)]
            const weight = lesson.seen[slot] === 0 ? 0 : milliBits(m / u)
            return { id: level, m, u, weight }
        }),
    }))
}
