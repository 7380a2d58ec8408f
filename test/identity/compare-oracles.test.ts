import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCreditCode } from '#identity/kinds/credit-code.ts'
import { parseResidentId } from '#identity/kinds/resident-id.ts'
import { formsOf, levelOfTexts } from '#identity/level-of.ts'
import { readPlace } from '#identity/places/divisions.ts'

const shared = process.env.TONG_SHARED ?? join(import.meta.dirname, '../../../shared')
const isThere = existsSync(join(shared, 'oracles/pinyin/values.json'))
if (!isThere) {
    console.warn(`\nNOT TESTED: no oracles in ${shared}; TONG_SHARED names another place\n`)
}

function read<T>(file: string): T {
    return JSON.parse(readFileSync(join(shared, file), 'utf8')) as T
}

type NamePair = {
    readonly [key in 'a' | 'b' | 'toneless_a' | 'toneless_b' | 'relation']: string
} & { readonly simplified_a: string; readonly equal_fuzzy_southern: boolean }
type Parsed = {
    readonly core: string
    readonly region: string | null
    readonly branch: string | null
    readonly legal_form: string | null
    readonly group: boolean
}
type CompanyPair = {
    readonly a: string
    readonly b: string
    readonly relation: string
    readonly parsed_a: Parsed
    readonly parsed_b: Parsed
}
type Pinyin = {
    readonly surname_readings: Readonly<Record<string, string>>
    readonly name_pairs: readonly NamePair[]
    readonly latin_pairs: readonly {
        readonly name: string
        readonly latin: string
        readonly match: boolean
    }[]
    readonly company_pairs: readonly CompanyPair[]
}

/** What the relations of the oracle are called here. */
const levelsOfRelation: Readonly<Record<string, readonly string[]>> = {
    identical: ['exact'],
    traditional_variant: ['same_simplified'],
    homophone_tone: ['same_pinyin'],
    homophone_toneless: ['same_pinyin'],
    different: ['look_alike', 'same_given', 'same_surname', 'one_character_off', 'different'],
}
const levelsOfCompanies: Readonly<Record<string, readonly string[]>> = {
    same: ['exact', 'same_name'],
    same_core_region_missing_on_one_side: ['place_missing'],
    same_core_different_region: ['other_place'],
    same_core_legal_form_differs: ['other_form'],
    same_core_group_word_differs: ['other_form'],
    branch_of: ['head_and_branch'],
    two_branches_of_one_parent: ['other_branch'],
    different_core_homophone: ['same_pinyin'],
    different: ['one_character_off', 'same_brand', 'different'],
}

describe.runIf(isThere)('the oracle of readings', () => {
    const oracle = isThere ? read<Pinyin>('oracles/pinyin/values.json') : null

    it('reads surnames as this does', () => {
        const toneless = (reading: string): string =>
            reading.normalize('NFD').replaceAll(/[\u0300\u0301\u0304\u030c]/g, '')
        const ours = Object.keys(oracle?.surname_readings ?? {}).map((surname) => {
            const pinyin = formsOf('person_name', `${surname}伟`)?.pinyin ?? ''
            return pinyin.replace(/ wei$/, '')
        })
        expect(ours).toEqual(Object.values(oracle?.surname_readings ?? {}).map(toneless))
    })

    it.each(oracle?.name_pairs ?? [])('$a and $b: $relation', (pair) => {
        const { a, b, relation } = pair
        expect(formsOf('person_name', a)).toMatchObject({
            pinyin: pair.toneless_a,
            simplified: pair.simplified_a,
        })
        expect(formsOf('person_name', b)).toMatchObject({ pinyin: pair.toneless_b })
        const isSouthern = relation === 'different' && pair.equal_fuzzy_southern
        const levels = isSouthern ? ['similar_pinyin'] : levelsOfRelation[relation]
        expect(levels).toContain(levelOfTexts('person_name', { a, b }))
    })

    it.each(oracle?.latin_pairs ?? [])('$name and $latin: $match', ({ name, latin, match }) => {
        const isCard = levelOfTexts('person_name', { a: name, b: latin }) === 'card_spelling'
        expect(isCard).toBe(match)
    })

    it.each(oracle?.company_pairs ?? [])('$a and $b: $relation', (pair) => {
        const { a, b, relation } = pair
        expect(levelsOfCompanies[relation]).toContain(levelOfTexts('company_name', { a, b }))
        const parsed = [
            [a, pair.parsed_a],
            [b, pair.parsed_b],
        ] as const
        for (const [text, { core, region, branch, group }] of parsed) {
            const forms = formsOf('company_name', text)
            expect(forms).toMatchObject({ core, region, branch, group: group ? 'group' : null })
        }
    })
})

type Ids = {
    readonly resident_id: {
        readonly valid: readonly ResidentCase[]
        readonly invalid: readonly ResidentCase[]
        readonly convert_15_to_18: readonly { readonly id15: string; readonly id18: string }[]
    }
    readonly uscc: readonly { readonly code: string; readonly valid: boolean }[]
}
type ResidentCase = { readonly number: string; readonly valid_ignoring_area: boolean }

describe.runIf(isThere)('the oracle of numbers', () => {
    const oracle = isThere ? read<Ids>('oracles/ids/values.json') : null
    const residents = oracle === null ? [] : oracle.resident_id

    it('finds the same resident IDs in order', () => {
        const { valid, invalid } = residents as Ids['resident_id']
        const all = [...valid, ...invalid]
        expect(all.length).toBeGreaterThan(30)
        expect(all.map(({ number }) => parseResidentId(number)?.isValid ?? false)).toEqual(
            all.map((one) => one.valid_ignoring_area),
        )
    })

    it('makes the same 18 digits of 15', () => {
        const { convert_15_to_18: cases } = residents as Ids['resident_id']
        expect(cases.map(({ id15 }) => parseResidentId(id15)?.number)).toEqual(
            cases.map(({ id18 }) => id18),
        )
    })

    it('finds the same credit codes in order', () => {
        // The oracle refuses letters in front, which some departments use: those are left out.
        const cases = (oracle?.uscc ?? []).filter(({ code }) => /^\d/.test(code))
        expect(cases.map(({ code }) => parseCreditCode(code)?.isValid ?? false)).toEqual(
            cases.map(({ valid }) => valid),
        )
    })
})

describe.runIf(isThere)('the list of divisions', () => {
    it('knows every city that the statistics have', () => {
        const file = join(shared, 'data/names/cities.csv')
        const names = (isThere ? readFileSync(file, 'utf8') : '')
            .split(/\r?\n/)
            .slice(1)
            .map((line) => line.split(',')[1]?.replaceAll('"', '') ?? '')
            .filter((name) => /(?:市|州|地区|盟)$/.test(name))
        expect(names.length).toBeGreaterThan(300)
        const unread = names.filter((name) => {
            const { city, rest } = readPlace(name)
            return city === null || rest !== ''
        })
        // 海南 is a province too; its namesake of Qinghai is told by its whole name only.
        expect(unread).toEqual(['海南藏族自治州'])
    })
})
