/** Months between two dates on which a holding is set anew. */
export const rollMonths = { term: 12, wealth: 3, fund: 3 } as const

/** Months in which a mortgage is paid back. */
export const houseMonths = 240
/** Months in which a loan is paid back. */
export const loanMonths = 60
