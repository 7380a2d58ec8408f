import { dayOf, isoDay } from '#samplebank/calendar.ts'
import { creditCode, formerPhoneNumber, phoneNumber } from '#samplebank/identifiers.ts'
import { inTraditional } from '#samplebank/letters.ts'
import { firmLetters, givenMale, surnames, trades } from '#samplebank/names.ts'
import { type Lots, lotsOf } from './register-lots.ts'
import { addressText, drawHome, type Home } from './register-places.ts'

/** A firm or a branch of one, as in truth. */
export type Firm = {
    readonly no: number
    readonly owner: number
    /** The number of the head office; null for one. */
    readonly headNo: number | null
    readonly name: string
    readonly city: string
    readonly brand: string
    readonly trade: string
    readonly code: string
    readonly phone: string
    /** The phone of the agent who registered it; null where it did that by itself. */
    readonly agentPhone: string | null
    readonly home: Home
    readonly signer: string
    readonly foundedOn: string
}

/** What is wrong with a record of a firm, or missing. */
export type FirmTrait =
    | 'no_code'
    | 'old_code'
    | 'wrong_code'
    | 'agent_phone'
    | 'rezoned'
    | 'moved'
    | 'short_name'
    | 'former_name'

/** A record of a firm: the cells in the order of {@link firmColumns}. */
export type FirmRecord = {
    readonly cells: readonly string[]
    readonly traits: readonly FirmTrait[]
}

/** The columns that a record has, as the shipped comparison of companies names them. */
export const firmColumns = [
    ...['name', 'id_number', 'phone', 'address', 'legal_representative', 'founded_date'],
] as const

const legalWords = ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司']
const branchCities = ['宁波', '苏州', '长沙', '厦门', '沈阳', '青岛', '重庆', '西安']

/** All firms of an owner with their branches, numbered on from `from`. */
export function firmsOf(owner: number, from: number): readonly Firm[] {
    const lots = lotsOf('owner', owner)
    const drawn = lots.of('firms', 100)
    const count = drawn < 72 ? 1 : drawn < 90 ? 2 : drawn < 97 ? 3 : 4
    const signer = personName(lots)
    const home = drawHome(lots, 'home')
    const brand = brandOf(lots)
    const firms: Firm[] = []
    for (let at = 0; at < count; at++) {
        const own = lotsOf('firm', from + firms.length)
        // The firms of one owner often have one brand, one address and one telephone.
        const hasBrand = at === 0 || own.isWithin('same_brand', 500)
        const head = firmOf(own, {
            ...{ no: from + firms.length, owner, headNo: null, signer },
            home: at === 0 || own.isWithin('same_home', 600) ? home : drawHome(own, 'own_home'),
            phone: own.isWithin('own_phone', 500) ? null : phoneNumber(from),
            brand: hasBrand ? brand : brandOf(own),
            trade: own.pick('trade', trades).word,
        })
        firms.push(head)
        const branches = own.isWithin('has_branches', 120) ? 1 + own.of('branches', 4) : 0
        for (let branch = 0; branch < branches; branch++) {
            firms.push(branchOf(head, { no: from + firms.length, place: branch }))
        }
    }
    return firms
}

type Made = Pick<Firm, 'no' | 'owner' | 'headNo' | 'signer' | 'home' | 'brand' | 'trade'> & {
    readonly phone: string | null
}

/** Ninety agents have registered one firm in seven. */
const agents = 90

function firmOf(lots: Lots, made: Made): Firm {
    const { no, home, brand, trade } = made
    const city = home.city.replace('市', '')
    const agent = formerPhoneNumber(40_000_000 + lots.of('agent', agents))
    return {
        ...made,
        ...{ city, code: creditCode(no), phone: made.phone ?? phoneNumber(no) },
        name: `${city}${brand}${trade}${lots.pick('legal', legalWords)}`,
        agentPhone: lots.isWithin('has_agent', 140) ? agent : null,
        foundedOn: isoDay(dayOf(1990, 1, 1) + lots.of('founded', 12_500)),
    }
}

function branchOf(
    head: Firm,
    { no, place }: { readonly no: number; readonly place: number },
): Firm {
    const lots = lotsOf('firm', no)
    const cities = branchCities.filter((city) => city !== head.city)
    const city = cities[(lots.of('first_city', 2) + 2 * place) % cities.length] ?? ''
    return {
        ...head,
        ...{ no, headNo: head.no, code: creditCode(no), phone: phoneNumber(no) },
        name: `${head.name}${city}${lots.isWithin('is_shop', 200) ? '营业部' : '分公司'}`,
        home: drawHome(lots, 'home'),
        // A branch is led by somebody of its own, or by the head's.
        signer: lots.isWithin('own_signer', 700) ? personName(lots) : head.signer,
        foundedOn: isoDay(dayOf(2000, 1, 1) + lots.of('founded', 9000)),
    }
}

function personName(lots: Lots): string {
    const letter = (purpose: string, from: string): string =>
        from.charAt(lots.of(purpose, from.length))
    return letter('surname', surnames) + letter('given', givenMale) + letter('second', givenMale)
}

function brandOf(lots: Lots): string {
    const letter = (purpose: string): string =>
        firmLetters.charAt(lots.of(purpose, firmLetters.length))
    const third = lots.isWithin('three_letters', 300) ? letter('brand_third') : ''
    return letter('brand_first') + letter('brand_second') + third
}

/** The records of a firm, one to four. */
export function firmRecords(firm: Firm): readonly FirmRecord[] {
    const lots = lotsOf('firm', firm.no)
    const drawn = lots.of('records', 100)
    const count = drawn < 35 ? 1 : drawn < 70 ? 2 : drawn < 92 ? 3 : 4
    return Array.from({ length: count }, (_, at) => {
        const own = lotsOf('record', 200_000_000 + firm.no * 8 + at)
        return recordOf(firm, own, at === 0)
    })
}

function recordOf(firm: Firm, lots: Lots, isFirst: boolean): FirmRecord {
    const traits: FirmTrait[] = []
    const name = nameSaid(firm, lots, traits)
    const code = codeSaid(firm, lots, { traits, isFirst })
    const phone = phoneSaid(firm, lots, traits)
    const hasMoved = lots.isWithin('moved', 120)
    const home = hasMoved ? drawHome(lotsOf('firm', firm.no), 'former_home') : firm.home
    if (hasMoved) traits.push('moved')
    const isBefore = lots.isWithin('before', 200) && home.before !== null
    if (isBefore) traits.push('rezoned')
    const address = addressText(home, {
        ...{ isBefore, hasProvince: lots.isWithin('province', 600) },
        ...{ hasCity: lots.isWithin('city', 950), hasDistrict: lots.isWithin('district', 900) },
        isShort: lots.isWithin('short', 300),
    })
    return {
        cells: [
            ...[name, code, phone, lots.isWithin('no_address', 80) ? '' : address],
            lots.isWithin('no_signer', 200) ? '' : signerSaid(firm, lots),
            lots.isWithin('no_founded', 250) ? '' : firm.foundedOn,
        ],
        traits,
    }
}

function signerSaid({ signer }: Firm, lots: Lots): string {
    // Who signs changes in the course of years.
    return lots.isWithin('other_signer', 60) ? personName(lots) : signer
}

function nameSaid({ name, city, brand }: Firm, lots: Lots, traits: FirmTrait[]): string {
    const drawn = lots.of('name', 1000)
    if (drawn < 60) return name.replace(/(?<!股份)有限公司/, '有限责任公司')
    if (drawn < 120) {
        traits.push('short_name')
        return name.replace(city, '')
    }
    if (drawn < 170) {
        traits.push('short_name')
        return name.replace(/(?:股份)?有限(?:责任)?公司/, '公司')
    }
    if (drawn < 230) return name.replace(`${city}${brand}`, `${brand}(${city})`)
    if (drawn < 260) return inTraditional(name)
    if (drawn < 290) {
        traits.push('former_name')
        return `${name.replace(brand, brandOf(lots))}(原名:${name})`
    }
    return name
}

function codeSaid(
    { code }: Firm,
    lots: Lots,
    { traits, isFirst }: { readonly traits: FirmTrait[]; readonly isFirst: boolean },
): string {
    const drawn = lots.of('code', 1000)
    if (drawn < (isFirst ? 30 : 280)) {
        traits.push('no_code')
        return ''
    }
    if (drawn < 350 && !isFirst) {
        traits.push('old_code')
        return `${code.slice(8, 16)}-${code.slice(16, 17)}`
    }
    if (drawn >= 985) {
        traits.push('wrong_code')
        const at = 8 + lots.of('wrong_digit', 8)
        const digit = (Number(code.charAt(at)) + 1 + lots.of('wrong_by', 9)) % 10
        return code.slice(0, at) + digit + code.slice(at + 1)
    }
    return code
}

function phoneSaid(firm: Firm, lots: Lots, traits: FirmTrait[]): string {
    const drawn = lots.of('phone', 1000)
    if (drawn < 150) return ''
    if (firm.agentPhone !== null && drawn < 650) {
        traits.push('agent_phone')
        return firm.agentPhone
    }
    return drawn < 780 ? formerPhoneNumber(firm.no) : firm.phone
}
