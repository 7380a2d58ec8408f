/** What most features have in common. */
export const ordinary = {
    grain: 'month',
    window: 'month',
    partial: 'null',
    sensitive: false,
    hidden: false,
    values: null,
    day: null,
} as const

/** An amount in the base currency; nothing held is 0. */
export const money = { ...ordinary, type: 'money', unit: 'base_currency', absent: 'zero' } as const
/** How many of something; none is 0. */
export const count = { ...ordinary, type: 'number', absent: 'zero' } as const
/** An amount from those accounts whose balance is known; null where none is. */
export const knownPart = { ...money, absent: 'null', partial: 'skip' } as const
