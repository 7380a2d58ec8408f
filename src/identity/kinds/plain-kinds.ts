import { soundex } from '../distance/soundex.ts'
import { foldText, isMasked, withoutAccents } from '../forms/fold-text.ts'
import { isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { columnJoint, type Forms, type Kind, level } from '../kind.ts'

/** A text in one case, width and script, columns joined by a space; null where it is a filler. */
function plainText(text: string): string | null {
    const folded = simplify(withoutAccents(foldText(text.replaceAll(columnJoint, ' '))))
    return isMasked(folded) || isPlaceholderWord(folded) ? null : folded
}

function readText(text: string): Forms | null {
    const folded = plainText(text)
    if (folded === null) return null
    return { folded, start: folded.slice(0, 3), phonetic: soundex(folded) }
}

const textForms = ['folded', 'start', 'phonetic']
const exactly = level('exact', { equal: 'folded' }, 'folded')
const similarity = (id: string, min: number): ReturnType<typeof level> =>
    level(id, { similar: 'folded', min })

/** Equal or not, as words and codes are that nobody misspells. */
export const exact: Kind = {
    columnsMax: 4,
    forms: textForms,
    read: readText,
    levels: [exactly],
}

/** One Latin name: a given name, or a surname. */
export const latinName: Kind = {
    ...exact,
    levels: [
        exactly,
        similarity('similar', 0.92),
        similarity('roughly_similar', 0.88),
        similarity('faintly_similar', 0.7),
    ],
}

/** Any text, such as the name of a suburb. */
export const text: Kind = {
    ...exact,
    levels: [exactly, similarity('similar', 0.92), similarity('roughly_similar', 0.8)],
}

/** Numbers and codes that are copied digit by digit. */
export const code: Kind = {
    columnsMax: 1,
    forms: ['folded', 'start'],
    read: (value) => {
        const folded = plainText(value)?.replaceAll(/[\s.-]/g, '') ?? ''
        return folded === '' ? null : { folded, start: folded.slice(0, 3) }
    },
    levels: [
        exactly,
        level('one_character_off', { edits: 'folded', max: 1 }),
        level('two_characters_off', { edits: 'folded', max: 2 }),
    ],
}

/** Postcodes of any country. */
export const postcode: Kind = { ...code }

const sexes: Readonly<Record<string, string>> = {
    ...{ M: 'M', MALE: 'M', 男: 'M', 男性: 'M', '1': 'M', 先生: 'M' },
    ...{ F: 'F', FEMALE: 'F', 女: 'F', 女性: 'F', '2': 'F', 女士: 'F', 小姐: 'F' },
}

/** Sex: 男 女, M F, or 1 2 (GB/T 2261.1); all else is unknown. */
export const sex: Kind = {
    columnsMax: 1,
    forms: ['sex'],
    read: (value) => {
        const folded = foldText(value)
        return Object.hasOwn(sexes, folded) ? { sex: sexes[folded] ?? null } : null
    },
    levels: [level('exact', { equal: 'sex' }, 'sex')],
}

/** A given name and a surname, in two columns, compared together. */
export const fullName: Kind = {
    columnsMax: 2,
    forms: ['folded', 'given', 'family', 'given_start', 'family_start', 'starts'],
    read: readFullName,
    levels: [
        level('exact', { equal: 'folded' }, 'folded'),
        level('swapped', { swapped: ['given', 'family'] }),
        level('similar', {
            all: [
                { similar: 'given', min: 0.92 },
                { similar: 'family', min: 0.92 },
            ],
        }),
        level('roughly_similar', {
            all: [
                { similar: 'given', min: 0.88 },
                { similar: 'family', min: 0.88 },
            ],
        }),
        level('same_family', { equal: 'family' }, 'family'),
        level('same_given', { equal: 'given' }, 'given'),
    ],
}

/** With one part alone, the whole is not known but the part is. */
function readFullName(value: string): Forms | null {
    const [first = '', second = ''] = value.split(columnJoint)
    const given = plainText(first)
    const family = plainText(second)
    if (given === null && family === null) return null
    const isWhole = given !== null && family !== null
    return {
        folded: isWhole ? `${given} ${family}` : null,
        given,
        family,
        given_start: given?.slice(0, 3) ?? null,
        family_start: family?.slice(0, 3) ?? null,
        starts: isWhole ? `${given.slice(0, 3)} ${family.slice(0, 3)}` : null,
    }
}
