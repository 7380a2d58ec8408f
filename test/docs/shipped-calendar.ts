import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NamedDay } from '#domain/working-days.ts'

const models = join(import.meta.dirname, '../../models')
const delivery = join(models, 'sources/calendar/days.csv')

/** The model that the shipped days stand in. */
export const shippedDaysModel = join(models, 'identity/shipped_calendar_days.sql')

/** The days of the calendar that comes with Tong, as they lie in its delivery. */
export function shippedDays(): readonly NamedDay[] {
    const [, ...lines] = readFileSync(delivery, 'utf8').trim().split('\n')
    return lines.map((line) => {
        const [day = '', kind = '', name = ''] = line.split(',')
        if (kind !== 'holiday' && kind !== 'workday') throw new Error(`${delivery}: ${line}`)
        return { day, kind, name }
    })
}

/** The text of {@link shippedDaysModel}: a bank that delivers no calendar has the shipped one. */
export function shippedDaysSql(): string {
    const rows = shippedDays().map(
        ({ day, kind, name }) => `            (date '${day}', '${kind}', '${name}')`,
    )
    return `-- The working days of mainland China, 2023 to 2026, from the yearly notices of
-- the General Office of the State Council. Written by \`npm run docs\` from
-- models/sources/calendar/days.csv.
with shipped_calendar_days as (
    select
        day,
        kind,
        name
    from (
        values
${rows.join(',\n')}
    ) as t (day, kind, name)
)

select * from shipped_calendar_days
`
}
