import { describe, expect, test } from 'vitest'
import { formatDecimal, parseDecimal } from '#domain/decimal.ts'
import { languages } from '#domain/say.ts'
import { writeReport } from '#exports/report.ts'
import { reportTerms } from '#exports/report-terms.ts'
import { allTexts, textsOf } from './all-texts.ts'
import { firstCloseSummary, korunaSummary, sampleSummary } from './sample-summary.ts'

const texts = allTexts()
const report = writeReport(sampleSummary(), texts, 'zh-CN')

/** The page of one language, from its `main` to the end of it. */
function pageOf(file: string, language: string): string {
    return file.match(new RegExp(`<main class="page" lang="${language}".*?</main>`, 's'))?.[0] ?? ''
}

/** The exact values behind the figures of a part of the page. */
function valuesOf(part: string): readonly string[] {
    return [...part.matchAll(/<data value="([^"]*)"/g)].map((match) => match[1] ?? '')
}

/** The exact sum of amounts with two decimals, reckoned apart from the code under test. */
function sumOfCents(amounts: readonly string[]): string {
    const cents = amounts.map((text) => {
        const { units = 0n, scale = 0 } = parseDecimal(text) ?? {}
        return units * 10n ** BigInt(2 - scale)
    })
    return formatDecimal({ units: cents.reduce((sum, one) => sum + one, 0n), scale: 2 })
}

describe('a report keeps to itself', () => {
    test('no address of the outside stands in it', () => {
        expect(report).not.toMatch(/https?:|\/\/[a-z]|@import|url\(/i)
        const ways = [...report.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1])
        expect(ways.filter((way) => way?.startsWith('#') !== true)).toEqual(['data:,'])
    })

    test('the policy of its content forbids every request', () => {
        const policy = report.match(/Content-Security-Policy" content="([^"]*)"/)?.[1]
        expect(policy).toContain('default-src &#39;none&#39;')
        expect(policy).toContain('img-src data:')
    })

    test('what comes from a bank cannot become HTML', () => {
        const attack = '"><script>alert(1)</script>\'&'
        const sample = sampleSummary()
        const file = writeReport(
            sampleSummary({
                bank: { ...sample.bank, baseCurrency: attack, systems: [attack] },
                run: { ...sample.run, policyKey: attack },
                ladder: { id: attack, name: { 'zh-CN': attack, 'zh-TW': attack, en: attack } },
                tiers: sample.tiers.map((tier) => ({
                    ...tier,
                    name: { 'zh-CN': attack, 'zh-TW': attack, en: attack },
                })),
                near: {
                    ...sample.near,
                    parties: sample.near.parties.map((party) => ({
                        ...party,
                        name: attack,
                        branch: attack,
                    })),
                },
                moved: sample.moved.map((party) => ({ ...party, name: attack, branch: attack })),
            }),
            texts,
            'en',
        )
        expect(file.match(/<script/g)).toHaveLength(1)
        expect(file).not.toContain('alert(1)</script>')
        expect(file).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;')
    })
})

describe('a report is complete', () => {
    test.each(languages)('%s is inside, whole, and has a heading for every section', (language) => {
        const page = pageOf(report, language)
        const say = texts[language]
        for (const name of Object.keys(reportTerms)) {
            expect(page).toContain(`<h2 id="${language}-${name}">${say(`exports.${name}.title`)}`)
        }
        expect(page).toContain('9f3c61d27ab4')
    })

    test('the language asked for is the one shown first', () => {
        for (const language of languages) {
            const file = writeReport(sampleSummary(), texts, language)
            expect(file).toContain(`<html lang="${language}">`)
            expect(file.match(/id="choose-([^"]*)" checked/)?.[1]).toBe(language)
        }
    })

    test('every id stands there once, and every label of a chart leads to one', () => {
        const ids = [...report.matchAll(/ id="([^"]*)"/g)].map((match) => match[1] ?? '')
        expect(new Set(ids).size).toBe(ids.length)
        const named = [...report.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap((match) =>
            (match[1] ?? '').split(' '),
        )
        expect(named.filter((id) => !ids.includes(id))).toEqual([])
    })

    test('every chart is named and described, or else hidden from readers', () => {
        for (const [chart] of report.matchAll(/<svg.*?<\/svg>/gs)) {
            if (chart.includes('aria-hidden="true"')) continue
            expect(chart).toMatch(/<title id=/)
            expect(chart).toMatch(/<desc id=/)
        }
    })

    test('every head of a table says which way it leads', () => {
        for (const [head] of report.matchAll(/<th[ >][^>]*>/g)) expect(head).toContain('scope=')
    })

    test('the same summary gives the same file', () => {
        expect(writeReport(sampleSummary(), texts, 'zh-CN')).toBe(report)
    })

    test('a first close and another currency are told as such', () => {
        const first = pageOf(writeReport(firstCloseSummary(), texts, 'en'), 'en')
        expect(first).toContain('The first close: nobody has moved yet.')
        expect(first).not.toContain('Sample data')
        const koruna = pageOf(writeReport(korunaSummary(), texts, 'en'), 'en')
        expect(koruna).toContain('CZK')
        expect(koruna).not.toContain('CNY')
    })

    test('a bank without a single customer still gets its report', () => {
        const close = { month: 202512, tiers: [], causes: {} }
        const nobody = { up: { parties: 0, gap: '0' }, down: { parties: 0, assets: '0' } }
        const file = writeReport(
            sampleSummary({
                months: [close],
                migrations: [],
                moved: [],
                near: { ...nobody, parties: [] },
            }),
            texts,
            'en',
        )
        expect(file).not.toMatch(/NaN|Infinity|undefined/)
    })
})

describe('the figures of a report tie', () => {
    test('the pyramid adds up to its last line, which is the summary', () => {
        const table = pageOf(report, 'en').match(/<table class="pyramid".*?<\/table>/s)?.[0] ?? ''
        const [body = '', foot = ''] = table.split('<tfoot>')
        const values = valuesOf(body)
        const parties = values.filter((_, index) => index % 2 === 0)
        const assets = values.filter((_, index) => index % 2 === 1)
        const close = sampleSummary().months.at(-1)?.tiers ?? []
        expect(valuesOf(foot)).toEqual([
            String(parties.reduce((sum, count) => sum + Number(count), 0)),
            sumOfCents(assets),
        ])
        expect(valuesOf(foot)[1]).toBe(sumOfCents(close.map((size) => size.assets)))
        expect(foot).toContain('19,780')
    })

    test('the migration table holds every move of the summary and no other', () => {
        const table = pageOf(report, 'en').match(/<table class="matrix".*?<\/table>/s)?.[0] ?? ''
        const moved = valuesOf(table).map(Number)
        const expected = sampleSummary().migrations.map((move) => move.parties)
        expect([...moved].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b))
    })

    test('who stayed is no move, also where the summary lists it', () => {
        const sample = sampleSummary()
        const stayed = { from: 'gold', to: 'gold', parties: 3698, assets: '1.00' }
        const withStayed = { ...sample, migrations: [...sample.migrations, stayed] }
        expect(writeReport(withStayed, texts, 'zh-CN')).toBe(report)
    })

    test('nobody near a threshold is shown at it', () => {
        const sample = sampleSummary()
        const [party] = sample.near.parties
        if (party === undefined) throw new Error('the sample has somebody near')
        const hair = { ...party, measure: '5999999.999999', gap: '0.000001' }
        const near = { ...sample.near, parties: [hair] }
        const page = pageOf(writeReport(sampleSummary({ near }), texts, 'en'), 'en')
        expect(page).toContain('5,999,999.99 / 6,000,000')
        expect(page).toContain('>0.01</data>')
    })
})

test('no page shows a text of another language', () => {
    const chinese = textsOf('zh-CN')
    const english = textsOf('en')
    for (const key of Object.keys(english).filter((one) => /^exports.(term|meaning)/.test(one))) {
        expect(pageOf(report, 'en')).not.toContain(chinese[key])
        expect(pageOf(report, 'zh-CN')).not.toContain(`<dt>${english[key]}</dt>`)
    }
    expect(Object.keys(textsOf('zh-TW')).sort()).toEqual(Object.keys(english).sort())
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
})
