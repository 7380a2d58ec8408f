import { z } from 'zod'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a-z, 0-9, _')
const sources = z.array(z.string().min(1)).min(1)
const rule = z.union([z.string(), z.strictObject({ sources })])
const rules = z.array(rule)

/** The shape of `policies/survivorship/<version>.yaml`; its first key says what it is. */
export const survivorshipSchema = z.strictObject({
    survivorship: name,
    version: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, '2026-01'),
    sources: sources.optional(),
    fields: z.record(z.string(), rules).optional(),
    default: rules,
})

/** One rule as it is written: a word, or `sources` with an order of its own. */
export type RuleText = z.infer<typeof rule>

/** What can be looked at of a file, whatever its other parts look like. */
export type ReadableText = {
    readonly sources: readonly string[]
    readonly fields: Readonly<Record<string, readonly unknown[]>>
    readonly default: readonly unknown[] | null
}

/** The parts of a file that have their shape. */
export function readableText(value: unknown): ReadableText {
    const read = z
        .looseObject({
            sources: z.array(z.string()).catch([]),
            fields: z.record(z.string(), z.array(z.unknown()).catch([null])).catch({}),
            default: z.array(z.unknown()).nullable().catch(null),
        })
        .safeParse(value)
    return read.success ? read.data : { sources: [], fields: {}, default: null }
}
