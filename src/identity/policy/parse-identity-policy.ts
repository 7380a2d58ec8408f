import { z } from 'zod'
import { readYaml } from '#domain/read-yaml.ts'
import { failuresInOrder, ok, type Result, refused } from '#domain/result.ts'
import type { Kind, Level } from '../kind.ts'
import { kinds } from '../kinds.ts'
import type { Comparison, FieldForm, IdentityPolicy, PolicyField } from './identity-policy.ts'
import { comparisonFaults, kindNamed } from './policy-faults.ts'
import { type ComparisonText, type FieldText, policySchema, readableParts } from './policy-text.ts'

/**
 * Reads a file of `policies/identity/`. All faults come back at once with line and column, in the
 * order of the file: `domain.yaml_*` where it is no YAML or has not the shape, and
 * `identity.{kind_unknown, level_unknown, level_twice, levels_order, columns_many,
 * form_unreadable, form_unknown, field_unknown, thresholds_reversed}`.
 */
export function parseIdentityPolicy(text: string, file: string): Result<IdentityPolicy> {
    const loose = readYaml(text, { file, schema: z.unknown() })
    if (!loose.ok) return loose
    const { value, placeOf } = loose.value
    const shaped = readYaml(text, { file, schema: policySchema })
    const faults = [
        ...(shaped.ok ? [] : shaped.failures),
        ...Object.entries(readableParts(value)).flatMap(([id, part]) =>
            comparisonFaults(part, (path) => placeOf(['comparisons', id, ...path])),
        ),
    ]
    if (!shaped.ok || faults.length > 0) return refused(failuresInOrder(faults))
    const { identity, version, comparisons } = shaped.value.value
    return ok({
        id: identity,
        version,
        comparisons: Object.entries(comparisons).map(([id, one]) => comparisonOf(id, one)),
    })
}

function comparisonOf(id: string, text: ComparisonText): Comparison {
    const { of = 'any', fields, blocking, sure, never = [], thresholds } = text
    return {
        id,
        of,
        fields: Object.entries(fields).map(([field, words]) => fieldOf(field, words)),
        blocking: blocking.map((key) => key.map(fieldForm)),
        sure: { rules: sure.rules.map((rule) => rule.map(fieldForm)), recall: sure.recall },
        never: never.map(fieldForm),
        thresholds,
    }
}

function fieldOf(id: string, text: FieldText): PolicyField {
    const { columns = [id], levels: named, frequency = false } = text
    const kindId = kindNamed(text.kind)
    if (kindId === null) throw new Error(`${text.kind} is no kind`)
    const kind: Kind = kinds[kindId]
    const levels: readonly Level[] =
        named === undefined ? kind.levels : kind.levels.filter((one) => named.includes(one.id))
    return { id, kind: kindId, columns, levels, frequency }
}

function fieldForm(written: string): FieldForm {
    const [field = '', form = ''] = written.split('.')
    return { field, form }
}
