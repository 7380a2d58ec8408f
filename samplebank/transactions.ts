import { type Booking, bookings, otherBank } from './bookings.ts'
import { dateOf, yuan } from './calendar.ts'
import { customerStep } from './customer-months.ts'
import { draw, keyOf } from './draw.ts'
import { accountNo, currencyOf, products } from './products.ts'

/** Slots from this one on are the parts in which the month's spending is paid. */
const firstPart = 24
const partsMax = 8

/**
 * SQL of the transactions of customer months: number, account, step, day of the month, signed
 * amount in cents, and how it was made. Each month is unfolded into the slots that are used, in
 * their order, so the order of the rows is that of the months on any number of threads; a union
 * of the kinds would not keep one.
 */
export function transactionsSql(options: {
    /** SQL that reads the customer months. */
    readonly customerMonths: string
    readonly seed: number
}): string {
    const { customerMonths, seed } = options
    const all = bookings()
    return `
with slotted as (
    ${slotted(all, customerMonths)}
),

keyed as (
    ${keyed(seed)}
),

parts as (
    ${parts()}
),

transactions as (
    ${booked(all)}
)

select * from transactions
where amount <> 0`
}

/** SQL of the file, from the transactions as they were written. */
export function transactionsFileSql(transactions: string): string {
    return `
select
    10000000000 + number as txn_no,
    account_no,
    ${dateOf('step', 'day')} as booked_on,
    ${yuan('amount')} as amount,
    currency,
    channel,
    counterparty_bank,
    kind
from ${transactions} transactions`
}

function slotted(all: readonly Booking[], customerMonths: string): string {
    const used = all.map(({ slot, amount }) => `case when ${amount} <> 0 then ${slot} end`)
    return `select
        *,
        card_end > 0 as by_card,
        current_spending + card_spending as spending,
        case when card_end > 0 then card_spending_from else current_spending_from end as spent_from,
        unnest(
            list_filter([${used.join(', ')}], lambda slot : slot is not null)
            || case when current_spending + card_spending > 0
                then range(${firstPart}, ${firstPart} + parts) else [] end
        ) as slot
    from ${customerMonths} customer_months`
}

/** A key for the part and one for the cut behind it. */
function keyed(seed: number): string {
    const id = (part: string): string =>
        `(${customerStep('step')} * ${partsMax} + greatest(${part} - ${firstPart}, 0))`
    return `select
        *,
        slot - ${firstPart} as part,
        ${keyOf(id('slot'), { keyed: 'part', seed })} as part_key,
        ${keyOf(id('slot + 1'), { keyed: 'part', seed })} as next_key
    from slotted`
}

/** Spending is cut at rising, uneven places, so that its parts sum to it. */
function parts(): string {
    const cut = (part: string, key: string): string =>
        `case when ${part} <= 0 then 0 when ${part} >= parts then parts * 1000 ` +
        `else (${part}) * 1000 - 400 + ${draw(key, 'part_cut', 800)} end`
    return `select
        *,
        spending * (${cut('part + 1', 'next_key')}) // (parts * 1000)
            - spending * (${cut('part', 'part_key')}) // (parts * 1000) as part_amount,
        spent_from + ${draw('part_key', 'part_day', 1_000_000)} % (days - spent_from + 1)
            as part_day,
        ${draw('part_key', 'part_channel', 100)} as way
    from keyed`
}

/** Persons pay by card and telephone, companies by transfer. */
function booked(all: readonly Booking[]): string {
    const perSlot = (part: string, of: (booking: Booking) => string): string => {
        const cases = all.map((booking) => `when ${booking.slot} then ${of(booking)}`)
        return `case when part >= 0 then ${part} else case slot ${cases.join(' ')} end end`
    }
    const digit = (booking: Booking): string =>
        String(products.find(({ name }) => name === booking.account)?.slot)
    return `select
        ${customerStep('step')} * 32 + slot as number,
        ${accountNo('i', perSlot('case when by_card then 7 else 0 end', digit))} as account_no,
        step,
        cast(${perSlot('part_day', ({ day }) => day)} as bigint) as day,
        cast(${perSlot('-part_amount', ({ amount }) => amount)} as bigint) as amount,
        ${perSlot(partChannel, ({ channel }) => channel)} as channel,
        ${perSlot(partBank, ({ bank }) => bank)} as counterparty_bank,
        ${perSlot(partKind, ({ kind }) => kind)} as kind,
        ${perSlot("'CNY'", ({ account }) => currencyOf(account))} as currency
    from parts`
}

const partChannel = `case
            when not is_person then 'online'
            when way < 45 then 'mobile'
            when way < 70 then 'pos'
            when way < 82 then 'online'
            when way < 94 then case when by_card then 'pos' else 'atm' end
            else case when by_card then 'mobile' else 'branch' end
        end`

const partBank = `case
            when not is_person or (way between 70 and 81 and not by_card)
                then ${otherBank(draw('part_key', 'part_bank', 1000))}
        end`

const partKind = `case
            when not is_person then 'transfer'
            when by_card or way < 70 then 'card'
            when way < 82 then 'transfer'
            else 'cash'
        end`
