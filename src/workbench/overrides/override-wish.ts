import { formatMonth, type Month, monthsBetween, parseMonth } from '#domain/month.ts'
import { type Failure, failure, type Place } from '#domain/result.ts'

/** An override as a person asks for it: the text of each field. */
export type OverrideTexts = {
    readonly party: string
    readonly tier: string
    /** `at_least` or `exactly`. */
    readonly mode: string
    /** The id of a cap, or empty. */
    readonly lifts: string
    readonly from: string
    readonly until: string
    readonly reason: string
}

/** An override that is asked for, every field read. */
export type OverrideWish = {
    readonly party: string
    readonly tier: string
    readonly mode: 'at_least' | 'exactly'
    readonly lifts: string | null
    /** Service months, both included. */
    readonly from: Month
    readonly until: Month
    readonly reason: string
    /** Where a field stands in its file; undefined where it was typed. */
    readonly placeOf: PlaceOf
}

/** Where a field stands, `party`, `tier` …; undefined where it stands in no file. */
export type PlaceOf = (field: string) => Place | undefined

/** The most service months of one override. */
export const overrideMonthsMax = 12
const reasonLettersMax = 500
const modes = ['at_least', 'exactly'] as const

/** Reads one wish; null after adding all that is wrong with its texts to `faults`. */
export function readOverrideWish(
    texts: OverrideTexts,
    { placeOf, faults }: { readonly placeOf: PlaceOf; readonly faults: Failure[] },
): OverrideWish | null {
    const before = faults.length
    const { party, tier, lifts } = texts
    for (const field of ['party', 'tier', 'from', 'until', 'reason'] as const) {
        if (texts[field].trim() !== '') continue
        faults.push(failure('workbench.value_missing', { field }, placeOf(field)))
    }
    const mode = modes.find((one) => one === texts.mode)
    if (mode === undefined) {
        faults.push(failure('workbench.mode_unknown', { mode: texts.mode }, placeOf('mode')))
    }
    const from = readMonth('from', texts.from, { placeOf, faults })
    const until = readMonth('until', texts.until, { placeOf, faults })
    const reason = texts.reason.trim()
    if (reason.length > reasonLettersMax) {
        const params = { field: 'reason', max: reasonLettersMax }
        faults.push(failure('workbench.text_long', params, placeOf('reason')))
    }
    if (from !== null && until !== null) {
        const months = monthsBetween({ from, to: until }) + 1
        const params = { from: formatMonth(from), until: formatMonth(until) }
        if (months < 1) {
            faults.push(failure('workbench.range_reversed', params, placeOf('until')))
        }
        if (months > overrideMonthsMax) {
            const long = { months, max: overrideMonthsMax }
            faults.push(failure('workbench.override_long', long, placeOf('until')))
        }
    }
    if (faults.length > before || mode === undefined || from === null || until === null) return null
    return { party, tier, mode, lifts: lifts === '' ? null : lifts, from, until, reason, placeOf }
}

function readMonth(
    field: string,
    text: string,
    { placeOf, faults }: { readonly placeOf: PlaceOf; readonly faults: Failure[] },
): Month | null {
    const month = parseMonth(text)
    if (month === null && text.trim() !== '') {
        faults.push(failure('workbench.month_unfit', { field, value: text }, placeOf(field)))
    }
    return month
}
