import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSay, languages, type Texts } from '#domain/say.ts'
import { catalogue } from './catalogue.ts'
import { parseCondition, parseFeature } from './parse-condition.ts'
import { type Purpose, sensitiveTraits, traitOfField } from './sensitive-traits.ts'
import type { YamlPart } from './yaml-part.ts'

const decisions: readonly Purpose[] = ['tier', 'score', 'pricing', 'credit', 'service']
const sensitive = [...catalogue.values()].filter(({ sensitive: trait }) => trait !== false)

function partOf(value: unknown): YamlPart {
    return {
        value,
        path: [],
        placeOf: () => ({ file: 'test.yaml', line: 1, column: 1 }),
        faults: [],
    }
}

describe('a sensitive trait', () => {
    it('has a feature, and one that may not be told apart from it by its name', () => {
        const traits = new Set(sensitive.map(({ sensitive: trait }) => trait))
        expect([...traits].sort()).toEqual([...sensitiveTraits].sort())
        for (const id of ['sex', 'age_years', 'age_band', 'marital_status', 'ethnic_group']) {
            expect(sensitive.map((one) => one.id)).toContain(id)
        }
        for (const id of ['region', 'occupation', 'education', 'income_yearly', 'branch']) {
            expect(catalogue.get(id)?.sensitive).toBe(false)
        }
    })

    it.each(decisions)('never decides a %s, whoever asks', (purpose) => {
        for (const { id, sensitive: trait } of sensitive) {
            const part = partOf(id)
            const asked = { catalogue, purpose, maySeeSensitive: true }
            expect(parseFeature(part, asked)).toBeNull()
            const params = { feature: id, trait, purpose }
            expect(part.faults).toMatchObject([{ code: 'features.feature_sensitive', params }])
        }
    })

    it('is refused where nobody says what for', () => {
        const test = { feature: 'religion', op: '=', value: 'none' }
        const part = partOf({ not: { any: [test] } })
        expect(parseCondition(part, { catalogue, baseCurrency: 'CNY' })).toBeNull()
        expect(part.faults[0]).toMatchObject({ params: { trait: 'religion', purpose: 'tier' } })
    })

    it('may gather a segment for those who may see it, and for nobody else', () => {
        const purpose = 'segment' as const
        const part = partOf('health')
        expect(parseFeature(part, { catalogue, purpose, maySeeSensitive: true })?.id).toBe('health')
        expect(part.faults).toEqual([])
        expect(parseFeature(part, { catalogue, purpose })).toBeNull()
        expect(part.faults).toHaveLength(1)
    })

    it.each(languages)('is refused in a sentence of its own in %s', (language) => {
        const file = join(import.meta.dirname, `../../locales/${language}/features.json`)
        const say = createSay(language, JSON.parse(readFileSync(file, 'utf8')) as Texts)
        const sentences = sensitiveTraits.flatMap((trait) =>
            [...decisions, 'segment'].map((purpose) =>
                say('features.failure.feature_sensitive', { feature: 'f', trait, purpose }),
            ),
        )
        expect(new Set(sentences).size).toBe(sentences.length)
    })

    it('is known by the name of a field in a contract too', () => {
        expect(traitOfField('birth_date')).toBe('age')
        expect(traitOfField('phone')).toBeNull()
    })
})
