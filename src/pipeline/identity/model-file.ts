import { createHash } from 'node:crypto'
import { type Failure, Refusal, valueOrThrow } from '#domain/result.ts'
import {
    type LearnedModel,
    learnedComparison,
    modelFormat,
    type TaughtComparison,
    writeModel,
} from '#identity/learn/learned-model.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import { modelFor, readModel } from '#identity/learn/read-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'

function sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex')
}

/** What was learned, and by whom. */
export type TaughtModel = Pick<LearnedModel, 'tong' | 'policy' | 'seed'> & {
    readonly lessons: readonly TaughtComparison[]
}

/** The text of a file of models: the same lessons and seed make the same bytes. */
export function modelText({ lessons, tong, policy, seed }: TaughtModel): string {
    const comparisons = lessons.map((lesson) => learnedComparison(lesson, sha256))
    return writeModel({ identityModel: modelFormat, tong, policy, seed, comparisons }, sha256)
}

/** A text that holds a model, and the file it comes from. */
export type ModelFile = { readonly text: string; readonly file: string }

/** Reads a file of models. Throws Refusal `identity.model_*` with all faults. */
export function parseModel({ text, file }: ModelFile): LearnedModel {
    return valueOrThrow(readModel(text, { file, digest: sha256 }))
}

/** A model that was read, and the file it comes from. */
export type ReadModel = { readonly model: LearnedModel; readonly file: string }

/** The weights of a comparison out of a file of models. Throws Refusal with all differences. */
export function weightsOf(comparison: Comparison, { model, file }: ReadModel): MatchModel {
    return valueOrThrow(modelFor(comparison, model, { file, digest: sha256 }))
}

/**
 * The weights of those of some comparisons that a file has any of, by id. Throws Refusal with all
 * differences of all of them, or where it has none of any.
 */
export function weightsByComparison(
    comparisons: readonly Comparison[],
    { model, file }: ReadModel,
): ReadonlyMap<string, MatchModel> {
    const has = ({ id }: Comparison): boolean =>
        model.comparisons.some(({ comparison }) => comparison === id)
    const known = comparisons.filter(has)
    const asked = known.length > 0 ? known : comparisons
    const failures: Failure[] = []
    const weights = new Map<string, MatchModel>()
    for (const comparison of asked) {
        const found = modelFor(comparison, model, { file, digest: sha256 })
        if (found.ok) weights.set(comparison.id, found.value)
        else failures.push(...found.failures)
    }
    if (failures.length > 0) throw new Refusal(failures)
    return weights
}
