import type { Day } from './calendar.ts'
import { dayOf, dayOfStep, lastDay, never } from './calendar.ts'
import { chance, quotient } from './draw.ts'
import type { Traits } from './traits.ts'

/** A customer's place in a household. */
export type Home = { readonly no: number; readonly key: number }

/** A stay in a household. */
export type Stay = Home & {
    readonly consent: boolean
    readonly joinedDay: Day
    readonly leftDay: Day | null
}

const draws = {
    isShared: chance('is_shared'),
    third: chance('third'),
    fourth: chance('fourth'),
    founded: chance('founded'),
    consent: chance('consent'),
    movesOut: chance('moves_out'),
    days: chance('household_days'),
} as const

/** Customers of neighbouring numbers may live together, four at most; null for who does not. */
export function homeOf({ i, home, isPerson }: Traits): Home | null {
    const size = 2 + (draws.third(home, 100) < 30 ? 1 : 0) + (draws.fourth(home, 100) < 12 ? 1 : 0)
    if (!isPerson || draws.isShared(home, 100) >= 65 || i % 4 >= size) return null
    return { no: 300_000_000 + quotient(i, 4), key: home }
}

/**
 * A customer's stay in a household, null for none: about two persons in five live with others,
 * most have agreed to be looked at together, and some move out again.
 */
export function stayOf(traits: Traits): Stay | null {
    const home = homeOf(traits)
    if (home === null) return null
    const { key, openDay } = traits
    const founded = dayOf(2021, 1, 1) + draws.founded(home.key, 1700)
    const joinedDay = Math.max(openDay, founded)
    const stays = 60 + draws.days(key, 700)
    const leavesBank = traits.leftStep === never ? null : dayOfStep(traits.leftStep, traits.leftDay)
    const movesOn = draws.movesOut(key, 100) < 8 ? joinedDay + stays : null
    const end = leavesBank ?? lastDay
    const leftDay = movesOn !== null && movesOn <= end ? movesOn : leavesBank
    if (joinedDay > (leftDay ?? lastDay)) return null
    return { ...home, consent: draws.consent(key, 100) < 85, joinedDay, leftDay }
}
