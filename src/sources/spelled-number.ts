import type { ColumnType } from './column-type.ts'
import type { ContractColumn } from './contract.ts'
import { literal } from './sql-text.ts'

/** The regular expression of a plain double. */
const doubleForm = '[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?'

/** The regular expression of a plain number of a type; the size of the number is not looked at. */
export function numberForm(type: ColumnType): string {
    if (type.name === 'double') return doubleForm
    return `[+-]?[0-9]+${fractionForm(scaleOf(type))}`
}

/** How a number may be spelled, and the plain text of one that is spelled so. */
export type SpelledNumber = {
    /** SQL of the text in which signs, currency and wide characters are put right. */
    readonly text: string
    /** The regular expression that this text must match as a whole. */
    readonly form: string
    /** SQL of a plain number, where the text does match. */
    readonly plainText: string
}

/**
 * The spellings of numbers that a column allows for, in the words of DuckDB; null where it allows
 * for none. All plain numbers match too. Nothing is rounded: the form lets pass only as many
 * digits as the type can hold, and `1.2345万` moves its point in the text.
 */
export function spelledNumber(
    { type, accepts }: Pick<ContractColumn, 'type' | 'accepts'>,
    raw: string,
): SpelledNumber | null {
    const known = accepts.filter((word) => word !== 'padding')
    if (known.length === 0) return null
    const has = (word: (typeof known)[number]): boolean => known.includes(word)
    let text = has('full_width') ? fullWidthSql(raw) : raw
    if (has('parentheses')) text = replaced(text, '^[(]([^-+()]+)[)]$', '-\\1')
    if (has('trailing_minus')) text = replaced(text, '^([^-+()]+)-$', '-\\1')
    if (has('currency')) {
        text = replaced(text, '^([+-]?) ?(?:¥|￥|CNY|RMB|人民币|人民幣) ?', '\\1')
        text = replaced(text, ' ?(?:元|圆|圓|CNY|RMB)$', '')
    }
    const whole = has('thousands') ? '(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)' : '[0-9]+'
    const scale = scaleOf(type)
    const exponent = type.name === 'double' ? '(?:[eE][+-]?[0-9]+)?' : ''
    const forms = [`${whole}${fractionForm(scale)}${exponent}`]
    let plainText = has('thousands') ? `replace(${text}, ',', '')` : text
    if (has('ten_thousands')) {
        for (const [unit, zeros] of tens) {
            const digits = scale === null ? null : scale + zeros
            forms.push(`${whole}${fractionForm(digits, '0*')}${unit}`)
            plainText = pointRight(plainText, { unit, zeros })
        }
    }
    // A hundredth needs two places: contracts without them are refused, and so is the text here.
    if (has('percent') && (scale === null || scale >= 2)) {
        const digits = scale === null ? null : scale - 2
        forms.push(`${whole}${fractionForm(digits, '0*')}[%％]`)
        plainText = replaced(plainText, '^([+-]?)([0-9]+)[.]?([0-9]*)[%％]$', '\\100\\2#\\3#')
        plainText = replaced(plainText, '^([+-]?[0-9]+)([0-9]{2})#([0-9]*?)0*#$', '\\1.\\2\\3')
    }
    return { text, form: `[+-]?(?:${forms.join('|')})`, plainText }
}

/** SQL of a text with wide letters, digits and signs of ASCII (U+FF01 to U+FF5E) made narrow. */
export function fullWidthSql(text: string): string {
    const codes = Array.from({ length: 0x5e }, (_, index) => index + 0x21)
    const wide = codes.map((code) => String.fromCharCode(code + 0xfee0)).join('')
    const narrow = String.fromCharCode(...codes)
    return `translate(${text}, ${literal(`${wide}\u3000￥`)}, ${literal(`${narrow} ¥`)})`
}

/** 万 and 亿 in both scripts, with the places by which they move the point. */
const tens = [
    ['[万萬]', 4],
    ['[亿億]', 8],
] as const

/**
 * Moves the point to the right and drops the unit: `1.2345万` becomes `12345`. Zeros that then end
 * the fraction say nothing and are dropped with it.
 */
function pointRight(
    text: string,
    { unit, zeros }: { readonly unit: string; readonly zeros: number },
): string {
    const filled = `\\1#\\2${'0'.repeat(zeros)}#`
    const marked = replaced(text, `^([+-]?[0-9]+)[.]?([0-9]*)${unit}$`, filled)
    const moved = replaced(marked, `^([+-]?[0-9]+)#([0-9]{${zeros}})0*#$`, '\\1\\2')
    return replaced(moved, `^([+-]?[0-9]+)#([0-9]{${zeros}})([0-9]*?)0*#$`, '\\1\\2.\\3')
}

/** Digits behind the point; null: any number of them. */
function fractionForm(digits: number | null, more = ''): string {
    if (digits === null) return '(?:[.][0-9]+)?'
    if (digits > 0) return `(?:[.][0-9]{1,${digits}}${more})?`
    return more === '' ? '' : '(?:[.]0+)?'
}

function scaleOf(type: ColumnType): number | null {
    if (type.name === 'double') return null
    return type.name === 'decimal' ? type.scale : 0
}

function replaced(text: string, pattern: string, by: string): string {
    return `regexp_replace(${text}, ${literal(pattern)}, ${literal(by)})`
}
