/** Excel shows and keeps this many digits of a number. */
const digitsMax = 15

/** The first number of which 15 digits are not all before the decimal point. */
const exactMax = 10 ** digitsMax

/** How nearly all numbers are written already. */
const plainForm = /^-?(?:[1-9]\d*|0(?=\.)|(?<!-)0)(?:\.\d*[1-9])?$/

/**
 * A number as plain decimal text, with 15 digits at most: `0.3` for 0.30000000000000004. Null for
 * what is no number, and `lost` for one with more digits before the point than Excel keeps.
 */
export function numberText(raw: string): string | 'lost' | null {
    if (raw.length <= digitsMax && plainForm.test(raw)) return raw
    const number = Number(raw)
    if (raw.trim() === '' || !Number.isFinite(number)) return null
    if (Math.abs(number) >= exactMax) return 'lost'
    if (number === 0) return '0'
    const [mantissa = '', exponent = '0'] = Math.abs(number)
        .toExponential(digitsMax - 1)
        .split('e')
    const digits = mantissa.replace('.', '')
    const point = Number(exponent) + 1
    const padded = point > 0 ? digits : '0'.repeat(1 - point) + digits
    const whole = padded.slice(0, Math.max(point, 1))
    const fraction = padded.slice(Math.max(point, 1)).replace(/0+$/, '')
    return `${number < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}
