import { describe, expect, it } from 'vitest'
import {
    blockingKeys,
    compileComparison,
    isForbidden,
    readRecord,
    type TextRow,
} from './compare-records.ts'
import type { Comparison } from './policy/identity-policy.ts'
import { parseIdentityPolicy } from './policy/parse-identity-policy.ts'

const text = `identity: people
version: 2026-01
comparisons:
    persons:
        fields:
            name: { kind: person_name, levels: [exact, same_pinyin, same_surname] }
            both: { kind: full_name, columns: [given, family] }
            born: { kind: birth_date, levels: [exact] }
            number: { kind: resident_id }
        blocking:
            - [name.pinyin, born.day]
            - [number.number]
        sure: { rules: [[number.number]], recall: 0.8 }
        never: [number.proven]
        thresholds: { accept: 0.9, review: 0.4 }
`

function comparison(): Comparison {
    const read = parseIdentityPolicy(text, 'people.yaml')
    const found = read.ok ? read.value.comparisons[0] : undefined
    if (found === undefined) throw new Error('the policy of this test is not sound')
    return found
}

const policy = comparison()
const blank: TextRow = { name: null, given: null, family: null, born: null, number: null }
const read = (row: Partial<TextRow>) => readRecord({ ...blank, ...row } as TextRow, policy)

describe('comparing records', () => {
    const compare = compileComparison(policy)

    it('makes one number a field: the level, their number for different, −1 for unknown', () => {
        const a = read({ name: '张伟', given: 'Wei', family: 'Zhang', born: '1990-01-02' })
        const b = read({ name: '章维', given: 'Zhang', family: 'Wei', born: '1991-01-02' })
        expect(compare({ a, b })).toEqual([1, 1, 1, -1])
        expect(compare({ a, b: a })).toEqual([0, 0, 0, -1])
        expect(compare({ a, b: read({ name: '李娜' }) })).toEqual([3, -1, -1, -1])
    })

    it('takes columns that a table does not have for unknown', () => {
        expect(readRecord({}, policy)).toEqual({ name: null, both: null, born: null, number: null })
    })

    it('blocks by forms that are all known', () => {
        const known = read({ name: '張偉', born: '1990年1月2日', number: '11010519491231002X' })
        expect(blockingKeys(known, policy)).toEqual([
            'zhang wei\u001f19900102',
            '11010519491231002X',
        ])
        expect(blockingKeys(read({ name: '张伟' }), policy)).toEqual([null, null])
    })

    it('never joins two cards that are both in order and differ', () => {
        const one = read({ number: '11010519491231002X' })
        const other = read({ number: '440524188001010014' })
        const wrong = read({ number: '440524188001010015' })
        expect(isForbidden({ a: one, b: other }, policy)).toBe(true)
        expect(isForbidden({ a: one, b: one }, policy)).toBe(false)
        expect(isForbidden({ a: one, b: wrong }, policy)).toBe(false)
        expect(isForbidden({ a: one, b: read({}) }, policy)).toBe(false)
    })
})
