import { addMonths, type Month } from '#domain/month.ts'
import type { Policy } from './policy.ts'

/** The month that the tiers of a close serve: the one after it, or the one closed. */
export function monthServedOf({ effective }: Pick<Policy, 'effective'>, month: Month): Month {
    return effective === 'next_month' ? addMonths(month, 1) : month
}
