import { type Booking, bookings, otherBank } from './bookings.ts'
import { bookingDate, yuan } from './calendar.ts'
import { customerStep } from './customer-months.ts'
import { draw } from './draw.ts'
import { accountNo, currencyOf, products } from './products.ts'
import { partAmount, partDay, perPart } from './spending-parts.ts'

/** Slots from this one on are the parts in which the month's spending is paid. */
const firstPart = 21

/**
 * SQL of the transactions of customer months, as the file has them. Each month is unfolded into
 * the slots that are used, in their order, so the order of the rows is that of the months on any
 * number of threads; a union of the kinds would not keep one.
 */
export function transactionsFileSql(customerMonths: string): string {
    const all = bookings()
    return `
with slotted as (
    ${slotted(all, customerMonths)}
),

parts as (
    select
        *,
        slot - ${firstPart} as part
    from slotted
),

ways as (
    select
        *,
        ${perPart((part) => draw('month_key', `part_way:${part}`, 100))} as way
    from parts
),

transactions as (
    ${booked(all)}
)

select
    txn_no,
    account_no,
    ${bookingDate('step', 'day')} as booked_on,
    ${yuan('amount')} as amount,
    currency,
    channel,
    counterparty_bank,
    kind
from transactions
where amount <> 0`
}

function slotted(all: readonly Booking[], customerMonths: string): string {
    const used = all.map(({ slot, amount }) => `case when ${amount} <> 0 then ${slot} end`)
    return `select
        *,
        unnest(
            list_filter([${used.join(', ')}], lambda slot : slot is not null)
            || case when spending > 0 then range(${firstPart}, ${firstPart} + parts) else [] end
        ) as slot
    from ${customerMonths} customer_months`
}

/** Persons pay by card and telephone, companies by transfer. */
function booked(all: readonly Booking[]): string {
    const perSlot = (part: string, of: (booking: Booking) => string): string => {
        const slots = Object.groupBy(all, of)
        // Not `slot in (…)`: the engine makes a join of it, and a join keeps no order.
        const cases = Object.entries(slots).map(([value, alike = []]) => {
            return `when ${alike.map(({ slot }) => `slot = ${slot}`).join(' or ')} then ${value}`
        })
        return `case when part >= 0 then ${part} ${cases.join(' ')} end`
    }
    const digit = (booking: Booking): string =>
        String(products.find(({ name }) => name === booking.account)?.slot)
    const payer = 'case when by_card then 7 else 0 end'
    return `select
        10000000000 + ${customerStep('step')} * 32 + slot as txn_no,
        ${accountNo('i', perSlot(payer, digit))} as account_no,
        step,
        ${perSlot(perPart(partDay), ({ day }) => day)} as day,
        ${perSlot(`-${perPart(partAmount)}`, ({ amount }) => amount)} as amount,
        ${perSlot(partChannel, ({ channel }) => channel)} as channel,
        ${perSlot(partBank, ({ bank }) => bank)} as counterparty_bank,
        ${perSlot(partKind, ({ kind }) => kind)} as kind,
        ${perSlot("'CNY'", ({ account }) => currencyOf(account))} as currency
    from ways`
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
                then ${otherBank(perPart((part) => draw('month_key', `part_bank:${part}`, 1000)))}
        end`

const partKind = `case
            when not is_person then 'transfer'
            when by_card or way < 70 then 'card'
            when way < 82 then 'transfer'
            else 'cash'
        end`
