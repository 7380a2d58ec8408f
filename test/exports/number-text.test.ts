import { describe, expect, test } from 'vitest'
import {
    amountText,
    changeText,
    exactText,
    growthText,
    moneyText,
    shareText,
    thresholdText,
} from '#exports/number-text.ts'

describe('amounts are short and honest', () => {
    test.each([
        ['0.00', '0', '0'],
        ['9876.54', '9,877', '9.877k'],
        ['34450000.00', '3,445万', '34.45m'],
        ['99999999.99', '1.00亿', '100m'],
        ['2508000000.00', '25.08亿', '2.508bn'],
        ['-1234567.00', '−123.5万', '−1.235m'],
    ])('%s', (money, chinese, english) => {
        expect(amountText(money, 'zh-CN')).toBe(chinese)
        expect(amountText(money, 'en')).toBe(english)
    })

    test('the currency is named unless it is simply 元', () => {
        expect(moneyText('25000.00', { language: 'zh-CN', currency: 'CNY' })).toBe('2.50万元')
        expect(moneyText('25000.00', { language: 'zh-TW', currency: 'CNY' })).toBe(
            'CNY\u00a02.50萬',
        )
        expect(moneyText('25000.00', { language: 'en', currency: 'CZK' })).toBe('CZK\u00a025.0k')
    })

    test('long amounts lose no digit', () => {
        expect(exactText('12345678901234567.89', 'en')).toBe('12,345,678,901,234,567.89')
    })

    test('what someone has is rounded down, what is missing is rounded up', () => {
        expect(exactText('1999999.999999', 'en')).toBe('1,999,999.99')
        expect(exactText('0.000001', 'en', 'up')).toBe('0.01')
    })

    test('thresholds show cents only where they have any', () => {
        expect(thresholdText('2000000.00', 'en')).toBe('2,000,000')
        expect(thresholdText('0.50', 'en')).toBe('0.50')
    })
})

test('shares and changes', () => {
    expect(shareText(0.676, 'en')).toBe('67.6%')
    expect(shareText(0.0000003, 'en')).toBe('<0.1%')
    expect(shareText(null, 'en')).toBe('–')
    expect(growthText(-0.0123, 'en')).toBe('−1.2%')
    expect(growthText(0.00001, 'en')).toBe('0.0%')
    expect(changeText(415, 'en')).toBe('+415')
    expect(changeText(-5, 'en')).toBe('−5')
})
