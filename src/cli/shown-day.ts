import type { Day } from '#domain/month.ts'
import type { TodayLadder } from '#pipeline/plan-today.ts'

/** A day on a ladder, as the doors tell it. */
export type ShownDay = {
    readonly asOf: Day
    readonly ladder: TodayLadder
    /** Days of the month, and those that have a day-end balance. */
    readonly days: number
    readonly daysKnown: number
    /** The last day of which a new day-end is known. */
    readonly lastDayEnd: Day
    /** Days of the month from which amounts are told; the first is tomorrow. */
    readonly from: readonly number[]
    /** As `ladderFlag` writes it. */
    readonly ladderFlag: string
}
