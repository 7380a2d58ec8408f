import { pinyin } from 'pinyin-pro'

const known = new Map<string, string>()

/**
 * A character in pinyin without tone, ü as v; a character without a reading stays as it is. Names
 * are read character by character: phrases have neutral tones that names do not.
 */
export function syllableOf(character: string): string {
    const found = known.get(character)
    if (found !== undefined) return found
    const read = pinyin(character, { toneType: 'none', v: true })
    known.set(character, read)
    return read
}
