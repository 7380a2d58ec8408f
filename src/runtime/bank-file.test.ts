import { describe, expect, test } from 'vitest'
import { parseBankFile } from './bank-file.ts'

const plain = 'base_currency: CNY\nladders: [wealth]\nfirst_close: 2025-01\n'

describe('the people of tong.yaml', () => {
    test('nobody may do anything where none are named', () => {
        expect(parseBankFile(plain, 'tong.yaml')).toMatchObject({ ok: true, value: { people: [] } })
    })

    test('a right that is not written is not given', () => {
        const people = [
            '    - { name: wang, policies: true }',
            '    - { name: 陈, compliance: true, approves: { wealth: gold, my-day: top_1 } }',
            '    - { name: li }',
        ]
        const read = parseBankFile(`${plain}people:\n${people.join('\n')}\n`, 'tong.yaml')
        const none = { isCompliance: false, mayApprovePolicies: false, approves: {} }
        expect(read.ok && read.value.people).toEqual([
            { ...none, name: 'wang', mayApprovePolicies: true },
            {
                name: '陈',
                isCompliance: true,
                mayApprovePolicies: false,
                approves: { wealth: 'gold', 'my-day': 'top_1' },
            },
            { ...none, name: 'li' },
        ])
    })

    test.each([
        ['[{ name: wang }, { name: wang, policies: true }]', 1],
        ['[{ policies: true }]', 1],
        ['[{ name: wang, polices: true }]', 1],
        ['[{ name: wang, policies: perhaps }]', 1],
        ['[{ name: wang, approves: gold }]', 1],
        ['[{ name: " " }, { name: li, compliance: 1 }]', 2],
        ['wang', 1],
    ])('%s is refused with its place', (people, count) => {
        const read = parseBankFile(`${plain}people: ${people}\n`, 'tong.yaml')
        expect(read.ok ? [] : read.failures.map(({ at }) => at?.line)).toEqual(
            Array.from({ length: count }, () => 4),
        )
    })
})
