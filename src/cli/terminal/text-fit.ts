import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** How many columns of a terminal a text takes: Chinese characters take two, colours none. */
export function textWidth(text: string): number {
    return stringWidth(text)
}

/**
 * A text of the bank's data on one line, rid of what a terminal would obey: a name must not be
 * able to move the cursor or to clear the screen.
 */
export function plainText(text: string): string {
    return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
}

/** The text cut to a width, with an ellipsis where something is missing. Not for coloured text. */
export function cutText(text: string, width: number): string {
    if (textWidth(text) <= width) return text
    let kept = ''
    for (const { segment } of graphemes.segment(text)) {
        if (textWidth(kept + segment) > width - 1) break
        kept += segment
    }
    return width < 1 ? '' : `${kept}…`
}

/** The text filled up with spaces to a width; longer texts, coloured or not, stay as they are. */
export function padText(
    text: string,
    side: { readonly width: number; readonly align: Align },
): string {
    const space = ' '.repeat(Math.max(0, side.width - textWidth(text)))
    return side.align === 'right' ? space + text : text + space
}

/** On which side the text of a column stands. */
export type Align = 'left' | 'right'

/** Breaks a text into lines of a width: between words, and between any two Chinese characters. */
export function wrapText(text: string, width: number): readonly string[] {
    const lines: string[] = []
    let line = ''
    for (const piece of piecesOf(text)) {
        if (line !== '' && textWidth((line + piece).trimEnd()) > width) {
            lines.push(line.trimEnd())
            line = ''
        }
        line += line === '' ? piece.trimStart() : piece
    }
    return line.trimEnd() === '' ? lines : [...lines, line.trimEnd()]
}

const stops = '，。；：、）！？'

/** A Chinese character, a word before Chinese punctuation, any other word with its spaces. */
const pieces = new RegExp(
    [
        `\\p{Script=Han}[${stops}]*`,
        `[^\\s\\p{Script=Han}${stops}]*[${stops}]+`,
        `[^\\s\\p{Script=Han}${stops}]+\\s*`,
        '\\s+',
    ].join('|'),
    'gu',
)

// Chinese punctuation stays with what is before it, as it never begins a line.
function piecesOf(text: string): readonly string[] {
    return text.match(pieces) ?? []
}
