import type { Feature } from '../feature.ts'
import { dated, flag, kind, known, money } from './kinds.ts'

const told = { window: 'month_end', absent: 'null', partial: 'skip' } as const
const interested = { ...flag, ...told } as const

/** The features of `features.party_people`, in the order of its columns. */
export const partyPeople: readonly Omit<Feature, 'table'>[] = [
    {
        ...kind,
        ...told,
        id: 'region',
        source: 'Region, of the record that survivorship chooses.',
    },
    {
        ...kind,
        ...told,
        id: 'branch',
        source: 'Branch, of the record that survivorship chooses.',
    },
    {
        ...dated,
        ...told,
        id: 'profile_date',
        source: 'Day of the profile noted last by the end of the month.',
    },
    {
        ...kind,
        ...told,
        id: 'sex',
        source: 'Sex of a person, of the record that survivorship chooses.',
        sensitive: 'sex',
        values: ['female', 'male'],
    },
    {
        ...kind,
        ...told,
        id: 'age_band',
        source: 'Band of age_years, both ends included.',
        sensitive: 'age',
        values: [
            ...['under_18', 'from_18_to_24', 'from_25_to_34', 'from_35_to_44', 'from_45_to_54'],
            ...['from_55_to_64', 'from_65_on'],
        ],
    },
    {
        ...known,
        ...told,
        id: 'birthday_month',
        unit: null,
        source: 'Month of birth of a person, 1 to 12.',
    },
    {
        ...flag,
        ...told,
        id: 'has_birthday_next_month',
        source: 'Whether a person has the birthday in the month after.',
    },
    {
        ...kind,
        ...told,
        id: 'occupation',
        source: 'Occupation of the latest profile, the major groups of GB/T 6565.',
        values: [
            ...[
                'manager',
                'professional',
                'clerk',
                'service_worker',
                'farmer',
                'production_worker',
            ],
            ...['military', 'self_employed', 'student', 'retired', 'not_working', 'other'],
        ],
    },
    {
        ...kind,
        ...told,
        id: 'education',
        source: 'Highest degree of the latest profile.',
        values: [
            ...['primary', 'middle_school', 'high_school', 'college', 'bachelor', 'master'],
            'doctor',
        ],
    },
    {
        ...kind,
        ...told,
        id: 'marital_status',
        source: 'Marital status of the latest profile, as in GB/T 2261.2.',
        sensitive: 'marital_status',
        values: ['single', 'married', 'divorced', 'widowed'],
    },
    {
        ...money,
        ...told,
        id: 'income_yearly',
        source: 'Income of a year in the latest profile, as the customer has said.',
    },
    {
        ...kind,
        ...told,
        id: 'income_level',
        source: 'income_yearly: middle from 60,000, upper from 180,000, high from 500,000 CNY.',
        values: ['low', 'middle', 'upper', 'high'],
    },
    {
        ...known,
        ...told,
        id: 'interests',
        unit: 'categories',
        source: 'Interests in the latest profile, of the eight that have a feature.',
    },
    ...['art', 'cars', 'children', 'food', 'reading', 'sports', 'technology', 'travel'].map(
        (interest) => ({
            ...interested,
            id: `has_interest_${interest}`,
            source: `Whether the interests in the latest profile name ${interest}.`,
        }),
    ),
    {
        ...known,
        ...told,
        id: 'household_size',
        unit: 'persons',
        source: 'Parties of the household joined last, on the last day of the month.',
    },
    {
        ...known,
        ...told,
        id: 'household_pooled',
        unit: 'persons',
        source: 'Adults of that household who have agreed to be looked at as one.',
    },
    {
        ...flag,
        ...told,
        id: 'has_household_consent',
        source: 'Whether the person has agreed to it; not known is no, no household is null.',
    },
    {
        ...kind,
        ...told,
        id: 'ethnic_group',
        source: 'Ethnic group of the latest profile, by the letters of GB/T 3304.',
        sensitive: 'ethnic_group',
    },
    {
        ...kind,
        ...told,
        id: 'religion',
        source: 'Religion of the latest profile.',
        sensitive: 'religion',
        values: [
            ...['none', 'buddhism', 'taoism', 'islam', 'catholicism', 'protestantism', 'other'],
        ],
    },
    {
        ...kind,
        ...told,
        id: 'health',
        source: 'Health of the latest profile, as in GB/T 2261.3.',
        sensitive: 'health',
        values: ['good', 'fair', 'chronic_illness', 'disability'],
    },
]
