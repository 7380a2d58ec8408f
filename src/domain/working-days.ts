import { addDays, weekdayOf } from './day-number.ts'
import { type Day, lastDayOf, type Month } from './month.ts'

/** A day that a calendar names: a holiday, or a day at a weekend on which work is done. */
export type NamedDay = {
    readonly day: Day
    readonly kind: 'holiday' | 'workday'
    /** The holiday that it is, or makes up for. */
    readonly name: string | null
}

/**
 * Working days of the years whose holidays are announced. Of other years nothing is known: all
 * answers about them are null, never a guess.
 */
export type WorkingCalendar = {
    /** Years as `2026`. */
    readonly years: ReadonlySet<string>
    readonly named: ReadonlyMap<Day, NamedDay>
}

/** A calendar of the days that it names; a year is known when its first of January is listed. */
export function workingCalendar(days: readonly NamedDay[]): WorkingCalendar {
    const firsts = days.filter(({ day }) => day.endsWith('-01-01'))
    return {
        years: new Set(firsts.map(({ day }) => yearOf(day))),
        named: new Map(days.map((one) => [one.day, one])),
    }
}

/** Whether work is done on a day; null where its year is not announced. */
export function isWorkingDay(calendar: WorkingCalendar, day: Day): boolean | null {
    if (!calendar.years.has(yearOf(day))) return null
    const named = calendar.named.get(day)
    return named === undefined ? weekdayOf(day) <= 5 : named.kind === 'workday'
}

/**
 * The working day `count` working days after a day, which itself does not count; before it where
 * `count` is negative. 0 is the day itself, or the next working day. Null where it cannot be told
 * because a year on the way is not announced.
 */
export function addWorkingDays(
    calendar: WorkingCalendar,
    { day, count }: { readonly day: Day; readonly count: number },
): Day | null {
    const step = count < 0 ? -1 : 1
    let left = Math.abs(count)
    let at = day
    if (left === 0) {
        const isOne = isWorkingDay(calendar, at)
        if (isOne !== false) return isOne === null ? null : at
        left = 1
    }
    while (left > 0) {
        at = addDays(at, step)
        const isOne = isWorkingDay(calendar, at)
        if (isOne === null) return null
        if (isOne) left -= 1
    }
    return at
}

/** The first working day after a day; null where it cannot be told. */
export function nextWorkingDay(calendar: WorkingCalendar, day: Day): Day | null {
    return addWorkingDays(calendar, { day, count: 1 })
}

/** The last working day of a month; null where its year is not announced. */
export function lastWorkingDayOf(calendar: WorkingCalendar, month: Month): Day | null {
    return addWorkingDays(calendar, { day: addDays(lastDayOf(month), 1), count: -1 })
}

/**
 * How many working days lie after one day, up to and with another: what a clock of working days
 * shows. Null where it cannot be told; negative where the second day lies before the first.
 */
export function workingDaysBetween(
    calendar: WorkingCalendar,
    { after, until }: { readonly after: Day; readonly until: Day },
): number | null {
    if (until < after) {
        const back = workingDaysBetween(calendar, { after: until, until: after })
        return back === null ? null : -back
    }
    let count = 0
    for (let day = addDays(after, 1); day <= until; day = addDays(day, 1)) {
        const isOne = isWorkingDay(calendar, day)
        if (isOne === null) return null
        if (isOne) count += 1
    }
    return count
}

function yearOf(day: Day): string {
    return day.slice(0, 4)
}
