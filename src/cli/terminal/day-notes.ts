import { formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { dayTwinOf } from '#tiers/amount-needed.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Frame } from '../run-command.ts'
import type { ShownDay } from '../shown-day.ts'

/** A day of the month shown, by its number: `2025-12-11`. */
export function dayText({ asOf }: Pick<ShownDay, 'asOf'>, day: number): string {
    return `${asOf.slice(0, 8)}${String(day).padStart(2, '0')}`
}

/** The same where there is little room: `12-11`. */
export function shortDay(shown: Pick<ShownDay, 'asOf'>, day: number): string {
    return dayText(shown, day).slice(5)
}

/** What has to be known of a day's figures: whose tiers are held, whether day-ends are old. */
export function dayNotes(
    { say }: Frame,
    { ladder, asOf, lastDayEnd }: ShownDay,
): readonly string[] {
    const { held } = ladder
    return [
        held === null
            ? say('cli.today.nothing_held')
            : say('cli.today.held_from', { month: formatMonth(held.month) }),
        ...(lastDayEnd < asOf ? [say('cli.today.old_day_ends', { last: lastDayEnd, asOf })] : []),
    ]
}

/** That amounts are in weighted measure, where something weighs other than 1. */
export function weightNotes(frame: Frame, { measure }: Policy): readonly string[] {
    const { say } = frame
    const weighed = measure.parts.filter(({ weight }) => Number(formatDecimal(weight)) !== 1)
    return weighed.map(({ feature, weight }) =>
        say('cli.today.weighted', {
            product: productName(frame, feature),
            weight: formatDecimal(weight),
        }),
    )
}

/** What people call the product behind a part of a measure. */
export function productName({ say }: Pick<Frame, 'say'>, feature: string): string {
    const subject = dayTwinOf(feature)?.now.replace(/_now$/, '')
    return subject === undefined ? feature : say(`cli.today.product.${subject}`)
}
