import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addAliases } from './draft-aliases.ts'
import { yamlComment, yamlEntry } from './draft-yaml.ts'

describe('yamlEntry', () => {
    it('writes any texts so that YAML reads the same ones back', () => {
        const text = fc.oneof(
            fc.string({ unit: 'binary', maxLength: 30 }).filter((one) => one.isWellFormed()),
            fc.constantFrom(
                'yes',
                'n',
                'null',
                '~',
                '1',
                '1.5',
                '0x1F',
                '2026-01-01',
                '',
                ' ',
                '?',
            ),
            fc.constantFrom(
                'a: b',
                '# x',
                "it's",
                '- a',
                '[a]',
                '{a}',
                '客户号',
                'y',
                '%y',
                '@',
                'a #b',
            ),
        )
        const value = fc.record({
            name: text,
            list: fc.array(text, { maxLength: 4 }),
            map: fc.dictionary(
                text.filter((one) => one !== '__proto__'),
                text,
                { maxKeys: 4 },
            ),
        })
        fc.assert(
            fc.property(text, value, fc.integer({ min: 0, max: 3 }), (key, one, depth) => {
                const lines = yamlEntry(key, one, depth)
                // A key that is a text to us must be one to whoever reads it.
                const read = parse(lines.join('\n'), { mapAsMap: true }) as Map<unknown, unknown>
                const inner = read.get(key) as Map<string, unknown>
                expect([...read.keys()]).toEqual([key])
                expect(inner.get('name')).toBe(one.name)
                expect(inner.get('list')).toEqual(one.list)
                expect(Object.fromEntries(inner.get('map') as Map<string, string>)).toEqual(one.map)
            }),
            { numRuns: 500 },
        )
    })
})

describe('yamlComment', () => {
    it('keeps all words, in lines of at most 100 letters, whatever a value holds', () => {
        const word = fc.string({
            unit: fc.constantFrom(...'ab余额：。,'),
            minLength: 1,
            maxLength: 20,
        })
        fc.assert(
            fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
                const lines = yamlComment(`${words.join(' ')}\nkey: value`, 2)
                expect(lines.every((line) => line.startsWith('        # '))).toBe(true)
                expect(lines.every((line) => [...line].length <= 100)).toBe(true)
                const kept = lines.map((line) => line.slice(10)).join('')
                expect(kept.replaceAll(' ', '')).toBe(`${words.join('')}key:value`)
            }),
        )
    })
})

const contract = `# the head
tables:
    cards: # kept
        columns:
            # why
            card_no: { type: varchar, description: 'No.' } # tail
            due:
                # inside
                type: date
                description: Day.
            sum: { type: bigint, aliases: [total], description: Sum. }
            list:
                type: bigint
                aliases:
                    - one
                description: List.
`

describe('addAliases', () => {
    it('adds to columns of every form, and changes nothing else', () => {
        const aliases = [
            { table: 'cards', column: 'card_no', heading: '卡号' },
            { table: 'cards', column: 'due', heading: 'due day' },
            { table: 'cards', column: 'sum', heading: 'a: b' },
            { table: 'cards', column: 'list', heading: 'two' },
            { table: 'cards', column: 'due', heading: 'when' },
        ]
        const text = addAliases(contract, aliases)
        const { columns } = parse(text).tables.cards
        expect(columns.card_no.aliases).toEqual(['卡号'])
        expect(columns.due.aliases).toEqual(['due day', 'when'])
        expect(columns.sum.aliases).toEqual(['total', 'a: b'])
        expect(columns.list.aliases).toEqual(['one', 'two'])
        for (const comment of ['# the head', '# kept', '# why', '# tail', '# inside']) {
            expect(text).toContain(comment)
        }
        expect(addAliases(contract, [])).toBe(contract)
    })
})
