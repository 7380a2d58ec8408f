/** A piece of HTML that is safe to put into a page. Made by {@link html} only. */
export type Markup = { readonly markup: string }

type Part = string | number | Markup | readonly Markup[]

/** Nothing, for a part of a page that is left out. */
export const noMarkup: Markup = { markup: '' }

/**
 * Writes HTML. Texts and numbers between the literal parts are escaped, for elements and for
 * quoted attributes; pieces that are markup already are put in as they are.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
    let markup = literals[0] ?? ''
    parts.forEach((part, index) => {
        markup += write(part) + (literals[index + 1] ?? '')
    })
    return { markup }
}

/** The text with the five characters replaced that mean something in HTML. */
export function escapeHtml(text: string): string {
    return text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;')
}

/**
 * Style sheets and scripts of our own, which must not be escaped. Throws where the text could
 * end its element: that is a bug, for no data of a bank ever comes this way.
 */
export function ownCode(text: string): Markup {
    if (text.includes('</')) throw new Error('a style or script must not hold an end tag')
    return { markup: text }
}

function write(part: Part): string {
    if (typeof part === 'string') return escapeHtml(part)
    if (typeof part === 'number') return String(part)
    if ('markup' in part) return part.markup
    return part.map((one) => one.markup).join('')
}
