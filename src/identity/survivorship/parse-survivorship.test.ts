import { describe, expect, it } from 'vitest'
import { parseSurvivorship } from './parse-survivorship.ts'
import { reachRanks, rulesOfField } from './survivorship.ts'

const knownSources = ['core', 'core:customer', 'core:staff', 'crm', 'crm:client']

const sound = `survivorship: standard
version: 2026-01
sources: [core, crm]
fields:
    name: [not_placeholder, chinese, sources]
    phone:
        - valid
        - sources: [crm:client, core]
default: [founding, longest, latest_known]
`

function read(text: string) {
    return parseSurvivorship(text, { file: 'shown.yaml', knownSources })
}

/** Codes, lines and columns of the faults of the sound file with some of its text replaced. */
function faults(edits: Readonly<Record<string, string>>): readonly string[] {
    let text = sound
    for (const [from, to] of Object.entries(edits)) {
        expect(text).toContain(from)
        text = text.replace(from, to)
    }
    const found = read(text)
    if (found.ok) return []
    return found.failures.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
}

const words = (text: string, field: string): readonly string[] => {
    const found = read(text)
    return found.ok ? rulesOfField(found.value, field).map(({ word }) => word) : []
}

describe('a policy of survivorship', () => {
    it('is read whole', () => {
        expect(read(sound)).toEqual({
            ok: true,
            value: {
                id: 'standard',
                version: '2026-01',
                fields: new Map([
                    [
                        'name',
                        [
                            { word: 'not_placeholder', sources: [] },
                            { word: 'chinese', sources: [] },
                            {
                                word: 'sources',
                                sources: [
                                    { system: 'core', entity: null },
                                    { system: 'crm', entity: null },
                                ],
                            },
                        ],
                    ],
                    [
                        'phone',
                        [
                            { word: 'valid', sources: [] },
                            {
                                word: 'sources',
                                sources: [
                                    { system: 'crm', entity: 'client' },
                                    { system: 'core', entity: null },
                                ],
                            },
                        ],
                    ],
                ]),
                byDefault: [
                    { word: 'founding', sources: [] },
                    { word: 'longest', sources: [] },
                    { word: 'latest_known', sources: [] },
                ],
            },
        })
    })

    it('gives a field its own rules, else those by default that fit it', () => {
        expect(words(sound, 'phone')).toEqual(['valid', 'sources'])
        expect(words(sound, 'address')).toEqual(['founding', 'longest', 'latest_known'])
        expect(words(sound, 'branch')).toEqual(['founding', 'latest_known'])
        expect(words(sound, 'card_name')).toEqual(['founding', 'latest_known'])
    })

    it('needs no fields and no order of sources', () => {
        const text = 'survivorship: standard\nversion: 2026-01\ndefault: [founding]\n'
        expect(read(text)).toMatchObject({ ok: true, value: { fields: new Map() } })
    })

    const cases: readonly (readonly [string, Readonly<Record<string, string>>, string[]])[] = [
        ['no YAML', { 'version: 2026-01': 'version: "2026' }, ['domain.yaml_invalid 10:1']],
        [
            'an unknown key',
            { 'sources: [core, crm]\n': 'source: [core]\n' },
            ['domain.yaml_key_unknown 3:9', 'identity.survivor_sources_missing 5:38'],
        ],
        [
            'a missing key',
            { 'default: [founding, longest, latest_known]\n': '' },
            ['domain.yaml_key_missing 1:1'],
        ],
        ['no month', { '2026-01': '2026-13' }, ['domain.yaml_value_unfit 2:10']],
        ['an unknown field', { phone: 'fone' }, ['identity.survivor_field_unknown 7:9']],
        ['a field twice', { phone: 'name' }, ['domain.yaml_invalid 6']],
        ['an unknown rule', { 'chinese,': 'chines,' }, ['identity.survivor_rule_unknown 5:29']],
        ['a rule twice', { 'chinese,': 'not_placeholder,' }, ['identity.survivor_rule_twice 5:29']],
        ['an order twice', { '- valid': '- sources' }, ['identity.survivor_rule_twice 8:11']],
        [
            'a rule that tells nothing',
            { 'chinese,': 'valid,' },
            ['identity.survivor_rule_unfit 5:29'],
        ],
        [
            'no rule',
            { '[not_placeholder, chinese, sources]': '[]' },
            ['identity.survivor_rules_empty 5:11'],
        ],
        [
            'no default rule',
            { '[founding, longest, latest_known]': '[]' },
            ['identity.survivor_rules_empty 9:10'],
        ],
        [
            'a system of no records',
            { 'sources: [core, crm]': 'sources: [core, crn]' },
            ['identity.survivor_source_unknown 3:17'],
        ],
        [
            'an entity of no records',
            { 'crm:client': 'crm:klient' },
            ['identity.survivor_source_unknown 8:21'],
        ],
        [
            'a system twice',
            { 'sources: [core, crm]': 'sources: [core, core]' },
            ['identity.survivor_source_twice 3:17'],
        ],
        [
            'an order of nobody',
            { 'sources: [core, crm]\n': '' },
            ['identity.survivor_sources_missing 4:38'],
        ],
        ['a rule that is a number', { '- valid': '- 5' }, ['domain.yaml_value_unfit 7:11']],
        [
            'rules that are no list',
            { '[founding, longest, latest_known]': 'founding' },
            ['domain.yaml_value_unfit 9:10'],
        ],
    ]

    it.each(cases)('is refused for %s', (_, edits, expected) => {
        const found = faults(edits)
        expect(found).toHaveLength(expected.length)
        for (const [at, code] of expected.entries()) expect(found[at]).toContain(code)
    })

    it('is refused where there is nothing', () => {
        for (const text of ['', 'survivorship:\n', '[]', '5']) {
            expect(read(text)).toMatchObject({ ok: false })
        }
    })

    it('tells all its faults at once in their order', () => {
        const found = faults({
            'version: 2026-01': 'version: now',
            'core, crm]': 'core, crm, mrc]',
            'chinese, sources': 'chinese, chinese',
            'sources: [crm:client, core]': 'sources: [crm:client, crm:client]',
            'longest,': 'shortest,',
        })
        expect(found).toEqual([
            'domain.yaml_value_unfit 2:10',
            'identity.survivor_source_unknown 3:22',
            'identity.survivor_rule_twice 5:38',
            'identity.survivor_source_twice 8:33',
            'identity.survivor_rule_unknown 9:21',
        ])
    })
})

describe('how far systems reach', () => {
    it('ranks the furthest first, equal ones alike, and those that tell none last', () => {
        const reaches = new Map([
            ['old', '2025-12-31'],
            ['core', '2026-01-31'],
            ['notes', null],
            ['crm', '2026-01-31'],
        ])
        const ranks = Object.fromEntries(reachRanks(reaches))
        expect(ranks).toEqual({ core: 0, crm: 0, old: 1, notes: 2 })
    })
})
