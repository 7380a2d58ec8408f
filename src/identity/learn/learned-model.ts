import type { Comparison, PolicyField } from '../policy/identity-policy.ts'
import type { MatchModel, WeighedField } from './match-model.ts'

/** A field as its weights were learned. */
export type LearnedField = WeighedField &
    Pick<PolicyField, 'kind' | 'columns' | 'frequency'> & {
        /** Digest of all that its levels ask of two values. */
        readonly fits: string
    }

/** The weights of one comparison, with what they belong to. */
export type LearnedComparison = Omit<MatchModel, 'fields'> & {
    readonly comparison: string
    /** Records, pairs that keys proposed, and labels that it was learned from. */
    readonly records: number
    readonly pairs: number
    readonly labels: number
    readonly fields: readonly LearnedField[]
}

/** What was learned, as a file keeps it: nothing in it is a value of a record. */
export type LearnedModel = {
    /** The format of the file. */
    readonly identityModel: typeof modelFormat
    /** The version of Tong that has learned it. */
    readonly tong: string
    /** The file of rules that names the comparisons; null: they were drafted from a table. */
    readonly policy: { readonly id: string; readonly version: string } | null
    readonly seed: number
    readonly comparisons: readonly LearnedComparison[]
}

/** The format of files of models; another one is not read. */
export const modelFormat = 1

/** Makes a short name of a text: the same for the same text only. */
export type Digest = (text: string) => string

/**
 * The digest of all that decides what the weights of a field mean: how values are compared, not
 * which column they stand in, and not by which keys pairs are found.
 */
export function digestField({ kind, levels, frequency }: PolicyField, digest: Digest): string {
    return digest(JSON.stringify({ kind, levels, frequency }))
}

/** What was learned of one comparison. */
export type TaughtComparison = {
    readonly comparison: Comparison
    readonly model: MatchModel
    readonly records: number
    readonly pairs: number
    readonly labels: number
}

/** A comparison's weights with what they belong to. */
export function learnedComparison(
    { comparison, model, records, pairs, labels }: TaughtComparison,
    digest: Digest,
): LearnedComparison {
    const { fields, ...rest } = model
    return {
        ...{ comparison: comparison.id, records, pairs, labels },
        fields: comparison.fields.map((field, at) => {
            const { id, kind, columns, frequency } = field
            const fits = digestField(field, digest)
            return { id, kind, columns, frequency, fits, levels: fields[at]?.levels ?? [] }
        }),
        ...rest,
    }
}

/** The text of a file of a model. Its last line seals it: whoever edits it breaks the seal. */
export function writeModel(model: LearnedModel, digest: Digest): string {
    return `${JSON.stringify({ ...model, seal: sealOf(model, digest) }, null, 2)}\n`
}

/** The seal of a file's content, which is all of it but the seal. */
export function sealOf(content: object, digest: Digest): string {
    return digest(JSON.stringify(content))
}
