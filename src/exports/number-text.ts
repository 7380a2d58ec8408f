import type { Language } from '#domain/say.ts'
import type { MoneyText } from '#serving/summary.ts'

/** A language and the currency that its amounts are in. */
export type MoneyStyle = { readonly language: Language; readonly currency: string }

/** Where a currency is simply 元, so that its code need not be said. */
const yuan: Readonly<Record<Language, string | null>> = { 'zh-CN': 'CNY', 'zh-TW': 'TWD', en: null }

/** English bank style for the signs that Intl writes in capitals. */
const englishUnits: Readonly<Record<string, string>> = { K: 'k', M: 'm', B: 'bn', T: 'tn' }

const noBreak = '\u00a0'

/** A whole number with its groups: `20,000`. */
export function countText(count: number, language: Language): string {
    return new Intl.NumberFormat(language).format(count)
}

/** A change with its sign, a true minus included: `+120`, `−35`, `0`. */
export function changeText(change: number, language: Language): string {
    return signed(change, countText(Math.abs(change), language))
}

/** An amount at three or four digits, without currency: `1.632亿`, `1.632億`, `163.2m`. */
export function amountText(money: MoneyText, language: Language): string {
    const format = new Intl.NumberFormat(language, {
        notation: 'compact',
        useGrouping: 'always',
        minimumSignificantDigits: 3,
        maximumSignificantDigits: 4,
    })
    const parts = format.formatToParts(isZero(money) ? 0 : exact(money))
    if (isZero(money)) return '0'
    return parts
        .map(({ type, value }) => (type === 'compact' ? (englishUnits[value] ?? value) : value))
        .join('')
        .replace('-', '−')
}

/** An amount at three or four digits with its currency: `1.632亿元`, `CZK 163.2m`. */
export function moneyText(money: MoneyText, style: MoneyStyle): string {
    return withCurrency(amountText(money, style.language), style)
}

/**
 * An amount to the cent, without currency. What someone has is rounded down and what is missing
 * is rounded up, so that nobody is shown at a threshold that was not reached.
 */
export function exactText(
    money: MoneyText,
    language: Language,
    rounding: 'down' | 'up' = 'down',
): string {
    const format = new Intl.NumberFormat(language, {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        roundingMode: rounding === 'up' ? 'ceil' : 'floor',
    })
    return format.format(exact(money)).replace('-', '−')
}

/** A threshold as a policy says it, cents left out where there are none: `2,000,000`. */
export function thresholdText(money: MoneyText, language: Language): string {
    const format = new Intl.NumberFormat(language, {
        minimumFractionDigits: 2,
        trailingZeroDisplay: 'stripIfInteger',
    })
    return format.format(exact(money))
}

/** An amount that is written out already, with its currency where the language puts it. */
export function withCurrency(amount: string, { language, currency }: MoneyStyle): string {
    return currency === yuan[language] ? `${amount}元` : `${currency}${noBreak}${amount}`
}

/** How a table's head names the currency: `元` or the code. */
export function currencyText({ language, currency }: MoneyStyle): string {
    return currency === yuan[language] ? '元' : currency
}

/** A share of one as a percentage, `3.1%`; `<0.1%` rather than a zero that is none. */
export function shareText(share: number | null, language: Language): string {
    if (share === null) return '–'
    const format = new Intl.NumberFormat(language, {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
    })
    if (share > 0 && share < 0.0005) return `<${format.format(0.001)}`
    return format.format(share).replace('-', '−')
}

/** A relative change with its sign: `+1.2%`. */
export function growthText(growth: number | null, language: Language): string {
    if (growth === null) return '–'
    const rounded = Math.round(growth * 1000) / 1000
    return signed(rounded, shareText(Math.abs(rounded), language))
}

function signed(value: number, magnitude: string): string {
    if (value === 0) return magnitude
    return `${value > 0 ? '+' : '−'}${magnitude}`
}

// Intl reads decimal text exactly, whatever its length; a number would lose digits.
function exact(money: MoneyText): Intl.StringNumericLiteral {
    return money as Intl.StringNumericLiteral
}

function isZero(money: MoneyText): boolean {
    return /^[+-]?[0.]+$/.test(money)
}
