import { z } from 'zod'
import { type Failure, failure, ok, type Result, refused } from '#domain/result.ts'
import { different } from '../kind.ts'
import type { Comparison, PolicyField } from '../policy/identity-policy.ts'
import {
    type Digest,
    digestField,
    type LearnedComparison,
    type LearnedField,
    type LearnedModel,
    modelFormat,
    sealOf,
} from './learned-model.ts'
import type { MatchModel } from './match-model.ts'
import { modelSchema } from './model-schema.ts'

/** Faults of one file are told up to so many: a broken one has hundreds. */
const faultsMax = 20

/** Where a model comes from, as a message names it, and how texts are digested. */
export type ModelSource = { readonly file: string; readonly digest: Digest }

/**
 * Reads a file of a model. Refused with all faults at once: `identity.model_broken` where it is no
 * JSON, `identity.model_format` where it is no model or of another format, `identity.model_part`
 * for each part that is missing or not of its kind, `identity.model_edited` where the seal is
 * broken.
 */
export function readModel(text: string, { file, digest }: ModelSource): Result<LearnedModel> {
    const at = { file }
    const parsed = parseJson(text)
    if (parsed === undefined) return refused([failure('identity.model_broken', {}, at)])
    const head = z.looseObject({ identityModel: z.number() }).safeParse(parsed)
    const format = head.success ? head.data.identityModel : null
    if (format !== modelFormat) {
        const params = { format: format ?? 'none', known: modelFormat }
        return refused([failure('identity.model_format', params, at)])
    }
    const shaped = modelSchema.safeParse(parsed)
    const { seal, ...content } = z.looseObject({ seal: z.unknown() }).parse(parsed)
    const isWhole = seal === sealOf(content, digest)
    const parts = shaped.success ? [] : partsOf(shaped.error.issues)
    const faults = [
        ...parts.slice(0, faultsMax).map((part) => failure('identity.model_part', { part }, at)),
        ...(isWhole ? [] : [failure('identity.model_edited', {}, at)]),
    ]
    if (!shaped.success || faults.length > 0) return refused(faults)
    const { seal: _, ...model } = shaped.data
    return ok(model)
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text)
    } catch {
        return undefined
    }
}

function partsOf(issues: readonly z.core.$ZodIssue[]): readonly string[] {
    const paths = issues.flatMap((issue) => {
        const path = issue.path.map(String)
        const keys = issue.code === 'unrecognized_keys' ? issue.keys : []
        return keys.length > 0 ? keys.map((key) => [...path, key].join('.')) : [path.join('.')]
    })
    return [...new Set(paths)]
}

/**
 * The weights of a comparison out of a file, in the order of its fields. Refused where the file has
 * none of a comparison of this name (`identity.model_without`), and with each field that was
 * compared otherwise, by other columns, or is only in one of the two (`identity.model_field`).
 */
export function modelFor(
    comparison: Comparison,
    { comparisons }: LearnedModel,
    { file, digest }: ModelSource,
): Result<MatchModel> {
    const learned = comparisons.find((one) => one.comparison === comparison.id)
    if (learned === undefined) {
        const known = comparisons.map((one) => one.comparison).join(', ')
        const params = { comparison: comparison.id, known }
        return refused([failure('identity.model_without', params, { file })])
    }
    const faults = fieldFaults(comparison, learned, { file, digest })
    if (faults.length > 0) return refused(faults)
    const { comparison: _, records, pairs, labels, fields, ...model } = learned
    const levelsOf = (id: string) => fields.find((field) => field.id === id)?.levels ?? []
    return ok({
        ...model,
        fields: comparison.fields.map(({ id }) => ({ id, levels: levelsOf(id) })),
    })
}

function fieldFaults(
    { fields }: Comparison,
    learned: LearnedComparison,
    { file, digest }: ModelSource,
): readonly Failure[] {
    const fault = (field: string, difference: Difference): Failure =>
        failure('identity.model_field', { field, ...difference }, { file })
    return [
        ...fields.flatMap((field) => {
            const same = learned.fields.find(({ id }) => id === field.id)
            if (same === undefined) return [fault(field.id, { what: 'unlearned', ...nothing })]
            return differencesOf(field, same, digest).map((one) => fault(field.id, one))
        }),
        ...learned.fields
            .filter(({ id }) => !fields.some((field) => field.id === id))
            .map(({ id }) => fault(id, { what: 'uncompared', ...nothing })),
    ]
}

/** How a field differs: what it was learned as, and what it is compared as. */
type Difference = { readonly what: string; readonly was: string; readonly is: string }

const nothing = { was: '', is: '' } as const

function differencesOf(
    field: PolicyField,
    learned: LearnedField,
    digest: Digest,
): readonly Difference[] {
    const levels = [...field.levels.map(({ id }) => id), different].join(', ')
    const was = learned.levels.map(({ id }) => id).join(', ')
    const all: readonly Difference[] = [
        { what: 'kind', was: learned.kind, is: field.kind },
        { what: 'columns', was: learned.columns.join(', '), is: field.columns.join(', ') },
        // Another kind has other levels: that goes without saying.
        ...(learned.kind === field.kind ? [{ what: 'levels', was, is: levels }] : []),
        { what: 'frequency', was: String(learned.frequency), is: String(field.frequency) },
    ]
    const differences = all.filter(({ was, is }) => was !== is)
    if (differences.length > 0 || learned.fits === digestField(field, digest)) return differences
    // The words are the same and ask something else: the levels of this version of Tong do.
    return [{ what: 'tests', ...nothing }]
}
