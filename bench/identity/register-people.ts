import { compactDay, type Day, dayOf } from '#samplebank/calendar.ts'
import { formerPhoneNumber, phoneNumber } from '#samplebank/identifiers.ts'
import { pinyinOf } from '#samplebank/letters.ts'
import { firmLetters, givenFemale, givenMale, surnames, trades } from '#samplebank/names.ts'
import { type Lots, lotsOf } from './register-lots.ts'
import { divisionCode, drawHome, type Home } from './register-places.ts'

/** Somebody who stands in a bank's systems, as in truth. */
export type Person = {
    readonly no: number
    readonly family: number
    /** The number of the birth that two share; null for who is no twin. */
    readonly birth: number | null
    readonly generation: 'adult' | 'child'
    readonly surname: string
    readonly given: string
    readonly isMale: boolean
    readonly birthDay: Day
    readonly idNumber: string
    readonly oldIdNumber: string | null
    readonly phone: string
    readonly formerPhone: string
    /** The number of the first of the family, which others of it give now and then. */
    readonly familyPhone: string
    readonly home: Home
    readonly formerHome: Home
    readonly email: string
    readonly employer: string
}

/** All people of a family, numbered on from `from`. */
export function familyOf(family: number, from: number): readonly Person[] {
    const lots = lotsOf('family', family)
    const kind = lots.of('kind', 100)
    const home = drawHome(lots, 'home')
    const division = divisionCode(lots)
    const parentsBorn = dayOf(1945, 1, 1) + lots.of('parents_born', 18_000)
    const father = letterAt(surnames, lots.of('surname', surnames.length))
    const shared = { family, home, division, familyPhone: phoneNumber(from) }
    const parents = kind < 40 ? 1 : 2
    const isMale = parents === 2 || lots.of('sex', 2) === 0
    const people: Person[] = []
    const add = (born: Born): void => {
        people.push(personOf({ ...shared, ...born, no: from + people.length }))
    }
    const adult = { generation: 'adult' as const, birth: null, sharedGiven: null }
    add({ ...adult, surname: father, isMale, birthDay: parentsBorn })
    if (parents === 2) {
        const surname = letterAt(surnames, lots.of('mother', surnames.length))
        const birthDay = parentsBorn + lots.of('mother_born', 3000) - 1200
        add({ ...adult, surname, isMale: false, birthDay })
    }
    if (kind < 70) return people
    const childBorn = parentsBorn + 8500 + lots.of('child_born', 4000)
    const areTwins = lots.isWithin('twins', 120)
    const child = { generation: 'child' as const, surname: father }
    const isBoy = lots.of('child_sex', 2) === 0
    // Twins are often called alike: one letter of the two is the same.
    const sharedGiven = areTwins && lots.isWithin('twins_alike', 600) ? family : null
    const birth = areTwins ? family : null
    add({ ...child, isMale: isBoy, birthDay: childBorn, birth, sharedGiven })
    if (areTwins) {
        const isSecondBoy = lots.isWithin('twins_alike_sex', 700) ? isBoy : !isBoy
        add({ ...child, isMale: isSecondBoy, birthDay: childBorn, birth, sharedGiven })
    } else if (lots.isWithin('second_child', 300)) {
        const birthDay = childBorn + 700 + lots.of('second_born', 2500)
        add({
            ...child,
            isMale: lots.of('second_sex', 2) === 0,
            birthDay,
            ...{ birth: null },
            sharedGiven,
        })
    }
    return people
}

type Born = Pick<Person, 'surname' | 'isMale' | 'birthDay' | 'birth' | 'generation'> & {
    readonly sharedGiven: number | null
}

type Drawn = Born &
    Pick<Person, 'no' | 'family' | 'home' | 'familyPhone'> & { readonly division: string }

function personOf(drawn: Drawn): Person {
    const { no, surname, isMale, birthDay, division, generation, familyPhone } = drawn
    const lots = lotsOf('person', no)
    const given = givenOf(lots, drawn)
    const sequence = String((no % 500) * 2 + (isMale ? 1 : 0)).padStart(3, '0')
    const body = `${division}${compactDay(birthDay)}${sequence}`
    const hasOld = birthDay < dayOf(1981, 1, 1)
    const former = drawHome(lots, 'former')
    // Grown children mostly have a home of their own.
    const hasLeft = generation === 'child' && lots.isWithin('left_home', 500)
    const latin = pinyinOf(surname, given).toLowerCase().replace(' ', '.')
    return {
        ...{ no, family: drawn.family, birth: drawn.birth, generation, surname, given, isMale },
        ...{ birthDay, familyPhone, formerHome: hasLeft ? drawn.home : former },
        idNumber: body + checkDigit(body),
        oldIdNumber: hasOld ? `${division}${compactDay(birthDay).slice(2)}${sequence}` : null,
        phone: phoneNumber(no),
        formerPhone: formerPhoneNumber(no),
        home: hasLeft ? former : drawn.home,
        email: `${latin}${lots.of('mail_number', 1000)}@example.com`,
        employer: employerOf(lots),
    }
}

function givenOf(lots: Lots, { isMale, sharedGiven }: Born): string {
    const letters = isMale ? givenMale : givenFemale
    const at = lots.of('given_first', letters.length)
    const shared = sharedGiven === null ? at : lotsOf('family', sharedGiven).of('given', 60)
    const first = letterAt(letters, Math.min(shared, letters.length - 1))
    const second = letterAt(letters, lots.of('given_second', letters.length))
    return lots.isWithin('two_letters', sharedGiven === null ? 750 : 1000) ? first + second : first
}

function employerOf(lots: Lots): string {
    const letter = (purpose: string): string =>
        letterAt(firmLetters, lots.of(purpose, firmLetters.length))
    const cities = ['上海', '北京', '杭州', '广州', '成都', '武汉']
    const { word } = lots.pick('trade', trades)
    const brand = letter('firm_first') + letter('firm_second')
    return `${lots.pick('firm_city', cities)}${brand}${word}有限公司`
}

function letterAt(letters: string, at: number): string {
    return letters.charAt(at)
}

/** ISO 7064 MOD 11-2 by its rule: weights are powers of two, so that it is a second reckoning. */
function checkDigit(body: string): string {
    const sum = [...body].reduce((total, digit, at) => total + Number(digit) * 2 ** (17 - at), 0)
    return '0123456789X'.charAt((12 - (sum % 11)) % 11)
}
