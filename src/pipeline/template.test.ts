import { describe, expect, it } from 'vitest'
import { renderTemplate, TemplateError, unquoted } from './template.ts'

const echo = (text: string): string =>
    renderTemplate(text, ({ name, args }) => `<${name}:${args.join('|')}>`)

describe('renderTemplate', () => {
    it.each([
        ['select 1', 'select 1'],
        ["from {{ ref('a.b') }} x", "from <ref:'a.b'> x"],
        ['{{ f() }}{{ g(1) }}', '<f:><g:1>'],
        ['{{ mean(sum(a, b), count(*)) }}', '<mean:sum(a, b)|count(*)>'],
        ["{{ f('a, (b', c) }}", "<f:'a, (b'|c>"],
        ['{{ f({{ g(1, 2) }}, 3) }}', '<f:<g:1|2>|3>'],
    ])('%s', (template, expected) => {
        expect(echo(template)).toBe(expected)
    })

    it('says where a template is broken', () => {
        for (const [template, offset] of [
            ['ab {{ f(', 3],
            ['x {{ ref }}', 2],
        ] as const) {
            expect(() => echo(template)).toThrow(TemplateError)
            try {
                echo(template)
            } catch (error) {
                expect((error as TemplateError).offset).toBe(offset)
            }
        }
    })

    it('takes quoted arguments only where a name is asked for', () => {
        const call = { name: 'ref', args: ['a.b'], offset: 0 }
        expect(() => unquoted(call)).toThrow('single quotes')
        expect(unquoted({ ...call, args: ["'a.b'"] })).toBe('a.b')
    })
})
