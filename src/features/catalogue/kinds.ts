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
/** A part of a whole, of one; null where there is no whole. */
export const share = { ...ordinary, type: 'number', unit: 'share', absent: 'null' } as const
/** A number that is none without something to measure: days since, months left. */
export const known = { ...ordinary, type: 'number', absent: 'null' } as const
/** A day; null where there was or will be none. */
export const dated = { ...ordinary, type: 'date', unit: null, absent: 'null' } as const
/** A yes or no; no where nothing is held. */
export const flag = { ...ordinary, type: 'boolean', unit: null, absent: 'zero' } as const
/** One of a few words; null where there is nothing to name. */
export const kind = { ...ordinary, type: 'text', unit: null, absent: 'null' } as const
