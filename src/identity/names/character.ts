import { simplify } from '../forms/simplify.ts'
import { cantoneseSpelling } from './cantonese-spelling.ts'
import { shapeOf } from './look-alikes.ts'
import { syllableOf } from './read-syllable.ts'
import { southernSyllable } from './southern-syllable.ts'
import { wadeGiles } from './wade-giles.ts'

/** How a syllable of pinyin is heard in the south, and how it is spelled in Taiwan. */
export type SyllableSpellings = { readonly southern: string; readonly wadeGiles: string }

/** All that a character of a name gives to its forms. */
export type Character = SyllableSpellings & {
    readonly simplified: string
    /** As in the midst of a name; a surname may be read otherwise. */
    readonly syllable: string
    readonly cantonese: string
    readonly shape: string
}

const characters = new Map<string, Character>()
const syllables = new Map<string, SyllableSpellings>()

/** What is known of a character. Names have few different ones, so each is looked up once. */
export function characterOf(character: string): Character {
    const found = characters.get(character)
    if (found !== undefined) return found
    const simplified = simplify(character)
    const syllable = syllableOf(simplified)
    const made = {
        ...{ simplified, syllable, ...spellingsOf(syllable) },
        cantonese: cantoneseSpelling(simplified),
        shape: shapeOf(simplified),
    }
    characters.set(character, made)
    return made
}

/** How else a syllable is spelled. */
export function spellingsOf(syllable: string): SyllableSpellings {
    const found = syllables.get(syllable)
    if (found !== undefined) return found
    const made = { southern: southernSyllable(syllable), wadeGiles: wadeGiles(syllable) }
    syllables.set(syllable, made)
    return made
}
