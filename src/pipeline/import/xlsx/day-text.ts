const secondsOfDay = 86_400
/** 9999-12-31, the last day of Excel. */
const lastDay = 2_958_465
/** Days between the beginnings of Excel's two calendars. */
const days1904 = 1462
/** Excel counts 1900-02-29, which never was, as day 60. */
const noDay = 60
const msOfDay = secondsOfDay * 1000

/**
 * A day number of Excel as text, with the time where it has one: `2026-01-05`,
 * `2026-01-05 09:30:00`; a time alone as `09:30:00`. Null where the calendar has no such day.
 * `format` is that of the contract for dates, in strptime's words; null for `%Y-%m-%d`.
 */
export function dayText(
    serial: number,
    { is1904, format }: { readonly is1904: boolean; readonly format: string | null },
): string | null {
    const seconds = Math.round(serial * secondsOfDay)
    const ofDay = seconds % secondsOfDay
    const counted = Math.floor(seconds / secondsOfDay)
    if (counted < 0 || !Number.isFinite(counted)) return null
    if (counted === 0 && !is1904) return ofDay === 0 ? null : timeText(ofDay)
    const day = is1904 ? counted + days1904 : counted
    if (day === noDay || day > lastDay) return null
    const iso = isoDay(day)
    const text = format === null ? iso : formatted(iso, format)
    return ofDay === 0 ? text : `${text} ${timeText(ofDay)}`
}

/** Days that were written before: a sheet has few of them, each many times. */
const isoDays = new Map<number, string>()
const isoDaysMax = 10_000

function isoDay(day: number): string {
    const known = isoDays.get(day)
    if (known !== undefined) return known
    const date = new Date(Date.UTC(1899, 11, day < noDay ? 31 : 30) + day * msOfDay)
    const iso = date.toISOString().slice(0, 10)
    if (isoDays.size >= isoDaysMax) isoDays.clear()
    isoDays.set(day, iso)
    return iso
}

function timeText(seconds: number): string {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** A day as the contract has it; one whose words are not known here stays as it is. */
function formatted(iso: string, format: string): string {
    const [year = '', month = '', day = ''] = iso.split('-')
    const words: Readonly<Record<string, string>> = {
        ...{ '%Y': year, '%y': year.slice(2), '%m': month, '%d': day, '%%': '%' },
        ...{ '%-m': String(Number(month)), '%-d': String(Number(day)) },
    }
    let isKnown = true
    const text = format.replaceAll(/%-?./g, (word) => {
        isKnown &&= word in words
        return words[word] ?? word
    })
    return isKnown ? text : iso
}
