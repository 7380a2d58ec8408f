import { describe, expect, it } from 'vitest'
import { blocksOf, differenceOf, isShown, settled, shownIn } from './page-blocks.ts'

const page = [
    '# A page',
    '```sh no-run: a reason',
    'npm start',
    '```',
    'Text.',
    '```text head=3',
    '$ ./tong list \\',
    '    --limit 1',
    'One line',
    '',
    'Run 0123456789ab.',
    '$ ./tong history x',
    '```',
    '',
].join('\n')

describe('the blocks of a page', () => {
    it('have a kind, a mark, a text and a line', () => {
        expect(blocksOf(page)).toMatchObject([
            { kind: 'sh', mark: 'no-run: a reason', text: 'npm start\n', line: 2 },
            { kind: 'text', mark: 'head=3', line: 6 },
        ])
        expect(blocksOf(page).map(isShown)).toEqual([false, true])
    })

    it('show commands with what they print', () => {
        const [, block] = blocksOf(page)
        expect(block === undefined ? [] : shownIn(block)).toEqual([
            {
                command: './tong list \\\n    --limit 1',
                lines: ['One line', '', 'Run 0123456789ab.'],
            },
            { command: './tong history x', lines: [] },
        ])
    })
})

describe('what is shown and what was printed', () => {
    const printed = ['one', 'two', 'Run 0123456789ab in 1.2 s', 'four']
    const cases: readonly (readonly [string, readonly string[], string | null | undefined])[] = [
        ['the same', ['one', 'two', 'Run ffffffffffff in 30 s', 'four'], undefined],
        ['lines left out', ['one', '…', 'four'], undefined],
        ['the end left out', ['one', '…'], undefined],
        ['letters left out', ['o…', 'two', '…'], undefined],
        ['another word', ['one', 'twoo', '…'], 'twoo'],
        ['a line that is gone', ['one', '…', 'three'], 'three'],
        ['a line too few', ['one', 'two'], null],
        ['a line skipped', ['one', 'four'], 'four'],
        ['another order', ['two', 'one', '…'], 'two'],
    ]

    it.each(cases)('%s', (_, shown, expected) => {
        expect(differenceOf(shown, printed)?.shown).toBe(expected)
    })

    it('does not compare what passes', () => {
        expect(settled('2026-11-22 15:50  7fe8b8b22789  ')).toBe('‹time›  ‹hash›')
        expect(settled('12,345.67 of 2026-11')).toBe('12,345.67 of 2026-11')
    })
})
