import type { Month } from '#domain/month.ts'
import { versionInMonth } from '#domain/version-in-month.ts'
import { testsOf } from './condition.ts'
import { type Cut, type CutFile, cutSubjects } from './cut.ts'

/**
 * The files that a month is looked at by, at most one a subject: the latest that has come into
 * effect by then, and for months before the first version that one.
 */
export function cutsInForce(files: readonly CutFile[], month: Month): readonly CutFile[] {
    const from = ({ effectiveFrom }: CutFile): Month => effectiveFrom
    return cutSubjects.flatMap((subject) => {
        const versions = files.filter((file) => file.subject === subject)
        return versionInMonth(versions, { month, from }) ?? []
    })
}

/**
 * Whether a cut compares with an amount, which is one of its file's currency. Zero is the same in
 * every currency.
 */
export function namesAmount(cut: Cut): boolean {
    if ('list' in cut) return false
    return testsOf(cut.when).some(
        ({ type, values }) =>
            type === 'money' &&
            values.some((value) => typeof value === 'object' && value.units !== 0n),
    )
}

/**
 * The cuts of a file that a bank can use: where it counts in another currency than the file, those
 * that compare with an amount would mean something else, and are left out.
 */
export function cutsForCurrency(file: CutFile, baseCurrency: string): readonly Cut[] {
    if (file.currency === baseCurrency) return file.cuts
    return file.cuts.filter((cut) => !namesAmount(cut))
}
