import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formerPhoneNumber, phoneNumber } from '#samplebank/identifiers.ts'
import { type SmallSample, writeSmallSample } from './small-sample.ts'

let bank: SmallSample
beforeAll(async () => {
    bank = await writeSmallSample({ customers: 2000, threads: 2 })
})
afterAll(() => bank.close())

/** ISO 7064 MOD 11-2, by its rule: the sum with weights 2^(18 − position) leaves 1. */
function isResidentId(id: string): boolean {
    const digits = [...id].map((letter) => (letter === 'X' ? 10 : Number(letter)))
    const sum = digits.reduce((total, digit, index) => total + digit * (2 ** (17 - index) % 11), 0)
    return id.length === 18 && sum % 11 === 1
}

/** GB 32100: the sum with weights 3^position leaves 0 modulo 31; GB 11714 for its ninth part. */
function isCreditCode(code: string): boolean {
    const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const values = [...code].map((letter) => letters.indexOf(letter))
    let weight = 1
    let sum = 0
    for (const value of values) {
        sum += value * weight
        weight = (weight * 3) % 31
    }
    // The last character stands in the sum with its own value, as 31 − rest.
    const rest = (sum - (values.at(-1) ?? 0) * 3 ** 17) % 31
    return code.length === 18 && (rest + (values.at(-1) ?? 0)) % 31 === 0 && hasOrganisation(code)
}

function hasOrganisation(code: string): boolean {
    const weights = [3, 7, 9, 10, 5, 8, 4, 2]
    const part = code.slice(8, 17)
    const sum = weights.reduce((total, weight, index) => total + weight * Number(part[index]), 0)
    return part[8] === ('0X987654321'[sum % 11] ?? '')
}

describe('numbers of persons and companies', () => {
    it('resident IDs check, tell the birth date and sex, and lie in no province', async () => {
        const rows = await bank.ask(`select id_number, sex,
            strftime(birth_date, '%Y%m%d') as birth from customers
            where kind = 'person' and customer_no < 200000000`)
        expect(rows.length).toBeGreaterThan(1500)
        for (const { id_number, sex, birth } of rows) {
            const id = String(id_number)
            expect(isResidentId(id), id).toBe(true)
            expect(id.slice(0, 2)).toBe('19')
            if (birth !== null) expect(id.slice(6, 14)).toBe(birth)
            expect(Number(id[16]) % 2 === 1 ? 'male' : 'female').toBe(sex)
        }
    })

    it('credit codes check, twice over', async () => {
        const rows = await bank.ask(`select id_number from customers where kind = 'company'`)
        expect(rows.length).toBeGreaterThan(100)
        for (const { id_number } of rows) expect(isCreditCode(String(id_number))).toBe(true)
    })

    it('phones begin with digits that nobody has been given', async () => {
        const rows = await bank.ask('select phone from customers where phone is not null')
        for (const { phone } of rows) expect(phone).toMatch(/^154\d{8}$/)
    })

    it('a number given up is another one: no slip of a finger leads to a present one', () => {
        const customers = Array.from({ length: 5000 }, (_, i) => i)
        const former = customers.map(formerPhoneNumber)
        expect(new Set([...former, ...customers.map(phoneNumber)]).size).toBe(10_000)
        for (const i of customers) {
            const own = phoneNumber(i)
            const differing = [...(former[i] ?? '')].filter((digit, at) => digit !== own[at])
            expect(differing.length, `${former[i]} ${own}`).toBeGreaterThan(1)
        }
    })

    it('a wrong digit is noticed, so that the tests above can fail', () => {
        expect(isResidentId('11010519491231002X')).toBe(true)
        expect(isResidentId('11010519491231003X')).toBe(false)
        expect(isCreditCode('91350100M000100Y43')).toBe(false)
    })
})
