import { describe, expect, test } from 'vitest'
import { checkOfReject, passedMillionths, type QualityCount } from './quality.ts'
import { gradesOf, issuesOf, lowestOf, worstGrades } from './quality-summary.ts'

const count = (check: QualityCount['check'], failed: number, checked: number): QualityCount => ({
    table: 't',
    field: 'f',
    check,
    failed,
    checked,
})

describe('a share', () => {
    test('is rounded down: only what is perfect is whole', () => {
        expect(passedMillionths({ failed: 0, checked: 3 })).toBe(1_000_000)
        expect(passedMillionths({ failed: 1, checked: 3 })).toBe(666_666)
        expect(passedMillionths({ failed: 1, checked: 10_000_000 })).toBe(999_999)
        expect(passedMillionths({ failed: 3, checked: 3 })).toBe(0)
    })

    test('of nothing is not known', () => {
        expect(passedMillionths({ failed: 0, checked: 0 })).toBeNull()
    })
})

describe('grades', () => {
    const sound = count('absent', 0, 10)
    const half = count('absent', 5, 10)

    test('are those of the worst check, never an average', () => {
        const grades = gradesOf([sound, half, count('law', 1, 4)], false)
        expect(grades.complete).toEqual({ millionths: 500_000, worst: half })
        expect(grades.consistent.millionths).toBe(750_000)
        expect(grades.unique.millionths).toBeNull()
        expect(grades.fresh.millionths).toBe(1_000_000)
        expect(lowestOf(grades)).toBe(500_000)
    })

    test('of several tables are the worst of each', () => {
        const worst = worstGrades([gradesOf([sound], true), gradesOf([half], null)])
        expect(worst.complete.worst).toBe(half)
        expect(worst.fresh.millionths).toBe(0)
        expect(lowestOf(worst)).toBe(0)
    })
})

test('issues come worst first, and a rejected record is told once, by its fault', () => {
    const [small, large, whole] = [
        count('malformed', 1, 100),
        count('shared', 30, 100),
        count('rejected', 40, 100),
    ]
    expect(issuesOf([small, whole, large, count('law', 0, 9)])).toEqual([large, small])
})

test.each([
    ['sources.cell_required', 'absent'],
    ['sources.cell_date', 'malformed'],
    ['sources.key_twice', 'key_twice'],
    ['sources.row_copied', 'key_twice'],
    ['sources.parent_missing', 'orphan'],
    ['sources.parent_rejected', 'orphan'],
    ['sources.record_short', 'misshapen'],
    ['sources.quote_text', 'misshapen'],
])('%s fails the check %s', (code, check) => {
    expect(checkOfReject(code)).toBe(check)
})
