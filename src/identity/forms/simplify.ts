import { Converter } from 'opencc-js/t2cn'

const convert = Converter({ from: 't', to: 'cn' })
const known = new Map<string, string>()

/**
 * A text in simplified characters, character by character: phrase tables would turn the surname
 * 沈 of 沈默涵 into 沉.
 */
export function simplify(text: string): string {
    let simplified = ''
    for (const character of text) simplified += simplifyCharacter(character)
    return simplified
}

function simplifyCharacter(character: string): string {
    if (character < '\u3400') return character
    const found = known.get(character)
    if (found !== undefined) return found
    const converted = convert(character)
    known.set(character, converted)
    return converted
}
