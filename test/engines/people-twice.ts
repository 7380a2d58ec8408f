import fc from 'fast-check'
import type { TextRow } from '#identity/compare-records.ts'
import { type KindId, kinds } from '#identity/kinds.ts'
import type { Comparison, PolicyField } from '#identity/policy/identity-policy.ts'

/** A field of one column and all levels of its kind. */
export function field(id: string, kind: KindId): PolicyField {
    return { id, kind, columns: [id], levels: kinds[kind].levels, frequency: true }
}

/** What the rows of {@link peopleArbitrary} are compared by. */
export const peopleComparison: Comparison = {
    ...{ id: 'people', of: 'any', sure: { rules: [], recall: 1 } },
    fields: [
        field('given', 'latin_name'),
        field('family', 'latin_name'),
        { ...field('born', 'date'), frequency: false },
        field('card', 'code'),
        { ...field('sex', 'sex'), frequency: false },
    ],
    blocking: [
        [{ field: 'card', form: 'folded' }],
        [
            { field: 'given', form: 'folded' },
            { field: 'family', form: 'folded' },
        ],
        [{ field: 'born', form: 'day' }],
    ],
    never: [{ field: 'sex', form: 'sex' }],
    thresholds: { accept: 0.9, review: 0.3 },
}

/** All columns of rows. */
export function columnsOf(rows: readonly TextRow[]): readonly string[] {
    return [...new Set(rows.flatMap((row) => Object.keys(row)))]
}

const givenNames = ['Anna', 'Martha', 'Marhta', 'Ben', 'Benn', 'Chen', 'Zoë', '伟']
const familyNames = ['Smith', 'Smyth', 'Dixon', 'Dickson', 'Ng', 'Okafor']
const days = ['1980-01-02', '1980-02-01', '1975-06-30', '1990-12-11', '2001-03-04']

/** What happens to a value between two systems. */
const fates = ['same', 'same', 'same', 'lost', 'other'] as const

const person = fc.record({
    given: fc.constantFrom(...givenNames),
    family: fc.constantFrom(...familyNames),
    born: fc.constantFrom(...days),
    card: fc.integer({ min: 10_000, max: 99_999 }).map(String),
    sex: fc.constantFrom('M', 'F', null),
    fates: fc.record({
        given: fc.constantFrom(...fates),
        family: fc.constantFrom(...fates),
        born: fc.constantFrom(...fates),
        card: fc.constantFrom(...fates),
        sex: fc.constantFrom(...fates),
    }),
    other: fc.record({
        given: fc.constantFrom(...givenNames),
        family: fc.constantFrom(...familyNames),
        born: fc.constantFrom(...days),
        card: fc.integer({ min: 10_000, max: 99_999 }).map(String),
        sex: fc.constantFrom('M', 'F', null),
    }),
})

const columns = ['given', 'family', 'born', 'card', 'sex'] as const

/** Forty to sixty persons, each in two rows that tell of them a little differently; sorted ids. */
export const peopleArbitrary: fc.Arbitrary<readonly TextRow[]> = fc
    .array(person, { minLength: 40, maxLength: 60, size: 'max' })
    .map((people) =>
        people.flatMap((one, at) => {
            const id = String(100 + at)
            const told = columns.map((column) => [column, one[column]] as const)
            const again = columns.map((column) => {
                const fate = one.fates[column]
                if (fate === 'lost') return [column, null] as const
                return [column, fate === 'same' ? one[column] : one.other[column]] as const
            })
            return [
                { id: `${id}a`, ...Object.fromEntries(told) },
                { id: `${id}b`, ...Object.fromEntries(again) },
            ]
        }),
    )
