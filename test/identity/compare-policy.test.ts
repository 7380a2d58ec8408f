import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSay, languages, type Texts } from '#domain/say.ts'
import { comparisonText } from '#identity/draft/comparison-text.ts'
import { draftComparison } from '#identity/draft/draft-comparison.ts'
import { kindIds, kinds } from '#identity/kinds.ts'
import { parseIdentityPolicy } from '#identity/policy/parse-identity-policy.ts'
import { sayKind, sayLevel } from '#identity/say-comparison.ts'

const root = join(import.meta.dirname, '../..')
const shared = process.env.TONG_SHARED ?? join(root, '../shared')
const set = join(shared, 'data/linkage/fake_1000.csv')
if (!existsSync(set)) {
    console.warn(`\nNOT TESTED: no linkage sets in ${shared}; TONG_SHARED names another place\n`)
}

const file = 'policies/identity/2026-01.yaml'

describe('the shipped policy of identity', () => {
    const read = parseIdentityPolicy(readFileSync(join(root, file), 'utf8'), file)

    it('is sound, for persons and for companies', () => {
        expect(read).toMatchObject({
            ok: true,
            value: { version: '2026-01', comparisons: [{ of: 'person' }, { of: 'company' }] },
        })
    })

    it('never joins two cards that are in order and differ', () => {
        const comparisons = read.ok ? read.value.comparisons : []
        expect(comparisons.map(({ never }) => never)).toEqual([
            [{ field: 'id_number', form: 'proven' }],
            [{ field: 'id_number', form: 'proven' }],
        ])
    })
})

const textsOf = (language: string): Texts =>
    JSON.parse(readFileSync(join(root, `locales/${language}/identity.json`), 'utf8')) as Texts

describe.each([...languages])('in %s', (language) => {
    const say = createSay(language, textsOf(language))

    it('every kind and level has a name', () => {
        const levels = new Set(
            kindIds.flatMap((id) => [...kinds[id].levels.map((one) => one.id), 'different']),
        )
        for (const id of kindIds) expect(sayKind(id, say)).not.toBe('')
        for (const level of levels) expect(sayLevel(level, say)).not.toBe('')
    })

    it.runIf(existsSync(set))('a drafted comparison of a public set reads back', () => {
        const [head = [], ...rows] = readFileSync(set, 'utf8')
            .trim()
            .split('\n')
            .map((line) => line.split(','))
        const columns = head.map((name, at) => ({
            name,
            samples: rows.map((row) => row[at] ?? ''),
        }))
        const drafted = draftComparison({ columns, rows: rows.length })
        if (drafted === null) throw new Error('nothing was drafted')
        const text = comparisonText(drafted, { version: '2026-01', say })
        const read = parseIdentityPolicy(text, 'draft.yaml')
        expect(read.ok ? read.value.comparisons : read.failures).toEqual([drafted.comparison])
        expect(drafted.comparison.fields.map(({ kind }) => kind)).toEqual([
            ...['full_name', 'birth_date', 'text', 'email'],
        ])
    })
})
