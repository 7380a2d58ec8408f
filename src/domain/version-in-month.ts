import type { Month } from './month.ts'

/** A month, and the month from which on a version is in force. */
export type MonthOfVersions<T> = { readonly month: Month; readonly from: (version: T) => Month }

/**
 * The version of rules that a month follows where rules describe and promise nothing: the latest
 * that has come into effect by then, and for months before the first version that one. Of two that
 * come into effect together the one farther back in the list counts; null where there is none.
 */
export function versionInMonth<T>(
    versions: readonly T[],
    { month, from }: MonthOfVersions<T>,
): T | null {
    const due = Math.max(month, Math.min(...versions.map(from)))
    const sorted = versions.toSorted((left, right) => from(left) - from(right))
    return sorted.findLast((version) => from(version) <= due) ?? null
}
