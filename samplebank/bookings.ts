import { draw } from './draw.ts'
import type { ProductName } from './products.ts'

/** One kind of booking: at most one a customer and month. Everything but `slot` is SQL. */
export type Booking = {
    /** Its place among the bookings of a customer and month; it makes the number. */
    readonly slot: number
    readonly account: ProductName
    readonly amount: string
    readonly day: string
    readonly channel: string
    readonly bank: string
    readonly kind: string
}

/** Money that moves between two accounts of a customer is booked on both. */
function pair(booking: Booking, to: ProductName): readonly Booking[] {
    return [
        { ...booking, account: 'current', amount: `-(${booking.amount})` },
        { ...booking, slot: booking.slot + 1, account: to },
    ]
}

/** All bookings that a customer can have in a month besides what is spent. */
export function bookings(): readonly Booking[] {
    const bank = otherBank(draw('month_key', 'transfer_bank', 1000))
    const employer = draw('key', 'salary_bank', 1000)
    const moved = {
        account: 'current',
        channel: `'mobile'`,
        bank: 'null',
        kind: `'transfer'`,
    } as const
    const repaid = { account: 'current', channel: `'auto'`, bank: 'null', kind: `'loan'` } as const
    // A leaver pays the card off on the last day, when everything else has been redeemed.
    const cardDay = 'case when leaves then left_day else 18 end'
    return [
        {
            slot: 0,
            account: 'current',
            amount: 'salary',
            day: 'payday',
            channel: `case when is_person then 'auto' else 'online' end`,
            bank: `case when ${employer} < 400 then null else ${otherBank(employer)} end`,
            kind: `case when is_person then 'salary' else 'transfer' end`,
        },
        {
            slot: 1,
            account: 'current',
            amount: '-fixed',
            day: '20',
            channel: `case when is_person then 'mobile' else 'online' end`,
            bank: `case when is_person then ${otherBank(employer)} end`,
            kind: `case when is_person then 'transfer' else 'salary' end`,
        },
        { ...repaid, slot: 2, amount: 'interest', day: '21', kind: `'interest'` },
        { ...moved, slot: 3, amount: 'transfer', day: 'transfer_day', bank },
        // Paying a card off is no spending: its kind is that of every debt paid back.
        ...pair({ ...repaid, slot: 4, amount: 'card_repaid', day: cardDay }, 'card'),
        { ...repaid, slot: 6, amount: '-mortgage_paid', day: '18' },
        { ...repaid, slot: 7, account: 'mortgage', amount: 'mortgage_repaid', day: '18' },
        { ...repaid, slot: 8, amount: '-loan_paid', day: '19' },
        { ...repaid, slot: 9, account: 'loan', amount: 'loan_repaid', day: '19' },
        ...pair(
            { ...moved, slot: 10, amount: 'insurance_flow', day: 'insurance_day', kind: `'other'` },
            'insurance',
        ),
        ...pair({ ...moved, slot: 12, amount: 'term_flow', day: 'term_day' }, 'term'),
        ...pair({ ...moved, slot: 14, amount: 'wealth_flow', day: 'wealth_day' }, 'wealth'),
        ...pair({ ...moved, slot: 16, amount: 'fund_flow', day: 'fund_day' }, 'fund'),
        ...drawdowns(),
        {
            slot: 20,
            account: 'foreign',
            amount: '(foreign_end - foreign_prior)',
            day: foreignDay,
            channel: `'online'`,
            bank,
            kind: `'transfer'`,
        },
    ]
}

const foreignDay =
    'case when leaves then left_day when step = foreign_from then foreign_open_day else 10 end'

/** A loan is paid out to the seller, as the rules on entrusted payment have it. */
function drawdowns(): readonly Booking[] {
    return (['mortgage', 'loan'] as const).map((account, index) => ({
        slot: 18 + index,
        account,
        amount: `(case when step = ${account}_from then -${account}_end else 0 end)`,
        day: `${account}_open_day`,
        channel: `'branch'`,
        bank: 'null',
        kind: `'loan'`,
    }))
}

const banks = Array.from({ length: 32 }, (_, index) => `'B${String(index + 1).padStart(3, '0')}'`)

/** A made-up bank for a draw below 1,000, the first ones more often than the last. */
export function otherBank(drawn: string): string {
    return `[${banks.join(', ')}][1 + (${drawn}) * (${drawn}) // 32000]`
}
