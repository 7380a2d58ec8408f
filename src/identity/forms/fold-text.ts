/** What no name, number or address consists of: zero-width marks, emoji and their modifiers. */
const invisible =
    /\p{Cf}|\p{Cc}|\p{Variation_Selector}|\p{Extended_Pictographic}|\p{Emoji_Modifier}/gu
const plain = /^[\x20-\x7e\u4e00-\u9fff]*$/
const already = /^[0-9A-Z\u4e00-\u9fff]*$/

/**
 * A text in one width and case, as all comparing begins: full width becomes half width (Unicode
 * NFKC), small letters capitals, emoji and invisible marks go, runs of space become one.
 */
export function foldText(text: string): string {
    if (already.test(text)) return text
    const clean = plain.test(text) ? text : text.normalize('NFKC').replaceAll(invisible, ' ')
    return clean.replaceAll(/\s+/g, ' ').trim().toUpperCase()
}

/** Part of a text hidden by stars or crosses tells too little to be compared. */
export function isMasked(folded: string): boolean {
    return /\*|X{4,}|●|○{2,}|■|█/.test(folded)
}

/** A Latin text without accents: `JOSÉ` becomes `JOSE`. */
export function withoutAccents(text: string): string {
    return /^[\x20-\x7e]*$/.test(text)
        ? text
        : text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('Ø', 'O').replaceAll('Ł', 'L')
}
