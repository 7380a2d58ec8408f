import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, lengthOf } from '#domain/edit-distance.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { soundex } from './soundex.ts'

/** Optimal string alignment by its recurrence, without any cut. */
function slowDistance(a: string, b: string): number {
    const [left, right] = [[...a], [...b]]
    const cells = new Map<string, number>()
    const at = (i: number, j: number): number => {
        if (i === 0 || j === 0) return i + j
        const key = `${i} ${j}`
        const known = cells.get(key)
        if (known !== undefined) return known
        const same = left[i - 1] === right[j - 1] ? 0 : 1
        let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same)
        if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
            cost = Math.min(cost, at(i - 2, j - 2) + 1)
        }
        cells.set(key, cost)
        return cost
    }
    return at(left.length, right.length)
}

const short = fc.string({ unit: fc.constantFrom('a', 'b', '张', '𠮷', '0'), maxLength: 9 })

describe('the edit distance', () => {
    it('is that of the recurrence, cut off above its limit', () => {
        fc.assert(
            fc.property(short, short, fc.integer({ min: 1, max: 4 }), (a, b, max) => {
                const exact = slowDistance(a, b)
                expect(editDistance({ a, b }, max)).toBe(Math.min(exact, max + 1))
                expect(editDistance({ a: b, b: a }, max)).toBe(Math.min(exact, max + 1))
            }),
            { numRuns: 2000 },
        )
    })

    it.each([
        ['张伟', '张卫', 1],
        ['𠮷田', '吉田', 1],
        ['张志伟', '张伟志', 1],
        ['kitten', 'sitting', 3],
        // The two would be 2 if a swapped pair could be parted again: CA, AC, ABC.
        ['ca', 'abc', 3],
        ['', 'abc', 3],
    ])('counts characters: %s, %s', (a, b, edits) => {
        expect(editDistance({ a, b }, 9)).toBe(edits)
    })

    it('counts characters beyond the first plane once', () => {
        expect(lengthOf('𠮷田')).toBe(2)
    })
})

describe('Jaro–Winkler', () => {
    // W. E. Winkler, Overview of Record Linkage and Current Research Directions (2006), table 6.
    it.each([
        ['SHACKLEFORD', 'SHACKELFORD', 0.982],
        ['DUNNINGHAM', 'CUNNIGHAM', 0.896],
        ['NICHLESON', 'NICHULSON', 0.956],
        ['JONES', 'JOHNSON', 0.832],
        ['MASSEY', 'MASSIE', 0.933],
        ['ABROMS', 'ABRAMS', 0.922],
        ['JERALDINE', 'GERALDINE', 0.926],
        ['MARHTA', 'MARTHA', 0.961],
        ['MICHELLE', 'MICHAEL', 0.921],
        ['JULIES', 'JULIUS', 0.933],
        ['TANYA', 'TONYA', 0.88],
        ['DWAYNE', 'DUANE', 0.84],
        ['SEAN', 'SUSAN', 0.805],
        ['JON', 'JOHN', 0.933],
    ])('of %s and %s is as published', (a, b, published) => {
        expect(jaroWinkler({ a, b })).toBeCloseTo(published, 3)
        expect(jaroWinkler({ a: b, b: a })).toBeCloseTo(published, 3)
    })

    it('lies between 0 and 1, and is symmetric', () => {
        fc.assert(
            fc.property(short, short, (a, b) => {
                const similarity = jaroWinkler({ a, b })
                expect(similarity).toBeGreaterThanOrEqual(0)
                expect(similarity).toBeLessThanOrEqual(1)
                expect(jaroWinkler({ a: b, b: a })).toBe(similarity)
            }),
            { numRuns: 2000 },
        )
    })
})

describe('Soundex', () => {
    // U.S. National Archives, The Soundex Indexing System.
    it.each([
        ['ROBERT', 'R163'],
        ['WASHINGTON', 'W252'],
        ['LEE', 'L000'],
        ['GUTIERREZ', 'G362'],
        ['PFISTER', 'P236'],
        ['JACKSON', 'J250'],
        ['TYMCZAK', 'T522'],
        ['ASHCRAFT', 'A261'],
    ])('of %s is %s', (name, key) => {
        expect(soundex(name)).toBe(key)
    })

    it('has nothing to say of other letters', () => {
        expect(soundex('张伟')).toBeNull()
    })
})
