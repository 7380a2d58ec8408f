import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createProgress } from '#cli/terminal/progress.ts'
import { languages } from '#domain/say.ts'
import { allTexts } from '../exports/all-texts.ts'

// Time stands still but for `clock.time`, so that lines say what they say on any machine.

const texts = allTexts()

beforeEach(() => {
    vi.useFakeTimers()
})

afterEach(() => {
    vi.useRealTimers()
})

function watch({ isTTY, columns = 60, say = texts.en, isColour = false }: Watch) {
    const written: string[] = []
    const clock = { time: 0 }
    const stream = { isTTY, columns, write: (text: string) => written.push(text) }
    const progress = createProgress({ stream, say, now: () => clock.time, isColour })
    const lines = () =>
        written.map((text) => stripVTControlCharacters(text).replaceAll(/[\r\n]/g, ''))
    return { written, clock, progress, lines }
}

type Watch = {
    readonly isTTY: boolean
    readonly columns?: number
    readonly say?: (typeof texts)['en']
    readonly isColour?: boolean
}

describe('elsewhere than on a terminal', () => {
    test('plain lines: every few seconds how far it is, and what came of it', () => {
        const { written, clock, progress } = watch({ isTTY: false, isColour: true })
        progress.begin({ label: 'Building', total: 100 })
        for (let done = 1; done <= 100; done += 1) {
            clock.time += 120
            progress.advance(done, `model ${done}`)
        }
        progress.end('7 tables')
        progress.end()
        expect(written).toEqual([
            'Building  42% · 42/100 · about 7.0 s left · model 42\n',
            'Building  84% · 84/100 · about 1.9 s left · model 84\n',
            '✓ Building · 7 tables · 12 s\n',
        ])
    })

    test('short work alone is not worth a line; as one of several it is', () => {
        const { written, clock, progress } = watch({ isTTY: false })
        const work = (time: number) => {
            progress.begin({ label: 'Building', total: 1, weight: 1 })
            clock.time += time
            progress.advance(1)
            progress.end()
        }
        for (const time of [100, 200, 900, 100]) work(time)
        expect(written).toEqual(['✓ Building · 0.9 s\n'])
        progress.expect(2)
        work(100)
        expect(written).toHaveLength(2)
    })

    test('work that was broken off is not called done', () => {
        const { written, progress } = watch({ isTTY: false })
        progress.end()
        progress.advance(1)
        progress.begin({ label: 'Building', total: 3 })
        progress.advance(1)
        progress.end()
        expect(written).toEqual([])
    })
})

describe('on a terminal', () => {
    test.each(languages)('one line, drawn again in place and never wider than it: %s', (lang) => {
        for (const columns of [24, 40, 60, 200]) {
            const { written, clock, progress, lines } = watch({
                ...{ isTTY: true, columns, say: texts[lang], isColour: true },
            })
            progress.begin({ label: '计算各项指标', total: 4_000_000 })
            for (let done = 1; done <= 3; done += 1) {
                clock.time += 1000
                progress.advance(done * 1_000_000, '一个名字很长很长很长很长很长很长的模型')
            }
            for (const line of lines()) expect(stringWidth(line)).toBeLessThan(columns)
            for (const text of written) {
                expect(text.startsWith('\r')).toBe(true)
                expect(text.endsWith('\u001b[K')).toBe(true)
                expect(text).not.toContain('\n')
            }
        }
    })

    test('the bar is as full as the work is done, and the time left goes on in proportion', () => {
        const { clock, progress, lines } = watch({ isTTY: true, columns: 100 })
        progress.begin({ label: 'Closing', total: 40 })
        clock.time = 3000
        progress.advance(10)
        // A quarter took 3 s: three more quarters take 9 s.
        expect(lines().at(-1)).toBe(
            `  Closing ${'━'.repeat(6)}${'╌'.repeat(18)}  25% · 10/40 · 3.0 s, about 9.0 s left`,
        )
    })

    test('of several pieces, the time left is that of all of them', () => {
        const { clock, progress, lines } = watch({ isTTY: true, columns: 100 })
        progress.expect(4)
        progress.begin({ label: 'One', total: 10, weight: 1 })
        clock.time = 2000
        progress.advance(10)
        progress.end()
        progress.begin({ label: 'Three', total: 3, weight: 3 })
        clock.time = 4000
        progress.advance(1)
        // One of four, and a third of three of four: a half is done in 4 s.
        expect(lines().at(-1)).toContain('33% · 1/3 · 4.0 s, about 4.0 s left')
    })

    test('the clock goes on while nothing else does, and stops at the end', () => {
        const { written, clock, progress, lines } = watch({ isTTY: true, columns: 100 })
        progress.begin({ label: 'Closing', total: 10 })
        clock.time = 2000
        vi.advanceTimersByTime(1000)
        expect(lines().at(-1)).toContain('2.0 s')
        progress.end()
        const count = written.length
        vi.advanceTimersByTime(60_000)
        expect(written).toHaveLength(count)
    })

    test('without colour nothing but moving in the line is asked of the terminal', () => {
        const colourless = watch({ isTTY: true, columns: 80 })
        const coloured = watch({ isTTY: true, columns: 80, isColour: true })
        for (const { progress, clock } of [colourless, coloured]) {
            progress.begin({ label: 'Closing', total: 10 })
            clock.time = 900
            progress.advance(10)
            progress.end()
        }
        const colours = '\u001b[3'
        expect(colourless.written.join('')).not.toContain(colours)
        expect(coloured.written.join('')).toContain(colours)
        expect(coloured.lines()).toEqual(colourless.lines())
        expect(colourless.written.at(-1)).toBe('✓ Closing · 0.9 s\n')
    })
})
