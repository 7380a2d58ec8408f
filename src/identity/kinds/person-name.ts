import { soundex } from '../distance/soundex.ts'
import { foldText, isMasked, withoutAccents } from '../forms/fold-text.ts'
import { isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { columnJoint, type Forms, type Kind, type LevelTest, level } from '../kind.ts'
import { foldCantonese } from '../names/cantonese-spelling.ts'
import { type Character, characterOf, spellingsOf } from '../names/character.ts'
import { ringOf } from '../names/ring-of.ts'
import { doubleSurnameOf, surnameReadingOf } from '../names/surname-readings.ts'

/** With the parts in order, or as written: whichever is more alike. */
function similarLatin(min: number): LevelTest {
    const either = [
        { similar: 'latin', min },
        { similar: 'folded', min },
    ]
    return { all: [{ both: 'latin' }, { any: either }] }
}

/**
 * Names of persons, Chinese first. A name with Chinese characters is read by these alone; any
 * other is Latin, its parts in any order. `card`, `wade_giles` and `cantonese` are rings
 * (`ringOf`): the same whichever part stands first.
 */
export const personName: Kind = {
    columnsMax: 3,
    forms: [
        ...['folded', 'simplified', 'pinyin', 'initials', 'southern', 'surname', 'given'],
        ...['shape', 'card', 'wade_giles', 'cantonese', 'latin', 'phonetic'],
    ],
    read: readPersonName,
    levels: [
        level('exact', { equal: 'folded' }, 'simplified'),
        level('same_simplified', { equal: 'simplified' }, 'simplified'),
        level('same_pinyin', { equal: 'pinyin' }, 'pinyin'),
        level(
            'card_spelling',
            { any: [{ equal: 'latin' }, { all: [{ equal: 'card' }, { some: 'latin' }] }] },
            'card',
        ),
        level('other_spelling', {
            all: [{ some: 'latin' }, { any: [{ equal: 'wade_giles' }, { equal: 'cantonese' }] }],
        }),
        level('look_alike', { equal: 'shape' }, 'shape'),
        level('similar_pinyin', { equal: 'southern' }, 'southern'),
        level('one_character_off', {
            all: [{ equal: 'surname' }, { edits: 'simplified', max: 1, from: 3 }],
        }),
        level('similar', similarLatin(0.92)),
        level('roughly_similar', similarLatin(0.88)),
        level('same_given', { equal: 'given' }, 'given'),
        level('same_surname', { equal: 'surname' }, 'surname'),
    ],
}

const noted = /[(（[【].*?[)）\]】]/g
const titles = /(?:先生|女士|小姐|太太|同志)$/

const plainHan = /^[\u4e00-\u9fff]{2,4}$/

function readPersonName(text: string): Forms | null {
    // Nearly all names of a bank are these, and need none of what follows.
    if (plainHan.test(text)) return chineseForms(text, null)
    const whole = foldText(text.replaceAll(columnJoint, ' '))
    const bare = whole.replaceAll(noted, ' ').trim()
    const folded = bare === '' ? whole : bare
    if (isMasked(folded) || isPlaceholderWord(simplify(folded))) return null
    const han = (folded.match(/\p{Script=Han}/gu) ?? []).join('')
    if (han === '') return latinForms(folded)
    // A Chinese name with its Latin spelling behind it compares as both.
    const latin = latinTokens(folded)
    return chineseForms(han, latin.length < 2 ? null : latin.toSorted().join(' '))
}

function chineseForms(han: string, latin: string | null): Forms | null {
    const named = han.length > 2 ? han.replace(titles, '') : han
    const characters = [...named].map(characterOf)
    const simplified = characters.map((one) => one.simplified).join('')
    if (isPlaceholderWord(simplified)) return null
    const { read, surname } = readSurname(characters)
    const joined = (spell: (one: Character) => string, joint = ''): string =>
        read.map(spell).join(joint)
    // A given name of one character is too many people's to be told by.
    const given = characters.slice(surname).map((one) => one.simplified)
    return {
        folded: named,
        simplified,
        pinyin: joined((one) => one.syllable, ' '),
        initials: joined((one) => one.syllable.charAt(0)),
        southern: joined((one) => one.southern, ' '),
        surname: read
            .slice(0, surname)
            .map((one) => one.simplified)
            .join(''),
        given: given.length > 1 ? given.join('') : null,
        shape: joined((one) => one.shape),
        card: ringOf(cardLetters(joined((one) => one.syllable))),
        wade_giles: ringOf(joined((one) => one.wadeGiles)),
        cantonese: ringOf(joined((one) => one.cantonese)),
        latin,
        phonetic: null,
    }
}

/** The characters of a name with the surname, the first one or two, read as surnames are. */
function readSurname(characters: readonly Character[]): {
    readonly read: readonly Character[]
    readonly surname: number
} {
    const double = doubleSurnameOf(characters.slice(0, 3).map((one) => one.simplified))
    const [first] = characters
    if (first === undefined) return { read: characters, surname: 0 }
    const readings = double ?? [surnameReadingOf(first.simplified) ?? first.syllable]
    const read = characters.map((one, at) => {
        const syllable = readings[at]
        if (syllable === undefined || syllable === one.syllable) return one
        return { ...one, syllable, ...spellingsOf(syllable) }
    })
    return { read, surname: readings.length }
}

function latinForms(folded: string): Forms | null {
    const tokens = latinTokens(folded)
    const letters = tokens.join('').toLowerCase()
    if (letters === '') return null
    return {
        folded: tokens.join(' '),
        simplified: tokens.join(' '),
        pinyin: null,
        initials: tokens.map((one) => one.charAt(0).toLowerCase()).join(''),
        southern: null,
        surname: null,
        given: null,
        shape: null,
        card: ringOf(cardLetters(letters)),
        wade_giles: ringOf(letters),
        cantonese: ringOf(foldCantonese(letters)),
        latin: tokens.toSorted().join(' '),
        phonetic: soundex(tokens.toSorted().join('')),
    }
}

const courtesies = new Set(['MR', 'MRS', 'MS', 'MISS', 'DR', 'SIR'])

/** The words of a Latin name without hyphens and courtesies; dots and the like part them. */
function latinTokens(folded: string): readonly string[] {
    const tokens = withoutAccents(folded.replaceAll('Ü', 'V'))
        .replaceAll(/['’`‘-]/g, '')
        .split(/[^\p{L}]+/u)
        .filter((one) => one !== '' && !/\p{Script=Han}/u.test(one))
    const names = tokens.filter((one) => !courtesies.has(one))
    return names.length === 0 ? tokens : names
}

/** ü is spelled v, u or (in passports, GB/T 28039) yu after l and n: all become u. */
function cardLetters(letters: string): string {
    return letters.toLowerCase().replaceAll(/([ln])(?:yu|v)/g, '$1u')
}
