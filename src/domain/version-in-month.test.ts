import { describe, expect, it } from 'vitest'
import { versionInMonth } from './version-in-month.ts'

const from = ({ since }: { readonly since: number }): number => since
const versions = [
    { name: 'summer', since: 202507 },
    { name: 'shipped', since: 202501 },
    { name: 'own', since: 202501 },
]

describe('the version that a month follows', () => {
    const cases = [
        [202401, 'own'],
        [202412, 'own'],
        [202501, 'own'],
        [202506, 'own'],
        [202507, 'summer'],
        [203012, 'summer'],
    ] as const
    it.each(cases)('is the latest by %i, else the first', (month, name) => {
        expect(versionInMonth(versions, { month, from })?.name).toBe(name)
    })

    it('is none where there is no version', () => {
        expect(versionInMonth([], { month: 202501, from })).toBeNull()
    })
})
