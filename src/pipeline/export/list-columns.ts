import type { ListedParty } from '#serving/read-list.ts'
import type { ExportColumn } from './export-source.ts'

/** A column of a list, and the text of its cell; null: nothing is known, or it is withheld. */
export type ListColumn = Omit<ExportColumn, 'isMasked'> & {
    readonly cell: (party: ListedParty) => string | number | null
}

const text = { type: 'varchar', unit: null, codes: null } as const
const tier = { type: 'varchar', unit: null, codes: 'tier' } as const
const amount = { type: 'decimal(18,2)', unit: 'base currency', codes: null } as const
const measure = { type: 'decimal(24,6)', unit: 'base currency', codes: null } as const
const reviews = { type: 'integer', unit: 'reviews', codes: null } as const

/** All that a list tells of a party, whichever list it is. */
export const listColumns: readonly ListColumn[] = [
    { ...text, name: 'record_key', cell: ({ recordKey }) => recordKey },
    { ...text, name: 'name_masked', cell: ({ name }) => name },
    { ...text, name: 'party_kind', cell: ({ kind }) => kind },
    { ...text, name: 'branch', cell: ({ branch }) => branch },
    { ...tier, name: 'tier', cell: ({ assignment }) => assignment.tier },
    { ...tier, name: 'tier_before', cell: ({ tierBefore }) => tierBefore },
    { ...measure, name: 'measure', cell: ({ assignment }) => assignment.measure },
    { ...amount, name: 'assets', cell: ({ assignment }) => assignment.assets },
    { ...tier, name: 'raw_tier', cell: ({ assignment }) => assignment.rawTier },
    { ...tier, name: 'earned_tier', cell: ({ assignment }) => assignment.earnedTier },
    {
        ...{ ...text, codes: 'earned_cause', name: 'earned_cause' },
        cell: ({ assignment }) => assignment.earnedCause,
    },
    { ...text, codes: 'cause', name: 'cause', cell: ({ assignment }) => assignment.cause },
    { ...text, name: 'rule', cell: ({ assignment }) => assignment.rule },
    { ...text, codes: 'near', name: 'near', cell: ({ assignment }) => assignment.near },
    { ...tier, name: 'next_tier', cell: ({ assignment }) => assignment.nextTier },
    { ...measure, name: 'next_gap', cell: ({ assignment }) => assignment.nextGap },
    { ...measure, name: 'keep_gap', cell: ({ assignment }) => assignment.keepGap },
    { ...reviews, name: 'reviews_left', cell: ({ assignment }) => assignment.reviewsLeft },
    { ...reviews, name: 'below_count', cell: ({ assignment }) => assignment.belowCount },
    { ...tier, name: 'qualified_for', cell: ({ assignment }) => assignment.qualifiedFor },
    {
        ...{ type: 'boolean', unit: null, codes: 'yes_no', name: 'is_restricted' },
        cell: ({ assignment }) => String(assignment.restricted),
    },
    { ...text, type: 'bigint', name: 'party_id', cell: ({ partyId }) => partyId },
]
