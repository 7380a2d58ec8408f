import type { Language } from '#domain/say.ts'

/** A weight in thousandths of a bit as bits to a tenth, with a true minus: `12.3`, `−1.8`. */
export function bitsText(weight: number, language: Language): string {
    const format = new Intl.NumberFormat(language, {
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
    })
    return format.format(Math.abs(weight) < 50 ? 0 : weight / 1000).replace('-', '−')
}
