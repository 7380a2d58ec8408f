import type { Feature } from '../feature.ts'
import { count, flag, money } from './kinds.ts'

const parties = { ...count, unit: 'parties', window: 'month_end', partial: 'skip' } as const
const stands = { ...flag, window: 'month_end', partial: 'skip' } as const
const amount = { ...money, window: 'month_end', partial: 'skip' } as const

/** The features of `features.party_relations`, in the order of its columns. */
export const partyRelations: readonly Omit<Feature, 'table'>[] = [
    {
        ...parties,
        id: 'related_parties',
        source: 'Different parties that it is in any relation with on the last day of the month.',
    },
    {
        ...stands,
        id: 'is_group_member',
        source: 'Whether it stands in a relation group_member, as a member or as the head.',
    },
    {
        ...stands,
        id: 'is_group_head',
        source: 'Whether others are members of its group.',
    },
    {
        ...parties,
        id: 'group_size',
        source: 'Parties of its group with the head; of two groups the larger one.',
    },
    {
        ...parties,
        id: 'companies_controlled',
        source: 'Parties that it stands in a relation controller to.',
    },
    {
        ...parties,
        id: 'controllers',
        source: 'Parties that stand in a relation controller to it.',
    },
    {
        ...parties,
        id: 'shareholdings',
        source: 'Parties that it stands in a relation shareholder to.',
    },
    {
        ...parties,
        id: 'shareholders',
        source: 'Parties that stand in a relation shareholder to it.',
    },
    {
        ...stands,
        id: 'is_guarantor',
        source: 'Whether it stands in a relation guarantor to anybody.',
    },
    {
        ...parties,
        id: 'parties_guaranteed',
        source: 'Parties that it stands in a relation guarantor to.',
    },
    {
        ...amount,
        id: 'guaranteed_amount',
        source: 'Sum of amount_yearly of its relations guarantor; unknown ones are left out.',
    },
    {
        ...parties,
        id: 'guarantors',
        source: 'Parties that stand in a relation guarantor to it.',
    },
    {
        ...amount,
        id: 'guarantors_amount',
        source: 'Sum of amount_yearly of relations guarantor to it; unknown ones are left out.',
    },
    {
        ...parties,
        id: 'suppliers',
        source: 'Parties that stand in a relation supplier to it.',
    },
    {
        ...amount,
        id: 'suppliers_amount',
        source: 'Sum of amount_yearly of relations supplier to it; unknown ones are left out.',
    },
    {
        ...parties,
        id: 'buyers',
        source: 'Parties that it stands in a relation supplier to.',
    },
    {
        ...amount,
        id: 'buyers_amount',
        source: 'Sum of amount_yearly of its relations supplier; unknown ones are left out.',
    },
    {
        ...stands,
        id: 'is_legal_representative',
        source: 'Whether it stands in a relation legal_representative to anybody.',
    },
    {
        ...parties,
        id: 'companies_represented',
        source: 'Parties that it stands in a relation legal_representative to.',
    },
    {
        ...parties,
        id: 'family_links',
        source: 'Parties in a relation family with it, whichever of the two stands first.',
    },
]
