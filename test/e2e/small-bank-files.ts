/** The delivery of the small bank: the text of each file by its name. */
export type SmallFiles = Readonly<Record<string, string>>

/** From here on there are balances; a close of 2025-01 looks back no further. */
const months = [
    ...[202407, 202408, 202409, 202410, 202411, 202412],
    ...[202501, 202502, 202503, 202504, 202505, 202506],
]

type Customer = {
    readonly no: string
    readonly name: string
    readonly kind: 'person' | 'company'
    readonly currency: 'CNY' | 'EUR'
    readonly opened: string
    /** The month average of the one account; null: not delivered. */
    readonly average: (month: number) => number | null
}

const plain = { kind: 'person', currency: 'CNY', opened: '2024-07-01' } as const

/** Each of them has one story, told by the name of its constant in the tests. */
const told: readonly Customer[] = [
    { ...plain, no: '001', name: '安静', average: () => 10_000 },
    { ...plain, no: '002', name: '落山', average: (month) => (month < 202503 ? 60_000 : 20_000) },
    { ...plain, no: '003', name: '升平', average: (month) => (month < 202504 ? 10_000 : 80_000) },
    { ...plain, no: '004', name: '近门', average: () => 45_000 },
    { ...plain, no: '005', name: '街角公司', kind: 'company', average: () => 9_000_000 },
    { ...plain, no: '006', name: '新来', opened: '2025-04-15', average: () => 600_000 },
    { ...plain, no: '007', name: '欧元', currency: 'EUR', average: () => 10_000 },
    { ...plain, no: '008', name: '缺数', average: (month) => (month < 202505 ? 70_000 : null) },
]

const others: readonly Customer[] = Array.from({ length: 32 }, (_, index) => ({
    ...plain,
    no: String(101 + index),
    name: `客${'甲乙丙丁'.charAt(index % 4)}`,
    average: (month) => 1_000 * (index + 1) + (month % 100),
}))

/** Customers of the small bank, by the story that their balances tell. */
export const customers = {
    steady: 'corner:customer:001',
    falls: 'corner:customer:002',
    rises: 'corner:customer:003',
    near: 'corner:customer:004',
    company: 'corner:customer:005',
    enters: 'corner:customer:006',
    foreign: 'corner:customer:007',
    unknown: 'corner:customer:008',
} as const

/** How many persons have an account at the end of June 2025. */
export const personsInJune = told.length - 1 + others.length

/** The files of the small bank. Made anew they are the same to the byte. */
export function smallBankFiles(): SmallFiles {
    const all = [...told, ...others]
    const held = all.flatMap((one) =>
        months
            .filter((month) => month >= monthOf(one.opened))
            .map((month) => ({ ...one, month, average: one.average(month) })),
    )
    return {
        'customers.csv': csv('customer_no,name,kind,branch', all, ({ no, name, kind }) => [
            ...[no, name, kind],
            Number(no) % 2 === 0 ? '东街支行' : '西街支行',
        ]),
        'accounts.csv': csv('account_no,customer_no,currency,opened', all, (one) => [
            ...[`A${one.no}`, one.no, one.currency, one.opened],
        ]),
        'balances.csv': csv('account_no,month,average', held, ({ no, month, average }) => [
            ...[`A${no}`, String(month), average === null ? '' : average.toFixed(2)],
        ]),
        'bookings.csv': csv('booking_no,account_no,booked,amount', held, ({ no, month }, index) => [
            ...[String(index + 1), `A${no}`, dayIn(month, 20), (index % 7) + 0.5].map(String),
        ]),
        'rates.csv': csv('currency,month,rate', months, (month) => ['EUR', String(month), '8']),
    }
}

function csv<T>(
    header: string,
    rows: readonly T[],
    cells: (row: T, index: number) => readonly string[],
): string {
    return `${[header, ...rows.map((row, index) => cells(row, index).join(','))].join('\n')}\n`
}

function monthOf(day: string): number {
    return Number(day.slice(0, 4)) * 100 + Number(day.slice(5, 7))
}

function dayIn(month: number, day: number): string {
    return `${Math.trunc(month / 100)}-${String(month % 100).padStart(2, '0')}-${day}`
}
