import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LabelRow, readLabels } from './label.ts'
import { measureLabels } from './measure-labels.ts'

const about = { file: 'labels.csv', tables: 1, isLink: false }

/** A line such as `a b yes`. */
function row(text: string, line = 2): LabelRow {
    const [left = '', right = '', ...word] = text.split(' ')
    return { left, right, word: word.join(' '), line, leftTable: null, rightTable: null }
}

/** The codes of the failures with their lines. */
function faultsOf(
    rows: readonly LabelRow[],
    more: Partial<typeof about> = {},
): readonly (readonly [string, number | undefined])[] {
    const read = readLabels(rows, { ...about, ...more })
    return read.ok ? [] : read.failures.map(({ code, at }) => [code, at?.line] as const)
}

describe('a file of labels', () => {
    it.each([
        ...['yes', 'Y', ' true ', '1', 'same', '是', '相同'].map((word) => [word, true] as const),
        ...['no', 'N', 'FALSE', '0', 'different', '否', '不同'].map(
            (word) => [word, false] as const,
        ),
    ])('reads %j as same: %j', (word, isSame) => {
        const read = readLabels([row(`a b ${word}`)], about)
        expect(read.ok && read.value.map((one) => one.isSame)).toEqual([isSame])
    })

    it('tells every line that cannot be, not only the first', () => {
        const rows = [
            row('a b perhaps', 2),
            row('a a yes', 3),
            row('a b yes', 4),
            row('b a no', 5),
            row('b a yes', 6),
        ]
        expect(faultsOf(rows)).toEqual([
            ['identity.label_word', 2],
            ['identity.label_alone', 3],
            ['identity.label_both', 5],
        ])
    })

    it('counts a pair once that says the same again, whichever side stands first', () => {
        const read = readLabels([row('a b yes', 2), row('b a 是', 3)], about)
        expect(read.ok && read.value.map(({ line }) => line)).toEqual([2])
    })

    it('wants to know the files of several, but in a link the first and the second', () => {
        const rows = [row('a a yes')]
        expect(faultsOf(rows, { tables: 2 })).toEqual([['identity.label_table', 2]])
        expect(faultsOf(rows, { tables: 2, isLink: true })).toEqual([])
        const named = { ...row('a a yes'), leftTable: '2', rightTable: '1' }
        expect(faultsOf([named], { tables: 2 })).toEqual([])
        expect(faultsOf([{ ...named, leftTable: '3' }], { tables: 2 })).toEqual([
            ['identity.label_table', 2],
        ])
    })
})

describe('a model by labels', () => {
    it('is counted pair by pair', () => {
        const judged = fc.record({
            isSame: fc.boolean(),
            weight: fc.integer({ min: -9000, max: 9000 }),
            isJoined: fc.boolean(),
        })
        fc.assert(
            fc.property(fc.array(judged), fc.integer({ min: -5000, max: 5000 }), (all, accept) => {
                const {
                    accept: counted,
                    review,
                    unfollowed,
                } = measureLabels(all, {
                    accept,
                    review: -10_000,
                })
                let [found, wrong, others] = [0, 0, 0]
                for (const { isSame, weight, isJoined } of all) {
                    if (weight >= accept && isSame) found++
                    if (weight >= accept && !isSame) wrong++
                    if (isSame !== isJoined) others++
                }
                expect([counted.found, counted.wrong, unfollowed]).toEqual([found, wrong, others])
                expect(review.found + review.wrong).toBe(all.length)
                expect(counted.same + counted.different).toBe(all.length)
            }),
        )
    })
})
