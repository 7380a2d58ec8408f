import { describe, expect, it } from 'vitest'
import { textWidth } from '#cli/terminal/text-fit.ts'
import { renderTrial } from '#cli/terminal/trial-view.ts'
import { languages } from '#domain/say.ts'
import { writeTrialPage } from '#exports/trial-page.ts'
import type { MoverReason, Trial, TrialMover, TrialTier } from '#tiers/trial.ts'
import { allTexts } from './all-texts.ts'

const tier = (id: string, atLeast: string | null): TrialTier => ({
    id,
    name: { 'zh-CN': `${id}级`, 'zh-TW': `${id}級`, en: id },
    atLeast,
})

const reason: MoverReason = {
    tier: 'gold',
    earnedTier: 'gold',
    earnedCause: 'unchanged',
    cause: 'earned',
    rule: null,
    rawTier: 'gold',
    route: null,
    measure: '52000.000000',
}

const mover: TrialMover = {
    partyId: '1',
    recordKey: 'sample:customer:1',
    name: '<script>alert(1)</script>',
    branch: '东街 & 西街',
    direction: 'down',
    sums: { assets: '52000.00' },
    before: reason,
    after: { ...reason, tier: 'mass', earnedTier: 'mass', rawTier: 'mass' },
}

const size = (parties: number, assets: string) => ({ parties, sums: { assets } })

/** 1,000,000 customers, of whom 1,234 fall to the tier below. */
const trial: Trial = {
    ladder: 'wealth',
    name: { 'zh-CN': '财富等级', 'zh-TW': '財富等級', en: 'Wealth tier' },
    currency: 'CNY',
    from: 202501,
    to: 202502,
    before: {
        versions: ['wealth@2025-01#aaaaaaaaaaaa'],
        tiers: [tier('mass', null), tier('gold', '50000')],
        isStored: true,
    },
    after: {
        versions: ['wealth@2026-01#bbbbbbbbbbbb'],
        tiers: [tier('mass', null), tier('gold', '60000')],
        isStored: false,
    },
    months: [202501, 202502].map((month) => ({
        month,
        before: [
            { tier: 'mass', parties: 900_000 },
            { tier: 'gold', parties: 100_000 },
        ],
        after: [
            { tier: 'mass', parties: 901_234 },
            { tier: 'gold', parties: 98_766 },
        ],
    })),
    matrix: [
        { from: 'mass', to: 'mass', ...size(900_000, '9000000000.00') },
        { from: 'gold', to: 'gold', ...size(98_766, '20000000000.00') },
        { from: 'gold', to: 'mass', ...size(1_234, '67000000.00') },
    ],
    near: {
        before: [{ tier: 'gold', up: 20, down: 30 }],
        after: [{ tier: 'gold', up: 25, down: 31 }],
    },
    moved: {
        up: size(0, '0.00'),
        down: size(1_234, '67000000.00'),
        other: size(0, '0.00'),
        same: size(998_766, '29000000000.00'),
    },
    movers: [mover],
    moversListed: 1_234,
}

const texts = allTexts()
/** A text that was never filled in, or a value that was never given. */
const unfilled = /\{[a-z_]+[,}]|undefined|NaN|\[object/

describe('the page of a trial', () => {
    const page = writeTrialPage(trial, texts, 'zh-CN')

    it('asks for nothing from outside', () => {
        expect(page).not.toMatch(/(?:src|href)="(?!data:)|url\(|@import|https?:/)
    })

    it('writes what the data says as text', () => {
        expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
        expect(page).not.toContain('<script>alert')
        expect(page).toContain('东街 &amp; 西街')
    })

    it('speaks three languages, all of them to the end', () => {
        expect(page).not.toMatch(unfilled)
        for (const language of languages)
            expect(page).toContain(`<main class="page" lang="${language}"`)
        expect(page).toContain('below 60,000 for gold')
        expect(page).toContain('低于gold级门槛')
        expect(page).toContain('低於gold級門檻')
    })

    it('draws a ribbon for each move, and none for who stays', () => {
        expect(page.match(/class="ribbon /g)).toHaveLength(languages.length)
    })

    it('is the same for the same trial', () => {
        expect(writeTrialPage(trial, texts, 'zh-CN')).toBe(page)
    })
})

describe('a trial on the terminal', () => {
    const paint = (_: string, text: string): string => text

    it.each(languages.flatMap((language) => [80, 100].map((width) => [language, width] as const)))(
        'fits in %s into %i columns',
        (language, width) => {
            const look = { say: texts[language], language, width, paint, files: [] }
            const text = renderTrial(trial, look)
            expect(text).not.toMatch(unfilled)
            for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width)
        },
    )

    it('shows changes where the numbers of every month do not fit', () => {
        const look = { say: texts.en, language: 'en', width: 40, paint, files: [] } as const
        expect(renderTrial(trial, look)).toContain('+1,234')
    })
})
