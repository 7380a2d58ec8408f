import { compactDay, type Day } from './calendar.ts'

/**
 * Numbers that look and check like real ones and can belong to nobody.
 *
 * - Resident id (GB 11643): the first two digits are 19 (18 from the five millionth on), which
 *   GB/T 2260 gives to no province.
 * - Unified social credit code (GB 32100): the place in it begins with 19 likewise.
 * - Mobile phone: begins with 154, which no operator has been given.
 */

/** Division and sequence never meet twice below this number of customers. */
export const identifiersMax = 10_000_000

/** So many have a division and a sequence of their own in one province. */
const perProvince = 5_000_000

/** Coprime to {@link perProvince} and to 10^8: multiplying by it scatters without collisions. */
const scatter = 26_544_357n

/** Whose number it is. */
export type Resident = { readonly i: number; readonly birthDay: Day; readonly isMale: boolean }

/** A resident id of 18 digits. */
export function residentId(resident: Resident): string {
    const { province, division, sequence } = placeOf(resident)
    const body = `${province}${division}${compactDay(resident.birthDay)}${sequence}`
    return body + residentCheck(body)
}

/** The same of before 1999: 15 digits, a year of two and no check; nobody was born before 1900. */
export function oldResidentId(resident: Resident): string {
    const { province, division, sequence } = placeOf(resident)
    return `${province}${division}${compactDay(resident.birthDay).slice(2)}${sequence}`
}

/** ISO 7064 MOD 11-2 over 17 digits, as GB 11643 has it. */
function residentCheck(body: string): string {
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return '10X98765432'.charAt(weightedSum(body, weights) % 11)
}

/** A unified social credit code of 18 characters from the customer number. */
export function creditCode(i: number): string {
    const organisation = scattered(i, 8)
    const weights = [3, 7, 9, 10, 5, 8, 4, 2]
    const check = '0X987654321'.charAt(weightedSum(organisation, weights) % 11)
    const body = `91191234${organisation}${check}`
    return body + creditCheck(body)
}

/** A mobile number of 11 digits from the customer number; unique below 10^8 customers. */
export function phoneNumber(i: number): string {
    return `154${scattered(i, 8)}`
}

/** As many customers have a number of their own, and as many another one that they gave up. */
const phoneCustomersMax = 50_000_000

/** Coprime to {@link phoneCustomersMax}: a number given up is no neighbour of the present one. */
const formerScatter = 7_368_787n
const formerFirst = 12_345_679n

/**
 * The number that a customer had before: nobody's present one, and as far from the own one as any
 * other is. Unique below 50 million customers.
 */
export function formerPhoneNumber(i: number): string {
    const place = (BigInt(i) * formerScatter + formerFirst) % BigInt(phoneCustomersMax)
    return phoneNumber(phoneCustomersMax + Number(place))
}

function placeOf({ i, isMale }: Resident): {
    readonly province: string
    readonly division: string
    readonly sequence: string
} {
    const place = Number((BigInt(i) * scatter) % BigInt(perProvince))
    const sequence = (place % 500) * 2 + (isMale ? 1 : 0)
    return {
        province: i < perProvince ? '19' : '18',
        division: String(Math.floor(place / 500)).padStart(4, '0'),
        sequence: String(sequence).padStart(3, '0'),
    }
}

/** GB 32100: the last character; powers of 3 modulo 31. An X in the body counts 29. */
function creditCheck(body: string): string {
    const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const sum = weights.reduce(
        (total, weight, at) => total + weight * letters.indexOf(body.charAt(at)),
        0,
    )
    return letters.charAt((31 - (sum % 31)) % 31)
}

function scattered(i: number, digits: number): string {
    return String((BigInt(i) * scatter) % 10n ** BigInt(digits)).padStart(digits, '0')
}

function weightedSum(body: string, weights: readonly number[]): number {
    return weights.reduce((sum, weight, at) => sum + weight * (body.charCodeAt(at) - 48), 0)
}
