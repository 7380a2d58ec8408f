import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type RuleName, rules } from './house/rules.ts'
import { readTree } from './house/tree.ts'
import { lookAtWalls } from './house/walls.ts'

const root = join(import.meta.dirname, '..')
const tree = readTree(root)

describe('the house', () => {
    it.each(Object.keys(rules) as RuleName[])('%s', (name) => {
        const faults = rules[name](tree).map(({ place, says }) => `${place}: ${says}`)
        expect(faults).toEqual([])
    })

    it('was read whole: models, texts and sources are there', () => {
        for (const path of ['src/domain/failures.ts', 'biome.json', 'CONTRIBUTING.md']) {
            expect(tree.has(path), path).toBe(true)
        }
        expect([...tree.keys()].filter((path) => path.startsWith('models/')).length).toBeTruthy()
        expect([...tree.keys()].filter((path) => path.startsWith('locales/')).length).toBeTruthy()
    })

    it('lists its laws in CONTRIBUTING.md', () => {
        const paper = tree.get('CONTRIBUTING.md') ?? ''
        const unlisted = Object.keys(rules).filter((name) => !paper.includes(`\`${name}\``))
        expect(unlisted).toEqual([])
    })
})

describe('the walls', () => {
    it('stand, and every import was seen', { timeout: 60_000 }, async () => {
        const walls = await lookAtWalls(root)
        expect(walls.faults).toEqual([])
        expect(walls.modules).toBeGreaterThan(50)
        expect(walls.roomImports).toBeGreaterThan(50)
    })
})
