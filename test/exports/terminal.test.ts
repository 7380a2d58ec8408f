import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { createPaint } from '#cli/terminal/paint.ts'
import { renderSummary } from '#cli/terminal/summary-view.ts'
import { renderTable } from '#cli/terminal/table.ts'
import { cutText, wrapText } from '#cli/terminal/text-fit.ts'
import { languages } from '#domain/say.ts'
import { allTexts } from './all-texts.ts'
import { firstCloseSummary, korunaSummary, sampleSummary } from './sample-summary.ts'

const texts = allTexts()
const plain = createPaint(false)
const columns = [
    { title: '客户', isFlexible: true },
    { title: '金额', align: 'right' },
] as const

describe('a table', () => {
    test('keeps its columns where Chinese and Latin characters meet', () => {
        const rows = [
            ['王*明', '1,234.50'],
            ['Anna', '9.00'],
        ]
        const table = renderTable({ columns, rows, width: 80, paint: plain })
        expect(table.split('\n')).toEqual(['客户       金额', '王*明  1,234.50', 'Anna       9.00'])
    })

    test('cuts words, never numbers, to fit the terminal', () => {
        const rows = [['上海某某国际贸易有限公司', '12,345,678.90']]
        const lines = renderTable({ columns, rows, width: 26, paint: plain }).split('\n')
        expect(lines[1]).toBe('上海某某国…  12,345,678.90')
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(26)
        const narrow = renderTable({ columns, rows, width: 3, paint: plain })
        expect(narrow).toContain('12,345,678.90')
    })

    test('lets no cell command the terminal', () => {
        const rows = [['王\u001b[2J\u0007\n明\u202e', '1']]
        const table = renderTable({ columns, rows, width: 80, paint: createPaint(true) })
        for (const order of ['\u001b[2J', '\u0007', '\u202e']) expect(table).not.toContain(order)
        expect(table.split('\n')).toHaveLength(2)
    })

    test('has colours only where they are wanted, and they take no room', () => {
        const rows = [[{ text: '王*明', tone: 'up' } as const, '1']]
        const bare = renderTable({ columns, rows, width: 80, paint: plain })
        const painted = renderTable({ columns, rows, width: 80, paint: createPaint(true) })
        expect(bare).not.toContain('\u001b')
        expect(painted).toContain('\u001b[36m王*明')
        expect(stripVTControlCharacters(painted)).toBe(bare)
    })
})

test('a text is cut between characters and wrapped before punctuation', () => {
    expect(cutText('银行客户分层', 7)).toBe('银行客…')
    expect(cutText('银行', 4)).toBe('银行')
    expect(cutText('银行', 0)).toBe('')
    expect(wrapText('升级三百位，降级', 10)).toEqual(['升级三百', '位，降级'])
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrapText('', 7)).toEqual([])
})

describe('a summary in the terminal', () => {
    const look = { isColour: false, reportFile: '/data/report.html', dataFlag: '' }

    test.each([80, 120])('fits %i columns in every language', (width) => {
        for (const language of languages) {
            for (const summary of [sampleSummary(), korunaSummary(), firstCloseSummary()]) {
                const shown = renderSummary(summary, {
                    ...look,
                    say: texts[language],
                    language,
                    width,
                })
                const tooWide = shown.split('\n').filter((line) => stringWidth(line) > width)
                expect(tooWide).toEqual([])
                expect(shown).not.toMatch(/NaN|undefined|\p{Cc}(?<!\n)/u)
            }
        }
    })

    test('says what the summary says', () => {
        const say = texts.en
        const shown = renderSummary(sampleSummary(), { ...look, say, language: 'en', width: 80 })
        const pyramid = shown.split('\n').filter((line) => /[█▐]/.test(line))
        const parties = pyramid.map((line) => Number(line.match(/[\d,]+/)?.[0].replace(',', '')))
        expect(parties.reduce((sum, count) => sum + count, 0)).toBe(19_780)
        expect(shown).toContain('19,780 customers')
        expect(shown).toContain('303 up, 179 down, 107 new, 46 gone.')
        expect(shown).toContain('./tong explain sample:customer:10000017')
        expect(shown).toContain('/data/report.html')
    })
})
