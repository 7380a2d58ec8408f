/**
 * Numbers that look and check like real ones and can belong to nobody.
 *
 * - Resident id (GB 11643): the first two digits are 19, which GB/T 2260 gives to no province.
 * - Unified social credit code (GB 32100): the place in it begins with 19 likewise.
 * - Mobile phone: begins with 154, which no operator has been given.
 */

/** Division and sequence never meet twice below this number of customers. */
export const identifiersMax = 5_000_000

/** Coprime to {@link identifiersMax} and to 10^8: multiplying by it scatters without collisions. */
const scatter = 26544357

/** SQL of a resident id of 18 digits from customer number, birth date and sex. */
export function residentId(row: {
    readonly i: string
    readonly birthDate: string
    readonly isMale: string
}): string {
    const place = `((${row.i}) * ${scatter} % ${identifiersMax})`
    const sequence = `(${place} % 500 * 2 + case when ${row.isMale} then 1 else 0 end)`
    const body =
        `'19' || lpad(cast(${place} // 500 as varchar), 4, '0') || ` +
        `strftime(${row.birthDate}, '%Y%m%d') || lpad(cast(${sequence} as varchar), 3, '0')`
    return withCheck(body, checkLetter)
}

/** ISO 7064 MOD 11-2 over 17 digits, as GB 11643 has it. */
function checkLetter(body: string): string {
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return `substr('10X98765432', 1 + ${weightedSum(body, weights)} % 11, 1)`
}

/** SQL of a unified social credit code of 18 characters from the customer number. */
export function creditCode(i: string): string {
    const place = `((${i}) * ${scatter} % 100000000)`
    const organisation = `lpad(cast(${place} as varchar), 8, '0')`
    const body = `'91191234' || ${withCheck(organisation, organisationCheck)}`
    return withCheck(body, creditCheck)
}

/** GB 11714: the ninth character of an organisation code. */
function organisationCheck(body: string): string {
    const sum = weightedSum(body, [3, 7, 9, 10, 5, 8, 4, 2])
    return `substr('0X987654321', 1 + ${sum} % 11, 1)`
}

/** GB 32100: the last character; powers of 3 modulo 31. An X in the body counts 29. */
function creditCheck(body: string): string {
    const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const terms = weights.map(
        (weight, at) => `${weight} * (strpos('${letters}', substr(${body}, ${at + 1}, 1)) - 1)`,
    )
    return `substr('${letters}', 1 + (31 - (${terms.join(' + ')}) % 31) % 31, 1)`
}

/** SQL of a mobile number of 11 digits from the customer number; unique below 10^8 customers. */
export function phoneNumber(i: string): string {
    return `'154' || lpad(cast((${i}) * ${scatter} % 100000000 as varchar), 8, '0')`
}

/** The lambda gives the text a name: it would stand once for every character otherwise. */
function withCheck(text: string, check: (body: string) => string): string {
    return `list_transform([${text}], lambda body : body || ${check('body')})[1]`
}

function weightedSum(body: string, weights: readonly number[]): string {
    const terms = weights.map(
        (weight, at) => `${weight} * (ascii(substr(${body}, ${at + 1}, 1)) - 48)`,
    )
    return `(${terms.join(' + ')})`
}
