import { z } from 'zod'
import { recordsOf } from './identity-policy.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a-z, 0-9, _')
const probability = z.number().gt(0).lt(1)
const keys = z.array(z.array(z.string().min(1)).min(1)).min(1)

const field = z.strictObject({
    kind: z.string().min(1),
    columns: z.array(z.string().min(1)).min(1).optional(),
    levels: z.array(z.string().min(1)).min(1).optional(),
    frequency: z.boolean().optional(),
})

const comparison = z.strictObject({
    of: z.enum(recordsOf).optional(),
    fields: z.record(name, field).refine((one) => Object.keys(one).length > 0, 'one at least'),
    blocking: keys,
    sure: z.strictObject({ rules: keys, recall: probability }),
    never: z.array(z.string().min(1)).optional(),
    thresholds: z.strictObject({ accept: probability, review: probability }),
})

/** The shape of `policies/identity/<version>.yaml`; its first key says what it is. */
export const policySchema = z.strictObject({
    identity: name,
    version: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, '2026-01'),
    comparisons: z.record(name, comparison),
})

/** The words of a whole file. */
export type PolicyText = z.infer<typeof policySchema>

/** The words of one comparison. */
export type ComparisonText = z.infer<typeof comparison>

/** The words of one field. */
export type FieldText = z.infer<typeof field>

/** The parts of a file that have their shape, whatever the others look like. */
export function readableParts(value: unknown): Readonly<Record<string, ComparisonText>> {
    const all = z.looseObject({ comparisons: z.record(z.string(), z.unknown()) }).safeParse(value)
    if (!all.success) return {}
    const loose = z.looseObject({
        of: z.enum(recordsOf).optional().catch(undefined),
        fields: z.record(z.string(), z.looseObject({}).and(field.partial()).catch({})).catch({}),
        blocking: z.array(z.array(z.string()).catch([])).catch([]),
        sure: z
            .looseObject({
                rules: z.array(z.array(z.string()).catch([])).catch([]),
                recall: z.number().catch(1),
            })
            .catch({ rules: [], recall: 1 }),
        never: z.array(z.string()).optional().catch(undefined),
        thresholds: z
            .looseObject({ accept: z.number(), review: z.number() })
            .catch({ accept: 1, review: 0 }),
    })
    return Object.fromEntries(
        Object.entries(all.data.comparisons).flatMap(([id, one]) => {
            const read = loose.safeParse(one)
            return read.success ? [[id, read.data as unknown as ComparisonText]] : []
        }),
    )
}
