import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { controlTree, type Member } from './control-tree.ts'

const byId = (one: Member<number>, other: Member<number>): number => one.id - other.id

/** Each member with whoever stands above it, any of them or nobody. */
const group: fc.Arbitrary<readonly Member<number>[]> = fc
    .array(fc.option(fc.integer({ min: 0, max: 11 })), { minLength: 12, maxLength: 12 })
    .map((parents) => parents.map((parent, id) => ({ id, parent: parent === id ? null : parent })))

const linesOf = (members: readonly Member<number>[]): readonly string[] =>
    controlTree<number, Member<number>>(members, byId).map(
        ({ member, level, isCut }) => `${level} ${member.id}${isCut ? ' cut' : ''}`,
    )

describe('the tree of a group', () => {
    it('has the head first and each before those below it', () => {
        const members = [
            { id: 4, parent: 2 },
            { id: 3, parent: 1 },
            { id: 2, parent: 1 },
            { id: 1, parent: null },
        ]
        expect(linesOf(members)).toEqual(['0 1', '1 2', '2 4', '1 3'])
    })

    it('cuts a circle above the first of its members', () => {
        const members = [
            { id: 1, parent: 3 },
            { id: 2, parent: 5 },
            { id: 3, parent: 2 },
            { id: 5, parent: 3 },
        ]
        expect(linesOf(members)).toEqual(['0 2 cut', '1 3', '2 1', '2 5'])
    })

    it('has everybody once, one level below whoever stands above, in any order of rows', () => {
        fc.assert(
            fc.property(group, (members) => {
                const branches = controlTree<number, Member<number>>(members, byId)
                expect(branches).toHaveLength(members.length)
                const levels = new Map(branches.map(({ member, level }) => [member.id, level]))
                expect(levels.size).toBe(members.length)
                for (const { member, level, isCut } of branches) {
                    const isTop = member.parent === null || isCut
                    expect(isTop).toBe(level === 0)
                    if (!isTop) expect(level).toBe((levels.get(member.parent ?? -1) ?? -9) + 1)
                }
                expect(linesOf(members.toReversed())).toEqual(linesOf(members))
            }),
        )
    })
})
