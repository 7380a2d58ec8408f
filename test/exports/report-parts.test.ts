import { describe, expect, test } from 'vitest'
import { languages } from '#domain/say.ts'
import { writeReport } from '#exports/report.ts'
import { reportTerms } from '#exports/report-terms.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import { allTexts } from './all-texts.ts'
import { sampleParts } from './sample-parts.ts'
import { sampleSummary } from './sample-summary.ts'

// The sections that show what runs have built beside a close: their figures and their absence.

const texts = allTexts()

function englishOf(changes: Partial<ReportSummary> = {}): string {
    const file = writeReport(sampleSummary(changes), texts, 'en')
    return file.match(/<main class="page" lang="en".*?<\/main>/s)?.[0] ?? ''
}

/** A section of the English page, from its heading to the end of it. */
function sectionOf(page: string, name: string): string {
    return page.match(new RegExp(`<h2 id="en-${name}">.*?</section>`, 's'))?.[0] ?? ''
}

/** The exact values behind the figures of a part of the page, in their order. */
function valuesOf(part: string): readonly string[] {
    return [...part.matchAll(/<data value="([^"]*)"/g)].map((match) => match[1] ?? '')
}

const page = englishOf()

describe('what stands out', () => {
    test('comes in the order of the amounts, whatever it is', () => {
        const amounts = valuesOf(sectionOf(page, 'standout')).map(Number)
        expect(amounts.length).toBeGreaterThan(4)
        expect(amounts).toEqual([...amounts].sort((one, two) => two - one))
        // 41 % of all that is held, by the richest hundredth; then what matures.
        expect(amounts.slice(0, 2)).toEqual([902_000_000, 495_060_000])
    })

    test('is answered in one sentence, with the largest amount that may go', () => {
        const headline = page.match(/<p class="headline">(.*?)<\/p>/s)?.[1] ?? ''
        const plain = headline.replaceAll(/<[^>]*>/g, '').replaceAll('\u00a0', ' ')
        expect(plain).toContain('CNY 2.20bn of 20,100 customers')
        expect(plain).toContain('the richest 1% hold 41.0%')
        expect(plain).toContain('CNY 495.1m, 22.5% of the assets, comes free within 90 days')
    })

    test('every way leads to a section of the same page', () => {
        const ways = [...page.matchAll(/href="#([^"]*)"/g)].map((match) => match[1] ?? '')
        expect(ways.length).toBeGreaterThan(15)
        for (const way of ways) expect(page).toContain(`id="${way}"`)
    })

    test('few customers have no richest hundredth', () => {
        const concentration = sampleParts.concentration
        if (concentration === null) throw new Error('the sample has it')
        const few = englishOf({ concentration: { ...concentration, parties: 30 } })
        expect(sectionOf(few, 'standout')).not.toContain('The richest')
        expect(few).not.toContain('rests on few')
    })
})

describe('sections tie with their summary', () => {
    test('life with the bank: stages, their sum, and the moves between them', () => {
        const values = valuesOf(sectionOf(page, 'lifecycle'))
        const stages = sampleParts.lifecycle?.stages ?? []
        expect(values.slice(0, 6)).toEqual(
            stages.flatMap(({ parties, assets }) => [String(parties), assets]),
        )
        // 180 + 19,000 + 600, and 9,000,000.10 + 2,100,000,000.20 + 41,000,000.30.
        expect(values.slice(6)).toEqual(['19780', '2150000000.60', '80', '70'])
    })

    test('value and tier: cells, lines and columns add up to the whole', () => {
        const section = sectionOf(page, 'value')
        const foot = section.split('<tfoot>')[1] ?? ''
        // High 46 + 900, ordinary 17, none 21, and all of them.
        expect(valuesOf(foot)).toEqual([
            ...['946', '735900000.00', '17', '50000000.00'],
            ...['21', '0.00', '984', '785900000.00'],
        ])
        expect(section).toContain('<strong>900</strong> customers of high value')
    })

    test('how lately and how often: a cell for each pair, the unknown beside', () => {
        const section = sectionOf(page, 'rfm')
        expect(valuesOf(section)).toEqual(['900', '400000000.00', '1500', '90000000.00'])
        expect(section).toContain('321 customers have no recency')
        // 3,600 fifths of 900 customers.
        expect(section).toContain('monetary fifth 4.0 on average')
    })

    test('concentration: the curve goes from nothing to all and never falls', () => {
        const section = sectionOf(page, 'concentration')
        const path = section.match(/class="curve" d="([^"]*)"/)?.[1] ?? ''
        const points = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({
            x: Number(x),
            y: Number(y),
        }))
        expect(points).toHaveLength(22)
        expect(points[0]).toEqual({ x: 44, y: 288 })
        expect(points.at(-1)).toEqual({ x: 388, y: 12 })
        points.slice(1).forEach(({ x, y }, index) => {
            expect(x).toBeGreaterThan(points[index]?.x ?? 0)
            expect(y).toBeLessThanOrEqual(points[index]?.y ?? 0)
        })
        // The richest hundredth, rounded up, of 20,100.
        expect(section).toMatch(/Richest 1%<\/th><td class="figure">201</)
        expect(section).toContain('Gini <strong>0.88</strong>')
    })

    test('concentration of five customers: the richest tenth is one of them, and no dent', () => {
        const held = [0, 10, 30, 60, 100]
        const upTo = (parties: number): number => {
            const whole = Math.floor(parties)
            const sum = held.slice(0, whole).reduce((all, one) => all + one, 0)
            return (sum + (parties - whole) * (held[whole] ?? 0)) / 200
        }
        const percents = Array.from({ length: 19 }, (_, index) => (index + 1) * 5)
        const concentration = {
            ...{ parties: 5, total: '200.00', gini: 0.48, partiesFor80: 2 },
            top: [1, 5, 10, 20, 50].map((percent) => {
                return { percent, share: 1 - upTo(5 - Math.ceil(percent / 20)) }
            }),
            lorenz: percents.map((percent) => ({ percent, share: upTo(percent / 20) })),
        }
        const section = sectionOf(englishOf({ concentration }), 'concentration')
        const heights = [
            ...(section.match(/class="curve" d="([^"]*)"/)?.[1] ?? '').matchAll(/ ([\d.]+)/g),
        ].map(([, y]) => Number(y))
        expect(heights).toHaveLength(21)
        expect(heights).toEqual([...heights].sort((one, two) => two - one))
    })

    test('what to do next: what nobody knows is no zero', () => {
        const section = sectionOf(page, 'actions')
        expect(section.match(/<li class="action">/g)).toHaveLength(3)
        expect(section).toContain('<code>tong list near --ladder wealth --month 2025-12</code>')
        expect(section).toContain('<strong>–</strong>')
        expect(section).toContain('>1,234.56</data>')
    })
})

describe('what a small bank does not have', () => {
    test('nobody of high value is said as that, beside a tier that has a name', () => {
        const values = (sampleParts.values ?? []).filter(({ band }) => band !== 'high')
        const section = sectionOf(englishOf({ values }), 'value')
        expect(section).toContain('Nobody is of high value.')
        expect(section).toMatch(/of ordinary value (?:is|are) above <strong>/)
        expect(sectionOf(page, 'value')).not.toContain('Nobody is of high value')
    })

    test('where no table has a day by which it is due, nothing is called in time', () => {
        const { quality } = sampleParts
        if (quality === null) throw new Error('the sample has tables')
        const tables = quality.tables.map((table) => ({
            ...table,
            grades: { ...table.grades, fresh: { ...table.grades.fresh, millionths: null } },
        }))
        const section = sectionOf(englishOf({ quality: { ...quality, tables } }), 'report_quality')
        expect(section).toContain('no delivery has a date by which it is due')
        expect(sectionOf(page, 'report_quality')).not.toContain('has a date by which')
    })

    test('a feature of which all have the same is no picture', () => {
        const [spread] = sampleSummary().spreads
        if (spread === undefined) throw new Error('the sample has a spread')
        const counts = spread.now.counts.map((_, bin) => (bin === 1 ? spread.now.parties : 0))
        const flat = { ...spread.now, counts }
        const same = { ...spread, feature: 'loan_owed', now: flat, before: flat }
        const section = sectionOf(englishOf({ spreads: [spread, same] }), 'distributions')
        expect(section.match(/<figure/g)).toHaveLength(1)
        const grown = { ...same, before: spread.before }
        const both = sectionOf(englishOf({ spreads: [spread, grown] }), 'distributions')
        expect(both.match(/<figure/g)).toHaveLength(2)
        expect(englishOf({ spreads: [same] })).not.toContain('id="en-distributions"')
    })
})

describe('what nobody has built', () => {
    test('is said, with the command that builds it', () => {
        const bare = englishOf({ lifecycle: null, values: null, rfm: null, concentration: null })
        for (const name of ['lifecycle', 'value', 'rfm', 'concentration']) {
            const section = sectionOf(bare, name)
            expect(section).toContain('Nobody has built this')
            expect(section).toContain('--as-of 2025-12</code>')
            expect(section).not.toMatch(/<svg|<table/)
        }
        expect(bare).not.toMatch(/NaN|Infinity|undefined/)
    })

    test('a part of the bank has no data quality and no way to it', () => {
        const part = englishOf({
            quality: null,
            scope: { kind: 'branch', id: '1100', name: '<b>上海</b>' },
        })
        expect(part).not.toContain('en-report_quality')
        expect(part).toContain('&lt;b&gt;上海&lt;/b&gt; (1100)')
        expect(part).toContain('This branch holds')
    })
})

test.each(languages)('%s tells the meaning of every term, and once more for paper', (language) => {
    const file = writeReport(sampleSummary(), texts, language)
    const own = file.match(new RegExp(`<main class="page" lang="${language}".*?</main>`, 's'))?.[0]
    const appendix = own?.split('<section class="appendix"')[1] ?? ''
    for (const term of new Set(Object.values(reportTerms).flat())) {
        expect(appendix).toContain(`<dt>${texts[language](`exports.term.${term}`)}</dt>`)
    }
})
