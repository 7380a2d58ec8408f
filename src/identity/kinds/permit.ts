import { foldText, isMasked } from '../forms/fold-text.ts'
import { isFillerNumber, isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { type Forms, type Kind, level } from '../kind.ts'

/**
 * Numbers of passports, and of the permits and cards of people from Hong Kong, Macao and Taiwan.
 * `lasting` is the part that stays when a permit is issued anew.
 */
export const permit: Kind = {
    columnsMax: 1,
    forms: ['number', 'lasting', 'type'],
    read: readPermit,
    levels: [
        level('exact', { equal: 'number' }, 'number'),
        level('reissued', { equal: 'lasting' }, 'lasting'),
        level('one_character_off', { edits: 'number', max: 1, from: 7 }),
    ],
}

type Shape = { readonly type: string; readonly pattern: RegExp }

/** The first group of a pattern lasts; what follows counts the issues. */
const shapes: readonly Shape[] = [
    // 来往内地通行证 of Hong Kong and Macao: a letter, eight digits of the person, two of the issue.
    { type: 'mainland_travel', pattern: /^([HM]\d{8})(?:\d{2})?$/ },
    // 台湾居民来往大陆通行证: eight digits of the person; before 2015 two of the issue, and a letter.
    { type: 'taiwan_travel', pattern: /^T?(\d{8})(?:\d{2}(?:[A-Z])?)?$/ },
    { type: 'hong_kong_card', pattern: /^([A-Z]{1,2}\d{6}[0-9A])$/ },
    // A passport has a new number each time.
    { type: 'passport', pattern: /^([A-Z]{1,2}\d{7,8}|[A-Z]\d{7}[A-Z]?|\d{9})$/ },
]

function readPermit(text: string): Forms | null {
    const folded = foldText(text)
    if (isMasked(folded) || isPlaceholderWord(simplify(folded))) return null
    const number = folded.replaceAll(/[^0-9A-Z]/g, '')
    if (number === '' || isFillerNumber(number.replace(/^[A-Z]+/, ''))) return null
    const shape = shapes.find(({ pattern }) => pattern.test(number))
    return {
        number,
        lasting: shape?.pattern.exec(number)?.[1] ?? null,
        type: shape?.type ?? null,
    }
}
