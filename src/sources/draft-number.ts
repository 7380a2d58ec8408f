import type { Spelling } from './contract-words.ts'
import type { ValueShape } from './draft.ts'

/** How the numbers of a column are written. */
export type NumberForm = {
    /** Most digits before and behind the decimal point, once the spelling is undone. */
    readonly whole: number
    readonly scale: number
    /** Whether some are written like 1.5e-3. */
    readonly isScientific: boolean
    readonly spellings: readonly Spelling[]
}

/** The number form of texts of these shapes; null where one of them is no number. */
export function numberForm(shapes: readonly ValueShape[]): NumberForm | null {
    const spellings = new Set<Spelling>()
    const form = { whole: 1, scale: 0, isScientific: false }
    for (const shape of shapes) {
        const found = shapeForm(shape, spellings)
        if (found === null) return null
        form.whole = Math.max(form.whole, found.whole)
        form.scale = Math.max(form.scale, found.scale)
        form.isScientific ||= found.isScientific
    }
    return shapes.length === 0 ? null : { ...form, spellings: [...spellings] }
}

type ShapeForm = Omit<NumberForm, 'spellings'>

function shapeForm(shape: ValueShape, spellings: Set<Spelling>): ShapeForm | null {
    const add = (spelling: Spelling, isThere: boolean): void => {
        if (isThere) spellings.add(spelling)
    }
    const found: Spelling[] = []
    let text = shape.shape
    const strip = (pattern: RegExp, spelling: Spelling): boolean => {
        if (!pattern.test(text)) return false
        text = text.replace(pattern, '')
        found.push(spelling)
        return true
    }
    strip(/^\s+|\s+$/u, 'padding')
    text = text.trim()
    const wide = text.replaceAll(/[\uff01-\uff5e]/g, (letter) =>
        String.fromCharCode(letter.charCodeAt(0) - 0xfee0),
    )
    if (wide !== text.replaceAll('￥', '¥')) found.push('full_width')
    text = wide.replaceAll('￥', '¥')
    if (/^\(.*\)$/.test(text)) {
        found.push('parentheses')
        text = text.slice(1, -1)
    }
    strip(/(?<=9)-$/, 'trailing_minus')
    const isCode = /CNY|RMB/.test(shape.least)
    strip(isCode ? /^([+-]?)\s*AAA\s*|\s*AAA$/ : /^[¥$]\s*|(?<=^[+-])[¥$]|\s*元$/, 'currency')
    const isYi = text.endsWith('亿') || text.endsWith('億')
    const shift = strip(/[万亿萬億]$/, 'ten_thousands') ? (isYi ? 8 : 4) : 0
    const percent = strip(/%$/, 'percent') ? 2 : 0
    if (/^[+-]?9{1,3}(,9{3})+(\.9+)?$/.test(text)) {
        found.push('thousands')
        text = text.replaceAll(',', '')
    }
    for (const one of found) add(one, true)
    if (/^[+-]?9+(\.9+)?[aA][+-]?9+$/.test(text)) return { whole: 1, scale: 0, isScientific: true }
    const match = /^[+-]?(9+)(?:\.(9+))?$/.exec(text)
    if (match === null) return null
    const whole = (match[1]?.length ?? 0) + shift
    const scale = Math.max((match[2]?.length ?? 0) + percent - shift, 0)
    return { whole, scale, isScientific: false }
}
