import { months } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { chance } from './draw.ts'
import { customerNo } from './products.ts'
import type { Traits } from './traits.ts'
import type { Measured } from './truth.ts'

/**
 * The old system of the sample bank, which tiers persons by a rule of its own, and badly. Lowest
 * tier first; thresholds in yuan, inclusive; the wait in months below.
 */
export const oldTiers: readonly {
    readonly word: string
    readonly atLeast: number
    readonly wait: number
}[] = [
    { word: '普通客户', atLeast: 0, wait: 1 },
    { word: '金卡客户', atLeast: 50_000, wait: 2 },
    { word: '白金客户', atLeast: 200_000, wait: 3 },
    { word: '钻石客户', atLeast: 1_000_000, wait: 3 },
    { word: '私行客户', atLeast: 5_000_000, wait: 6 },
]

/** The first step whose tiers are handed over, and in which the old system makes mistakes. */
export const oldSystemFrom = 12

/**
 * What the old system did by the end of a month, beside what its own rule asks for: levels are
 * places in {@link oldTiers}, `below` counts months under the level.
 */
type State = {
    readonly dueLevel: number
    readonly dueBelow: number
    readonly oldLevel: number
    readonly oldBelow: number
    /** Months for which the old system stays as it is. */
    readonly stuck: number
    /** The latest mistake. */
    readonly mistake: string
}

const draws = {
    rounds: chance('old_rounds'),
    monthBefore: chance('old_month'),
    miss: chance('old_miss'),
    missMonths: chance('old_miss_months'),
    forget: chance('old_forget'),
    forgetMonths: chance('old_forget_months'),
    early: chance('old_early'),
} as const

/** A customer's measured month with the key that its chances hang on. */
export type OldMonth = Measured & { readonly key: number }

/**
 * Writes a year of averages and tiers of a person, and where the old system departs from its rule:
 * the first month of every run of months in which the tier given is too low, or too high. Its
 * mistakes: a rise is missed, a fall is forgotten (both for some months), a fall comes a month
 * early, the average of the month before is taken, amounts are rounded to thousands.
 */
export function writeOldSystem(desk: Desk, traits: Traits, all: readonly OldMonth[]): void {
    if (!traits.isPerson) return
    let state: State | null = null
    let sideBefore = 0
    for (const [index, month] of all.entries()) {
        const seen = seenBy(traits, { month, before: all[index - 1] ?? null })
        state = state === null ? firstState(seen.dueRaw) : nextState(state, { ...seen, month })
        if (month.step < oldSystemFrom) continue
        writeTier(desk, { traits, month, state })
        const side = Math.sign(state.dueLevel - state.oldLevel)
        if (side !== 0 && side !== sideBefore) writeMistake(desk, { traits, month, state })
        sideBefore = side
    }
}

type Seen = {
    readonly dueRaw: number
    readonly oldRaw: number
    readonly isRounded: boolean
    readonly isMonthBefore: boolean
}

function seenBy(
    { key }: Traits,
    { month, before }: { readonly month: OldMonth; readonly before: OldMonth | null },
): Seen {
    const isLate = month.step >= oldSystemFrom
    const isRounded = isLate && draws.rounds(key, 1000) < 20
    const isMonthBefore = isLate && draws.monthBefore(month.key, 1000) < 3
    const dueRaw = levelOf(month.measure)
    const rounded = Math.floor(month.measure / 1_000_000 + 0.5) * 1_000_000
    const ofBefore = isMonthBefore && before !== null
    return {
        ...{ dueRaw, isRounded, isMonthBefore },
        oldRaw: ofBefore ? levelOf(before.measure) : isRounded ? levelOf(rounded) : dueRaw,
    }
}

function firstState(level: number): State {
    return { dueLevel: level, dueBelow: 0, oldLevel: level, oldBelow: 0, stuck: 0, mistake: '' }
}

function nextState(state: State, seen: Seen & { readonly month: OldMonth }): State {
    const { dueRaw, oldRaw, month } = seen
    const { dueLevel, dueBelow, oldLevel, oldBelow, stuck } = state
    const dueFalls = dueRaw < dueLevel && dueBelow + 1 >= waitOf(dueLevel)
    const { missed, forgotten, early, changes } = fatesOf(state, { oldRaw, month })
    const isMoved = stuck === 0 && changes
    const nextStuck =
        stuck > 0
            ? stuck - 1
            : missed
              ? draws.missMonths(month.key, 5)
              : forgotten
                ? draws.forgetMonths(month.key, 8)
                : 0
    return {
        dueLevel: dueRaw > dueLevel || dueFalls ? dueRaw : dueLevel,
        dueBelow: dueRaw < dueLevel && !dueFalls ? dueBelow + 1 : 0,
        oldLevel: isMoved ? oldRaw : oldLevel,
        oldBelow: oldRaw >= oldLevel || isMoved ? 0 : oldBelow + 1,
        stuck: nextStuck,
        mistake:
            stuck > 0 ? state.mistake : mistakeOf(state, { ...seen, missed, forgotten, early }),
    }
}

type Fates = { readonly missed: boolean; readonly forgotten: boolean; readonly early: boolean }

function mistakeOf(state: State, seen: Seen & Fates): string {
    if (seen.missed) return 'rise_missed'
    if (seen.forgotten) return 'fall_forgotten'
    if (seen.early) return 'fell_early'
    if (seen.isMonthBefore && seen.oldRaw !== seen.dueRaw) return 'month_before'
    return seen.isRounded && seen.oldRaw !== seen.dueRaw ? 'rounded' : state.mistake
}

/** What befalls a person in a month: rises and falls, and how they go wrong. */
function fatesOf(
    { oldLevel, oldBelow }: State,
    { oldRaw, month }: { readonly oldRaw: number; readonly month: OldMonth },
): Fates & { readonly changes: boolean } {
    const isHeld = month.step >= oldSystemFrom
    const wait = waitOf(oldLevel)
    const rises = oldRaw > oldLevel
    const falls = oldRaw < oldLevel && oldBelow + 1 >= wait
    const nearly = oldRaw < oldLevel && oldBelow + 2 === wait
    const missed = rises && isHeld && draws.miss(month.key, 1000) < 50
    const forgotten = falls && isHeld && draws.forget(month.key, 1000) < 60
    const early = nearly && isHeld && draws.early(month.key, 1000) < 50
    const changes = (rises || falls || early) && !missed && !forgotten
    return { missed, forgotten, early, changes }
}

type Told = { readonly traits: Traits; readonly month: OldMonth; readonly state: State }

function writeTier(desk: Desk, { traits, month, state }: Told): void {
    const file = desk.files['truth/old-tiers.csv']
    file.whole(customerNo(traits.i))
    file.next()
    file.whole(months[month.step] ?? 0)
    file.next()
    file.scaled(month.measure, 3)
    file.next()
    file.raw(words[state.oldLevel] ?? new Uint8Array(0))
    file.end()
}

function writeMistake(desk: Desk, { traits, month, state }: Told): void {
    desk.files['truth/old-system-mistakes.csv'].row([
        String(customerNo(traits.i)),
        String(months[month.step]),
        state.mistake,
        wordOf(state.oldLevel),
        wordOf(state.dueLevel),
    ])
}

const words = oldTiers.map(({ word }) => new TextEncoder().encode(word))

function levelOf(thousandths: number): number {
    return oldTiers.findLastIndex(({ atLeast }) => thousandths >= atLeast * 1000)
}

function wordOf(level: number): string {
    return oldTiers[level]?.word ?? ''
}

function waitOf(level: number): number {
    return oldTiers[level]?.wait ?? 1
}
