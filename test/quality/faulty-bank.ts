import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newFolder, type SmallBank } from '../e2e/small-bank.ts'

const coreContract = `system: core
description: Customers and accounts, with faults whose number is known.
bank: { base_currency: CNY, ladders: [wealth], first_close: 2025-01 }
files: { delimiter: ',', quote: '"', encoding: utf-8 }
tables:
    customers:
        file: customers.csv
        description: One row per customer.
        key: [no]
        record: customer
        rejects_max: '10%'
        due: { every: month, within_days: 3 }
        laws: ['closed_on >= opened_on']
        columns:
            no: { type: bigint, description: Customer. }
            kind: { type: varchar, required: true, description: person or company. }
            name: { type: varchar, required: true, pii: name, field: name, description: Name. }
            id_number: { type: varchar, pii: id_number, field: id_number, description: ID. }
            phone: { type: varchar, pii: phone, field: phone, description: Phone. }
            birth_date:
                type: date
                pii: birth_date
                field: birth_date
                expected: { kind: person }
                description: Birth.
            opened_on: { type: date, required: true, description: First day. }
            closed_on: { type: date, description: Last day. }
    accounts:
        file: accounts.csv
        description: One row per account.
        key: [account_no]
        rejects_max: '10%'
        columns:
            account_no: { type: bigint, description: Account. }
            customer_no: { type: bigint, required: true, description: Owner. }
        relations: [{ columns: [customer_no], to: customers }]
`

const clubContract = `system: club
description: Members, who say which customer they are.
files: { delimiter: ',', quote: '"', encoding: utf-8 }
tables:
    members:
        file: members.csv
        description: One row per member.
        key: [member]
        record: member
        columns:
            member: { type: varchar, description: Member. }
            core_no: { type: bigint, same_as: core:customer, description: Number in the core. }
            name: { type: varchar, pii: name, field: name, description: Name. }
            phone: { type: varchar, pii: phone, field: phone, description: Phone. }
`

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A resident identity number with its right check digit (GB 11643), in a province of nobody. */
function idNumberOf(no: number, birth: string): string {
    const body = `190000${birth.replaceAll('-', '')}${String(no).padStart(3, '0')}`
    const sum = weights.reduce((all, weight, at) => all + weight * Number(body[at]), 0)
    return body + '10X98765432'.charAt(sum % 11)
}

function withWrongDigit(id: string): string {
    return id.slice(0, 17) + (id.endsWith('1') ? '2' : '1')
}

type Person = {
    readonly no: number
    readonly name: string
    readonly id: string
    readonly phone: string
    readonly birth: string
    readonly opened: string
    readonly closed: string
}

const people = 100

/** Customers 0 to 99; each fault is planted in customers of its own. */
function personOf(no: number): Person {
    const birth = `19${50 + (no % 40)}-03-${String((no % 28) + 1).padStart(2, '0')}`
    const sound: Person = {
        no,
        name: `客户${'甲乙丙丁戊己庚辛壬癸'.charAt(Math.trunc(no / 10))}${no % 10}`,
        id: idNumberOf(no, birth),
        phone: `154${String(20_000_000 + no * 7_654_321).slice(-8)}`,
        birth,
        opened: '2020-01-01',
        closed: '',
    }
    if (planted.noPhone.includes(no)) return { ...sound, phone: '' }
    if (planted.wrongDigit.includes(no)) return { ...sound, id: withWrongDigit(sound.id) }
    if (no === planted.placeholderId) return { ...sound, id: '1'.repeat(18), birth: '1970-01-01' }
    if (planted.onePhone.includes(no)) return { ...sound, phone: '15455556789' }
    if (planted.oneId.includes(no)) {
        const id = personOf(19).id
        return { ...sound, id, birth: personOf(19).birth }
    }
    if (no === planted.closedEarly) return { ...sound, closed: '2019-12-31' }
    if (no === planted.noSuchDay) return { ...sound, opened: '2020-02-30' }
    if (no === planted.noName) return { ...sound, name: '' }
    if (no === planted.otherBirth) return { ...sound, birth: '1949-10-01' }
    return sound
}

type Planted = Readonly<
    Record<
        'noPhone' | 'wrongDigit' | 'onePhone' | 'oneId' | 'otherName' | 'otherPhone',
        readonly number[]
    > &
        Record<
            | 'placeholderId'
            | 'closedEarly'
            | 'noSuchDay'
            | 'noName'
            | 'keyTwice'
            | 'otherBirth'
            | 'stranger',
            number
        >
>

/** Which customers have which fault. */
export const planted: Planted = {
    noPhone: [0, 1, 2],
    wrongDigit: [3, 4],
    placeholderId: 5,
    /** More than four. */
    onePhone: [10, 11, 12, 13, 14],
    /** They have the ID of 19, so three records share it. */
    oneId: [20, 21],
    closedEarly: 30,
    noSuchDay: 31,
    noName: 32,
    keyTwice: 33,
    otherBirth: 40,
    /** Members whose name or phone is another than the core's, and one whom the core lacks. */
    otherName: [50, 51],
    otherPhone: [52],
    stranger: 9999,
}

/** Members of the club are customers 30 to 59, and the stranger. */
const members = Array.from({ length: 30 }, (_, index) => 30 + index)

function customersCsv(): string {
    const all = Array.from({ length: people }, (_, no) => personOf(no))
    const twice = { ...personOf(planted.keyTwice), name: '别人' }
    const rows = [...all, twice].map(({ no, name, id, phone, birth, opened, closed }) =>
        [no, 'person', name, id, phone, birth, opened, closed].join(','),
    )
    const companies = [1000, 1001].map((no) =>
        [no, 'company', `公司${no}`, '', '02011112222', '', '2020-01-01', ''].join(','),
    )
    return file('no,kind,name,id_number,phone,birth_date,opened_on,closed_on', [
        ...rows,
        ...companies,
    ])
}

function accountsCsv(): string {
    const rows = Array.from({ length: people }, (_, no) => `${no + 1},${no}`)
    return file('account_no,customer_no', [...rows, '900,8888'])
}

/** The members; `phoneOf` may give some another phone than before. */
export function membersCsv(phoneOf: (no: number) => string | null = () => null): string {
    const rows = members.map((no) => {
        const { name, phone } = personOf(no)
        const isOtherPhone = planted.otherPhone.includes(no)
        const told = phoneOf(no) ?? (isOtherPhone ? '15499990000' : phone)
        const isOtherName = planted.otherName.includes(no)
        return `M${no},${no},${isOtherName ? '另名' : name},${told}`
    })
    return file('member,core_no,name,phone', [...rows, `MX,${planted.stranger},外人,15412340000`])
}

/** The phone of a customer in the core. */
export function phoneOf(no: number): string {
    return personOf(no).phone
}

function file(header: string, rows: readonly string[]): string {
    return `${[header, ...rows].join('\n')}\n`
}

/** A data folder with both contracts, and a folder with the files of both. Nothing is imported. */
export async function makeFaultyBank(): Promise<SmallBank> {
    const folder = await newFolder()
    const bank = { data: join(folder, 'data'), files: join(folder, 'files') }
    await mkdir(join(bank.data, 'models/sources'), { recursive: true })
    await mkdir(bank.files)
    await writeFile(join(bank.data, 'models/sources/core.yml'), coreContract)
    await writeFile(join(bank.data, 'models/sources/club.yml'), clubContract)
    await writeFile(
        join(bank.data, 'tong.yaml'),
        'base_currency: CNY\nladders: [wealth]\nfirst_close: 2025-01\n',
    )
    await writeFile(join(bank.files, 'customers.csv'), customersCsv())
    await writeFile(join(bank.files, 'accounts.csv'), accountsCsv())
    await writeFile(join(bank.files, 'members.csv'), membersCsv())
    return bank
}

/** A folder of the same files with other members. */
export async function withMembers({ files }: SmallBank, text: string): Promise<string> {
    const folder = await newFolder()
    await cp(files, folder, { recursive: true })
    await writeFile(join(folder, 'members.csv'), text)
    return folder
}
