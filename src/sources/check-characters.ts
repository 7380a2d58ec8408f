/**
 * What the check characters of identity numbers are made of. The sample bank has its own reckoning
 * of them, so that one can be tested by the other.
 */

/** Weights of the first 17 digits of a resident identity number (GB 11643: ISO 7064 MOD 11-2). */
export const residentWeights: readonly number[] = [
    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2,
]

/** The check character of a resident identity number by the weighted sum modulo 11. */
export const residentChecks = '10X98765432'

/** Weights of the first 17 characters of a unified social credit code: 3ⁱ modulo 31 (GB 32100). */
export const creditWeights: readonly number[] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
]

/** Characters of a credit code by their value: digits and capitals without I, O, S, V and Z. */
export const creditCharacters = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Weights of the eight characters of an organisation code (GB 11714). */
export const organisationWeights: readonly number[] = [3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of an organisation code by the weighted sum modulo 11. */
export const organisationChecks = '0X987654321'
