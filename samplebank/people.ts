import type { Day } from './calendar.ts'
import { chance, letterOf, pick } from './draw.ts'
import { homeOf } from './homes.ts'
import { creditCode, phoneNumber, type Resident, residentId } from './identifiers.ts'
import { pinyinOf } from './letters.ts'
import { branches, firmLetters, givenFemale, givenMale, roads, surnames, trades } from './names.ts'
import type { Traits } from './traits.ts'

/** Who a customer is in truth: names are made up, a chance likeness is one. */
export type Identity = {
    readonly surname: string
    /** The given name; of a company, all of the name. */
    readonly given: string
    readonly name: string
    /** In pinyin capitals; empty for a company. */
    readonly pinyin: string
    readonly idNumber: string
    readonly phone: string
    readonly address: string
    readonly birthDay: Day | null
}

const draws = {
    givenFirst: chance('given_first'),
    givenSecond: chance('given_second'),
    givenLength: chance('given_length'),
    surname: chance('surname'),
    firmFirst: chance('firm_first'),
    firmSecond: chance('firm_second'),
    trade: chance('trade'),
    road: chance('road'),
    house: chance('house'),
    floor: chance('floor'),
    familyPhone: chance('family_phone'),
} as const

/** What stands in no doubt about a customer. */
export function identityOf(traits: Traits): Identity {
    return traits.isPerson ? personOf(traits) : firmOf(traits)
}

/** What a company does. */
export function tradeOf({ key }: Traits): (typeof trades)[number] {
    return pick(trades, draws.trade(key, trades.length))
}

/** A person's name from a key, for people who are no customers. */
export function nameOf(key: number, isMale: boolean): string {
    return letterOf(surnames, draws.surname(key, surnames.length)) + givenOf(key, { key, isMale })
}

function personOf(traits: Traits): Identity {
    const { i, key, born, isMale, birthDay } = traits
    const surname = letterOf(surnames, draws.surname(born, surnames.length))
    const given = givenOf(key, { key: born, isMale })
    const home = homeOf(traits)
    // Children and old people give the number of somebody at home.
    const isOfFamily = home !== null && i % 4 > 1 && draws.familyPhone(key, 100) < 10
    return {
        surname,
        given,
        name: surname + given,
        pinyin: pinyinOf(surname, given),
        idNumber: residentId(residentOf(traits)),
        phone: phoneNumber(isOfFamily ? i - (i % 4) : i),
        address: addressOf(traits, home?.key ?? key),
        birthDay,
    }
}

/** The part of a person that makes the resident ID. */
export function residentOf({ i, birthDay, isMale }: Traits): Resident {
    return { i, birthDay, isMale }
}

function firmOf(traits: Traits): Identity {
    const { i, key } = traits
    const first = letterOf(firmLetters, draws.firmFirst(key, firmLetters.length))
    const second = letterOf(firmLetters, draws.firmSecond(key, firmLetters.length))
    const { city } = pick(branches, traits.branch)
    const name = `${city}${first}${second}${tradeOf(traits).word}有限公司`
    return {
        ...{ surname: '', given: name, name, pinyin: '', birthDay: null },
        idNumber: creditCode(i),
        phone: phoneNumber(i),
        address: addressOf(traits, key),
    }
}

/** Twins share the first letter, if they share the sex. */
function givenOf(key: number, first: { readonly key: number; readonly isMale: boolean }): string {
    const letters = first.isMale ? givenMale : givenFemale
    const second = letterOf(letters, draws.givenSecond(key, letters.length))
    const hasTwo = draws.givenLength(key, 100) < 70
    return letterOf(letters, draws.givenFirst(first.key, letters.length)) + (hasTwo ? second : '')
}

/** An address that need not exist. */
export function addressOf({ branch }: Pick<Traits, 'branch'>, key: number): string {
    const { city, quarter } = pick(branches, branch)
    const road = pick(roads, draws.road(key, roads.length))
    const room = 101 + 100 * draws.floor(key, 18) + (draws.house(key, 7) % 4)
    return `${city}市${quarter}区${road}${1 + draws.house(key, 380)}号${room}室`
}
