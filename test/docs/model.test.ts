import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { behindTheNouns, nounGroups, nounTwins } from './model-nouns.ts'
import { modelPicture, modelPictureSvg, picturedNouns } from './model-picture.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/concepts/model.md'), 'utf8')
const twins = nounTwins()
const nouns = nounGroups.flatMap((group) => Object.keys(group.nouns))

describe('the page of the one model', () => {
    it('groups every noun once', () => {
        const known = [...twins.keys()].filter((noun) => !behindTheNouns.includes(noun))
        expect([...nouns].sort()).toEqual(known.sort())
    })

    it('tells of every noun, with its Chinese name and its key', () => {
        const told = nounGroups
            .filter(({ id }) => id !== 'checks')
            .flatMap((group) => Object.entries(group.nouns))
        for (const [noun, chinese] of told) {
            const row = page.split('\n').find((line) => line.startsWith(`| \`${noun}\` `)) ?? ''
            expect(row).toContain(`\`${noun}\` ${chinese}`)
            const key = twins.get(noun)?.key ?? []
            const cell = row.split('|')[3] ?? ''
            const counted = ['', '', 'both', 'all three', 'all four'][key.length]
            const named = key.map((column) => `\`${column}\``).join(', ')
            expect([counted, named]).toContain(cell.trim())
        }
    })

    it('names every check', () => {
        const checks = nounGroups.find(({ id }) => id === 'checks')?.nouns ?? {}
        for (const noun of Object.keys(checks)) expect(page).toContain(`\`${noun}\``)
    })
})

describe('the picture of the one model', () => {
    it('is drawn from the twins as they are', () => {
        expect(readFileSync(modelPicture, 'utf8')).toBe(modelPictureSvg())
    })

    it('shows every noun but the checks and what hangs on a month', () => {
        const checks = Object.keys(nounGroups.find(({ id }) => id === 'checks')?.nouns ?? {})
        const shown = nouns.filter(
            (noun) => !checks.includes(noun) && twins.get(noun)?.grain === 'none',
        )
        expect([...picturedNouns].sort()).toEqual(shown.sort())
    })
})
