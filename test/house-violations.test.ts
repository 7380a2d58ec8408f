import { describe, expect, it } from 'vitest'
import { faultsOf, rules } from './house/rules.ts'
import { smallHouse } from './house/small-house.ts'
import { violations } from './house/violations.ts'

describe('a law that is broken is told, by its own rule', () => {
    it('has nothing against the small house as it stands', () => {
        expect(faultsOf(smallHouse)).toEqual([])
    })

    it('knows a violation of every law', () => {
        const broken = new Set<string>(violations.map(({ rule }) => rule))
        expect(Object.keys(rules).filter((name) => !broken.has(name))).toEqual([])
    })

    it.each(violations)('$rule: $way', ({ rule, files }) => {
        const tree = new Map(smallHouse)
        for (const [path, text] of Object.entries(files)) {
            if (text === null) tree.delete(path)
            else tree.set(path, text)
        }
        const told = new Set(faultsOf(tree).map((fault) => fault.split(':')[0]))
        expect([...told], faultsOf(tree).join('\n')).toEqual([rule])
    })
})
