const operators = ['<=', '>=', '<>', '<', '>', '='] as const

/**
 * What columns of a row have to be to each other: `closed_on >= opened_on`, or
 * `total_assets = total_liabilities + total_equity`. A row with a null in it keeps the law.
 */
export type Law = {
    readonly left: string
    readonly operator: (typeof operators)[number]
    /** One column, or the numbers that are added up. */
    readonly right: readonly string[]
}

const pattern = /^\s*(\S+)\s+(<=|>=|<>|<|>|=)\s+(\S+(?:\s+\+\s+\S+)*)\s*$/

/** Reads a law of a contract; null where the text is none. */
export function parseLaw(text: string): Law | null {
    const match = pattern.exec(text)
    if (match === null) return null
    const [, left = '', sign = '', right = ''] = match
    const operator = operators.find((one) => one === sign)
    return operator === undefined ? null : { left, operator, right: right.split(/\s+\+\s+/) }
}

/** Writes a law as {@link parseLaw} reads it. */
export function formatLaw({ left, operator, right }: Law): string {
    return `${left} ${operator} ${right.join(' + ')}`
}

/** The columns that a law names. */
export function columnsOfLaw({ left, right }: Law): readonly string[] {
    return [left, ...right]
}
