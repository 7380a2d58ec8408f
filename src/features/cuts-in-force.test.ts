import { describe, expect, it } from 'vitest'
import type { Condition } from './condition.ts'
import type { Cut, CutFile, CutSubject } from './cut.ts'
import { cutsForCurrency, cutsInForce } from './cuts-in-force.ts'

const names = { 'zh-CN': '客群', 'zh-TW': '客群', en: 'Cut' }
const head = { way: 'wealth', name: names, purpose: names } as const

function test(type: 'money' | 'number', units: bigint): Condition {
    return { kind: 'test', feature: 'one', type, operator: '>', values: [{ units, scale: 2 }] }
}

function cut(id: string, when: Condition): Cut {
    return { ...head, id, when, by: null }
}

function file(subject: CutSubject, effectiveFrom: number, cuts: readonly Cut[] = []): CutFile {
    return {
        subject,
        version: String(effectiveFrom),
        name: names,
        effectiveFrom,
        currency: 'CNY',
        cuts,
    }
}

describe('the files in force', () => {
    const files = [file('lists', 202601), file('lists', 202501), file('business', 202507)]
    const cases = [
        [202412, ['business 202507', 'lists 202501']],
        [202512, ['business 202507', 'lists 202501']],
        [202601, ['business 202507', 'lists 202601']],
    ] as const
    it.each(cases)('are the latest of each subject by %i, else the first', (month, expected) => {
        const found = cutsInForce(files, month)
        expect(found.map(({ subject, version }) => `${subject} ${version}`)).toEqual(expected)
    })

    it('are none where there is no file', () => {
        expect(cutsInForce([], 202501)).toEqual([])
    })
})

describe('a bank of another currency', () => {
    const cuts = [
        cut('amount', test('money', 500n)),
        cut('inside', { kind: 'not', part: { kind: 'any', parts: [test('money', 1n)] } }),
        cut('zero', test('money', 0n)),
        cut('number', test('number', 500n)),
        { ...head, id: 'near', list: 'near' } as const,
    ]
    it('has no use for cuts that compare with amounts other than zero', () => {
        const ids = (currency: string) =>
            cutsForCurrency(file('lists', 202501, cuts), currency).map(({ id }) => id)
        expect(ids('CZK')).toEqual(['zero', 'number', 'near'])
        expect(ids('CNY')).toEqual(['amount', 'inside', 'zero', 'number', 'near'])
    })
})
