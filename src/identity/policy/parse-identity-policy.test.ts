import { describe, expect, it } from 'vitest'
import { levelIdsOf } from './identity-policy.ts'
import { parseIdentityPolicy } from './parse-identity-policy.ts'

const sound = `identity: people
version: 2026-01
comparisons:
    persons:
        of: person
        fields:
            name:
                kind: person_name
                levels: [exact, same_pinyin, same_surname]
                frequency: true
            born: { kind: birth_date, columns: [birth_date] }
            number: { kind: resident_id }
        blocking:
            - [number.number]
            - [name.pinyin, born.day]
        sure:
            rules:
                - [number.number]
            recall: 0.8
        never: [number.proven]
        thresholds: { accept: 0.9, review: 0.4 }
`

/** Codes, lines and columns of the faults of the sound file with some of its text replaced. */
function faults(edits: Readonly<Record<string, string>>): readonly string[] {
    let text = sound
    for (const [from, to] of Object.entries(edits)) {
        expect(text).toContain(from)
        text = text.replace(from, to)
    }
    const read = parseIdentityPolicy(text, 'people.yaml')
    if (read.ok) return []
    return read.failures.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
}

describe('a policy of identity', () => {
    it('is read whole', () => {
        const read = parseIdentityPolicy(sound, 'people.yaml')
        expect(read).toMatchObject({
            ok: true,
            value: {
                id: 'people',
                version: '2026-01',
                comparisons: [
                    {
                        id: 'persons',
                        of: 'person',
                        fields: [
                            { id: 'name', columns: ['name'], frequency: true },
                            { id: 'born', columns: ['birth_date'], frequency: false },
                            { id: 'number', kind: 'resident_id' },
                        ],
                        blocking: [
                            [{ field: 'number', form: 'number' }],
                            [
                                { field: 'name', form: 'pinyin' },
                                { field: 'born', form: 'day' },
                            ],
                        ],
                        sure: { recall: 0.8 },
                        never: [{ field: 'number', form: 'proven' }],
                        thresholds: { accept: 0.9, review: 0.4 },
                    },
                ],
            },
        })
    })

    it('has the levels that it names, and all of the kind where it names none', () => {
        const read = parseIdentityPolicy(sound, 'people.yaml')
        const fields = read.ok ? (read.value.comparisons[0]?.fields ?? []) : []
        expect(fields.map(levelIdsOf)).toMatchObject([
            ['exact', 'same_pinyin', 'same_surname', 'different'],
            { length: 10 },
            ['exact', 'one_digit_off', 'same_birth_and_place', 'different'],
        ])
    })

    const cases: readonly (readonly [string, Readonly<Record<string, string>>, string[]])[] = [
        ['no YAML', { 'of: person': 'of: "person' }, ['domain.yaml_invalid']],
        ['an unknown key', { 'of: person': 'off: person' }, ['domain.yaml_key_unknown 5']],
        ['a missing key', { '            recall: 0.8\n': '' }, ['domain.yaml_key_missing 17']],
        ['records of no sort', { 'of: person': 'of: dog' }, ['domain.yaml_value_unfit 5']],
        ['no probability', { 'accept: 0.9': 'accept: 90' }, ['domain.yaml_value_unfit 21']],
        ['an unknown kind', { 'kind: person_name': 'kind: person' }, ['identity.kind_unknown 8']],
        ['an unknown level', { same_pinyin: 'same_sound' }, ['identity.level_unknown 9']],
        ['a level twice', { same_surname: 'same_pinyin' }, ['identity.level_twice 9']],
        [
            'levels in the wrong order',
            { '[exact, same_pinyin,': '[same_pinyin, exact,' },
            ['identity.levels_order 9'],
        ],
        [
            'more columns than the kind takes',
            { '[birth_date]': '[year, day]' },
            ['identity.columns_many 11'],
        ],
        ['a form without its field', { '[name.pinyin,': '[pinyin,' }, ['identity.form_unreadable']],
        ['an unknown form', { 'born.day': 'born.days' }, ['identity.form_unknown 15']],
        ['an unknown field', { '[number.proven]': '[id.proven]' }, ['identity.field_unknown 20']],
        [
            'thresholds the wrong way round',
            { 'review: 0.4': 'review: 0.95' },
            ['identity.thresholds_reversed 21'],
        ],
    ]

    it.each(cases)('is refused for %s', (_, edits, expected) => {
        const found = faults(edits)
        expect(found).toHaveLength(expected.length)
        for (const [at, code] of expected.entries()) expect(found[at]).toContain(code)
    })

    it('is refused without fields', () => {
        const text = sound.replace(/ {8}fields:\n(?: {12}.*\n)+/, '        fields: {}\n')
        const read = parseIdentityPolicy(text, 'people.yaml')
        const codes = read.ok ? [] : read.failures.map(({ code }) => code)
        expect(codes).toContain('domain.yaml_value_unfit')
    })

    it('tells all its faults at once, those of the shape too, in their order', () => {
        const found = faults({
            'of: person': 'of: dog',
            'kind: person_name': 'kind: person',
            'born.day': 'born.days',
            'number.proven': 'id.proven',
            'review: 0.4': 'review: 2',
        })
        expect(found).toEqual([
            'domain.yaml_value_unfit 5:13',
            'identity.kind_unknown 8:23',
            'identity.form_unknown 15:29',
            'identity.field_unknown 20:17',
            'domain.yaml_value_unfit 21:44',
        ])
    })
})
