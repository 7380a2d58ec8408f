import { type Day, isoDay, partsOf } from '#samplebank/calendar.ts'
import { inTraditional, pinyinOf, soundingAlike } from '#samplebank/letters.ts'
import { type Lots, lotsOf } from './register-lots.ts'
import type { Person } from './register-people.ts'
import { type AddressStyle, addressText } from './register-places.ts'

/** A system that knows people, and how often in a thousand it knows less or otherwise. */
type Habits = {
    readonly pinyin: number
    readonly traditional: number
    readonly misheard: number
    readonly mistyped: number
    readonly noId: number
    readonly oldId: number
    readonly wrongId: number
    readonly noPhone: number
    readonly formerPhone: number
    readonly familyPhone: number
    readonly noAddress: number
    readonly moved: number
    readonly noBirth: number
    readonly hasMail: number
    readonly hasEmployer: number
}

const usual: Habits = {
    ...{ pinyin: 0, traditional: 5, misheard: 8, mistyped: 5 },
    ...{ noId: 20, oldId: 30, wrongId: 8 },
    ...{ noPhone: 50, formerPhone: 120, familyPhone: 60 },
    ...{ noAddress: 60, moved: 150, noBirth: 30, hasMail: 300, hasEmployer: 350 },
}

/** The systems of a bank; the first is the one in which everybody stands. */
const systems: readonly (readonly [name: string, habits: Habits])[] = [
    ['core', { ...usual, noId: 5, wrongId: 2 }],
    ['cards', { ...usual, pinyin: 550, noId: 150, noBirth: 200 }],
    ['credit', { ...usual, formerPhone: 200, noBirth: 60 }],
    ['wealth', { ...usual, traditional: 60, noId: 120 }],
    ['old_core', { ...usual, traditional: 20, oldId: 450, formerPhone: 400, moved: 350 }],
    ['fund', { ...usual, noAddress: 500, noId: 100 }],
    ['calls', callCentre()],
]

/** Who calls is asked for a name, and heard. */
function callCentre(): Habits {
    return {
        ...{ ...usual, misheard: 100, mistyped: 20, noId: 1000, formerPhone: 50, familyPhone: 80 },
        ...{ noPhone: 20, noAddress: 800, noBirth: 700, hasMail: 100, hasEmployer: 50 },
    }
}

/** What is wrong with a record, or missing: by these the figures are told apart. */
export type RecordTrait =
    | 'homophone'
    | 'pinyin'
    | 'traditional'
    | 'mistyped'
    | 'rezoned'
    | 'moved'
    | 'former_phone'
    | 'family_phone'
    | 'old_id'
    | 'wrong_id'
    | 'no_id'
    | 'call_centre'

/** A record of a person: the cells in the order of {@link personColumns}, and what is wrong. */
export type PersonRecord = {
    readonly cells: readonly string[]
    readonly traits: readonly RecordTrait[]
}

/** The columns that a record has, as the shipped comparison of persons names them. */
export const personColumns = [
    ...['name', 'id_number', 'phone', 'address', 'birth_date', 'sex', 'email', 'employer'],
] as const

/** The records of a person, one to five, of which the first stands in the core. */
export function personRecords(person: Person): readonly PersonRecord[] {
    const lots = lotsOf('person', person.no)
    const drawn = lots.of('records', 100)
    const count = drawn < 35 ? 1 : drawn < 65 ? 2 : drawn < 85 ? 3 : drawn < 95 ? 4 : 5
    return Array.from({ length: count }, (_, at) => {
        const own = lotsOf('record', person.no * 8 + at)
        const [name, habits] = at === 0 ? core() : own.pick('system', systems.slice(1))
        return recordOf(person, { lots: own, habits, isCall: name === 'calls' })
    })
}

function core(): readonly [string, Habits] {
    const [first] = systems
    if (first === undefined) throw new Error('no system')
    return first
}

type Seen = { readonly lots: Lots; readonly habits: Habits; readonly isCall: boolean }

type Said = { readonly text: string; readonly traits: readonly RecordTrait[] }

function said(text: string, ...traits: readonly RecordTrait[]): Said {
    return { text, traits }
}

function recordOf(person: Person, seen: Seen): PersonRecord {
    const { lots, habits, isCall } = seen
    const parts = [
        nameSaid(person, seen),
        idSaid(person, seen),
        phoneSaid(person, seen),
        addressSaid(person, seen),
        said(birthSaid(person, seen)),
        said(lots.isWithin('no_sex', 100) ? '' : person.isMale ? '男' : '女'),
        said(lots.isWithin('has_mail', habits.hasMail) ? person.email : ''),
        said(lots.isWithin('has_employer', habits.hasEmployer) ? person.employer : ''),
    ]
    return {
        cells: parts.map(({ text }) => text),
        traits: [
            ...parts.flatMap(({ traits }) => traits),
            ...(isCall ? (['call_centre'] as const) : []),
        ],
    }
}

function nameSaid({ surname, given, isMale }: Person, { lots, habits, isCall }: Seen): Said {
    const name = surname + given
    let drawn = lots.of('name', 1000)
    const isNext = (share: number): boolean => {
        drawn -= share
        return drawn < 0
    }
    if (isNext(habits.pinyin)) {
        const [family = '', own = ''] = pinyinOf(surname, given).split(' ')
        return said(
            lots.isWithin('given_first', 250) ? `${own} ${family}` : `${family} ${own}`,
            'pinyin',
        )
    }
    if (isNext(habits.traditional)) return said(inTraditional(name), 'traditional')
    if (isNext(habits.misheard)) {
        const heard = soundingAlike(name)
        return heard === name ? said(name) : said(heard, 'homophone')
    }
    if (isNext(habits.mistyped)) {
        const letter = lots.pick('letter', [...'伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚英华玉'])
        return said(surname + given.slice(0, -1) + letter, 'mistyped')
    }
    if (isNext(20)) return said(`${surname} ${given}`)
    return said(isCall && isNext(80) ? `${name}${isMale ? '先生' : '女士'}` : name)
}

function idSaid({ idNumber, oldIdNumber }: Person, { lots, habits }: Seen): Said {
    let drawn = lots.of('id', 1000)
    const isNext = (share: number): boolean => {
        drawn -= share
        return drawn < 0
    }
    if (isNext(habits.noId)) return said('', 'no_id')
    if (oldIdNumber !== null && isNext(habits.oldId)) return said(oldIdNumber, 'old_id')
    if (isNext(habits.wrongId)) {
        const at = 6 + lots.of('wrong_digit', 11)
        const digit = (Number(idNumber.charAt(at)) + 1 + lots.of('wrong_by', 9)) % 10
        return said(idNumber.slice(0, at) + digit + idNumber.slice(at + 1), 'wrong_id')
    }
    return said(lots.isWithin('small_x', 300) ? idNumber.toLowerCase() : idNumber)
}

const fillers = ['13800000000', '11111111111', '13812345678', '无']

function phoneSaid(person: Person, { lots, habits }: Seen): Said {
    let drawn = lots.of('phone', 1000)
    const isNext = (share: number): boolean => {
        drawn -= share
        return drawn < 0
    }
    if (isNext(habits.noPhone)) return said('')
    if (isNext(10)) return said(lots.pick('filler', fillers))
    if (isNext(habits.formerPhone)) return said(person.formerPhone, 'former_phone')
    if (isNext(habits.familyPhone) && person.familyPhone !== person.phone) {
        return said(person.familyPhone, 'family_phone')
    }
    if (isNext(12)) {
        const at = 4 + lots.of('phone_digit', 7)
        const digit = (Number(person.phone.charAt(at)) + 1 + lots.of('phone_by', 9)) % 10
        return said(person.phone.slice(0, at) + digit + person.phone.slice(at + 1))
    }
    if (isNext(60)) return said(`+86 ${person.phone}`)
    if (isNext(40)) return said(person.phone.replace(/^(...)(....)(....)$/, '$1-$2-$3'))
    return said(person.phone)
}

function addressSaid(person: Person, { lots, habits }: Seen): Said {
    if (lots.isWithin('no_address', habits.noAddress)) return said('')
    const hasMoved = lots.isWithin('moved', habits.moved)
    const home = hasMoved ? person.formerHome : person.home
    const style: AddressStyle = {
        isBefore: lots.isWithin('before', 200),
        hasProvince: lots.isWithin('province', 550),
        hasCity: lots.isWithin('city', 930),
        hasDistrict: lots.isWithin('district', 870),
        isShort: lots.isWithin('short', 300),
    }
    const isRezoned = style.isBefore && style.hasDistrict && home.before !== null
    return said(
        addressText(home, style),
        ...(hasMoved ? (['moved'] as const) : []),
        ...(isRezoned ? (['rezoned'] as const) : []),
    )
}

function birthSaid({ birthDay }: Person, { lots, habits }: Seen): string {
    if (lots.isWithin('no_birth', habits.noBirth)) return ''
    const drawn = lots.of('birth', 1000)
    if (drawn < 6) return '1900-01-01'
    if (drawn < 10) return swappedDay(birthDay)
    if (drawn < 16) return isoDay(birthDay + 1 + lots.of('birth_by', 9))
    return drawn < 200 ? isoDay(birthDay).replaceAll('-', '') : isoDay(birthDay)
}

/** Day and month the wrong way round, where that is a day. */
function swappedDay(birthDay: Day): string {
    const { year, month, day } = partsOf(birthDay)
    if (day > 12) return isoDay(birthDay)
    const two = (number: number): string => String(number).padStart(2, '0')
    return `${year}-${two(day)}-${two(month)}`
}
