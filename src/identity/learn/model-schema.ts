import { z } from 'zod'
import { type KindId, kindIds } from '../kinds.ts'
import { modelFormat } from './learned-model.ts'

const text = z.string().min(1)
const count = z.int().min(0)
const chance = z.number().min(0).max(1)
const level = z.strictObject({ id: text, m: chance, u: chance, weight: z.int() })

const field = z.strictObject({
    id: text,
    kind: z.enum(kindIds as readonly [KindId, ...KindId[]]),
    columns: z.array(text).min(1),
    frequency: z.boolean(),
    fits: text,
    levels: z.array(level).min(1),
})

const session = z.strictObject({
    key: text,
    leaves: z.array(text),
    pairs: count,
    matches: count,
    iterations: count,
    change: z.number().min(0),
    isConverged: z.boolean(),
    isUsed: z.boolean(),
})

const warning = z.discriminatedUnion('kind', [
    z.strictObject({
        kind: z.enum(['never_compared', 'no_variation', 'unlearned']),
        field: text,
    }),
    z.strictObject({ kind: z.literal('level_unseen'), field: text, level: text }),
    z.strictObject({
        kind: z.literal('levels_out_of_order'),
        field: text,
        better: text,
        worse: text,
    }),
    z.strictObject({ kind: z.enum(['not_converged', 'few_matches']), key: text }),
    z.strictObject({
        kind: z.literal('dependent'),
        field: text,
        other: text,
        shared: count,
        level: text,
        otherLevel: text,
        observed: count,
        expected: count,
    }),
])

const comparison = z.strictObject({
    comparison: text,
    records: count,
    pairs: count,
    labels: count,
    fields: z.array(field).min(1),
    prior: z.number().gt(0).max(0.5),
    priorWeight: z.int(),
    partners: z.number().min(0),
    sessions: z.array(session),
    rounds: count,
    isSettled: z.boolean(),
    warnings: z.array(warning),
})

/** The shape of a file of a model, its seal included (`learned-model.ts`). */
export const modelSchema = z.strictObject({
    identityModel: z.literal(modelFormat),
    tong: text,
    policy: z.strictObject({ id: text, version: text }).nullable(),
    seed: count,
    comparisons: z.array(comparison).min(1),
    seal: text,
})
