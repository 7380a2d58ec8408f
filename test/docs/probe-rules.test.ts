import { describe, expect, it } from 'vitest'
import { countOf, mapOf, parseWhole, readAt, wordOf } from '#features/yaml-part.ts'
import { probeRules, type RulesKind } from './probe-rules.ts'

const kind: RulesKind = {
    parse: (text) =>
        parseWhole(text, {
            file: 'dog.yaml',
            parse: (whole) => {
                const keys = mapOf(whole, { required: ['size'], optional: ['legs'] })
                const size = readAt(keys, 'size', (part) => wordOf(part, ['small', 'large']))
                const legs = readAt(keys, 'legs', (part) => countOf(part, { min: 3, max: 4 }))
                return size === null ? null : { size, legs }
            },
        }),
    examples: ['size: small\nlegs: 4\n'],
    isClosed: () => false,
}

describe('a reader that is asked', () => {
    it('tells its keys, which it needs, and what they take', () => {
        expect(probeRules(kind)).toEqual([
            { path: 'size', isRequired: true, takes: '`small` · `large`', example: 'small' },
            { path: 'legs', isRequired: false, takes: 'a whole number, 3 to 4', example: '4' },
        ])
    })

    it('is refused an example that lacks a key, or does not fit', () => {
        expect(() => probeRules({ ...kind, examples: ['size: small\n'] })).toThrow(/legs/)
        expect(() => probeRules({ ...kind, examples: ['size: huge\n'] })).toThrow(/does not fit/)
    })
})
