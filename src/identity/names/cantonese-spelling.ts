import { getJyutpingCandidates } from 'to-jyutping'

const known = new Map<string, string>()

/**
 * A character as Hong Kong spells it in names, folded as {@link foldCantonese} folds; the empty
 * text where it has no Cantonese reading.
 */
export function cantoneseSpelling(character: string): string {
    let found = known.get(character)
    if (found === undefined) {
        const reading = surnames[character] ?? getJyutpingCandidates(character)[0]?.[1][0] ?? ''
        found = foldCantonese(spell(reading.replace(/\d$/, '')))
        known.set(character, found)
    }
    return found
}

/** Surnames that are read otherwise than the character alone. */
const surnames: Readonly<Record<string, string>> = {
    ...{ 区: 'au', 翟: 'zaak', 仇: 'kau', 曾: 'zang', 任: 'jam', 应: 'jing' },
    ...{ 郑: 'zeng', 洗: 'sin', 冼: 'sin', 查: 'zaa', 单: 'sin', 盖: 'gap', 朴: 'pok' },
}

const spellings: readonly (readonly [RegExp, string])[] = [
    [/^gw/, 'kw'],
    [/^kw/, 'kw'],
    [/^(?:z|c)/, 'ch'],
    [/^g/, 'k'],
    [/^b/, 'p'],
    [/^d/, 't'],
    [/^jyu/, 'yu'],
    [/^j/, 'y'],
    [/aa/, 'a'],
    [/oe(?=ng|k)/, 'eu'],
    [/eoi/, 'ui'],
    [/eo/, 'u'],
    [/(?<=[^y])yu/, 'u'],
    [/ou$/, 'o'],
]

/** A syllable of Jyutping roughly as the government of Hong Kong spells names. */
function spell(jyutping: string): string {
    return spellings.reduce((text, [from, to]) => text.replace(from, to), jyutping)
}

const folds: readonly (readonly [RegExp, string])[] = [
    [/tsz|tze/g, 'chi'],
    [/sze|szu/g, 'si'],
    [/ts/g, 'ch'],
    [/sh/g, 's'],
    [/ee|ei/g, 'i'],
    [/oo/g, 'u'],
    [/ou/g, 'o'],
    [/ue/g, 'u'],
    [/um/g, 'am'],
    [/ow/g, 'au'],
    [/w(?=u)/g, ''],
    [/ah(?![aeiou])/g, 'a'],
]

/** Spellings of Hong Kong that mean one sound become one: Lee and Li, Tsang and Chang. */
export function foldCantonese(letters: string): string {
    return folds.reduce((text, [from, to]) => text.replaceAll(from, to), letters)
}
