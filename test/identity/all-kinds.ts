import fc from 'fast-check'
import type { TextRow } from '#identity/compare-records.ts'
import { kindIds, kinds } from '#identity/kinds.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { textOfKind } from './text-of-kind.ts'

/** Compares each kind on all of its levels, a column each. */
export const allKinds: Comparison = {
    ...{ id: 'all', of: 'any', blocking: [], never: [], sure: { rules: [], recall: 1 } },
    fields: kindIds.map((kind) => ({
        ...{ id: kind, kind, columns: [kind], frequency: false },
        levels: kinds[kind].levels,
    })),
    thresholds: { accept: 0.9, review: 0.5 },
}

/** A record with a text of each kind. */
export const rowOfAllKinds: fc.Arbitrary<TextRow> = fc.record(
    Object.fromEntries(kindIds.map((kind) => [kind, textOfKind(kind)])),
)
