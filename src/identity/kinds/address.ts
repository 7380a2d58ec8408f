import { foldText, isMasked } from '../forms/fold-text.ts'
import { isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { columnJoint, type Forms, type Kind, level } from '../kind.ts'
import { readPlace } from '../places/divisions.ts'

/** Roads of one name lie in every city. */
const inCity = { agree: 'city' } as const

/**
 * Postal addresses, Chinese first: divisions, road, and the numbers behind it in their order
 * (lane, house, building, unit, room). `place` is road and numbers, which stay the same when
 * divisions are renamed, merged or left out.
 */
export const address: Kind = {
    columnsMax: 5,
    forms: [
        ...['folded', 'province', 'city', 'district', 'road', 'house', 'numbers', 'place'],
        ...['building', 'rest'],
    ],
    read: readAddress,
    levels: [
        level('exact', { equal: 'folded' }, 'folded'),
        level('same_place', { all: [inCity, { equal: 'place' }] }, 'place'),
        level('same_building', { all: [inCity, { equal: 'building' }] }, 'building'),
        level('one_number_off', {
            all: [inCity, { equal: 'road' }, { edits: 'numbers', max: 1, from: 3 }],
        }),
        level('similar', { all: [inCity, { edits: 'folded', max: 2, from: 8 }] }),
        level('same_road', { all: [inCity, { equal: 'road' }] }, 'road'),
        level('same_district', { all: [inCity, { equal: 'district' }] }, 'district'),
        level('same_city', { equal: 'city' }, 'city'),
    ],
}

const numerals = '零一二三四五六七八九'
const numbered = /[零〇一二三四五六七八九十百千]+(?=号|弄|巷|栋|幢|座|单元|层|楼|室|组|队|期)/g
const road =
    /^(.{1,12}?(?:大道|大街|公路|路|街|胡同|巷|弄|里|村|道|屯|段|坊|苑|园|小区|新城|花园|广场))(?=[\dA-Z甲乙丙丁东南西北(]|$)/

function readAddress(text: string): Forms | null {
    const joined = simplify(foldText(text.replaceAll(columnJoint, '')))
    if (isMasked(joined) || isPlaceholderWord(joined)) return null
    const folded = joined
        .replaceAll(/[\s,.，。、;；:：'"]/g, '')
        .replaceAll('〇', '零')
        .replaceAll(numbered, (one) => String(numberOf(one)))
    const { province, city, district, rest } = readPlace(folded)
    // A street office or town between district and road is left out by every second writer.
    const local = rest.replace(/^[\u4e00-\u9fff]{1,6}?(?:街道办事处|街道|镇|乡)(?!路|道|口)/, '')
    const named = road.exec(local)?.[1] ?? /^[^\d]+/.exec(local)?.[0] ?? null
    const behind = named === null ? local : local.slice(named.length)
    const digits = behind.match(/\d+[A-Z]?|[A-Z](?=座|栋|幢|区|\d)/g) ?? []
    const house = digits[0] ?? null
    const hasPlace = named !== null && house !== null
    return {
        folded,
        province,
        city,
        district,
        road: named,
        house,
        numbers: digits.length === 0 ? null : digits.join('-'),
        place: hasPlace ? `${named} ${digits.join('-')}` : null,
        building: hasPlace ? `${named} ${house}` : null,
        rest: leftOver(behind),
    }
}

/** 十二 is 12, 一百零三 is 103, 一千二百 is 1200, 二〇三 is 203. */
function numberOf(chinese: string): number {
    if (!/[十百千]/.test(chinese)) {
        return Number([...chinese].map((one) => numerals.indexOf(one)).join(''))
    }
    let sum = 0
    let digit: number | null = null
    for (const one of chinese) {
        const tens = { 十: 10, 百: 100, 千: 1000 }[one] ?? null
        if (tens === null) {
            digit = numerals.indexOf(one)
            continue
        }
        sum += (digit ?? 1) * tens
        digit = null
    }
    return sum + (digit ?? 0)
}

/** What is neither number nor a word for one: the name of an estate or a building. */
function leftOver(behind: string): string | null {
    const words = behind.replaceAll(/[\dA-Z#\-()之]|号楼|号|弄|栋|幢|座|单元|层|楼|室|院/g, '')
    return words === '' ? null : words
}
