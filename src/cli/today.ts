import { join } from 'node:path'
import { type Day, daysOf, formatMonth, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { assertDayEnds } from '#pipeline/assert-day-ends.ts'
import { buildToday } from '#pipeline/build-today.ts'
import { planToday, type TodayLadder, type TodayPlan } from '#pipeline/plan-today.ts'
import { readNeeded } from '#serving/read-needed.ts'
import { type PartyToday, readPartyToday } from '#serving/read-party-today.ts'
import { isOpenParty } from './assert-open-party.ts'
import { type Session, withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { factJson } from './explain-json.ts'
import { asOfFlag, ladderFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import type { ShownDay } from './shown-day.ts'
import { partyTodayText } from './terminal/party-today-text.ts'
import { todayText } from './terminal/today-text.ts'
import { viewerOf } from './viewer.ts'

/** What `tong today` is given. */
export type TodayFlags = {
    /** An id or a record key; left out: the lists of the ladder. */
    readonly party?: string
    readonly asOf: string
    readonly ladder?: string
    readonly limit: string
}

const limitMax = 1000
const daysToldMax = 5

/**
 * `tong today [PARTY]`: what a day's work can still move. What is built for the day already is
 * read as it is; only where something is missing the bank is opened for writing.
 */
export async function today(frame: Frame, flags: TodayFlags): Promise<void> {
    const asOf = asOfFlag(flags.asOf)
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    const asked = { flags, asOf, limit }
    const isAnswered = await withBank(frame, { access: 'read', create: null }, async (session) => {
        const planned = await planToday(session.context, asOf)
        if (planned.plan.steps.some(({ isBuilt }) => !isBuilt)) return false
        await answer(frame, { ...asked, session, planned })
        return true
    })
    if (isAnswered) return
    await withBank(frame, { access: 'write', create: null }, async (session) => {
        const planned = await planToday(session.context, asOf)
        const { plan } = await buildToday(session.context, { plan: planned.plan, asOf })
        await answer(frame, { ...asked, session, planned: { ...planned, plan } })
    })
}

type Answer = {
    readonly flags: TodayFlags
    readonly asOf: Day
    readonly limit: number
    readonly session: Session
    readonly planned: TodayPlan
}

async function answer(frame: Frame, asked: Answer): Promise<void> {
    const { flags, asOf, limit, session, planned } = asked
    const { context } = session
    const { steps } = planned.plan
    const lastDayEnd = await assertDayEnds(context, { steps, asOf })
    const name = ladderOf(context.settings.ladders, flags.ladder)
    const ladder = planned.ladders.find((one) => one.ladder === name)
    if (ladder === undefined) throw new Error(`${name} is a ladder of the bank`)
    const days = daysOf(monthOf(asOf))
    const daysKnown = Number(asOf.slice(8))
    const from = daysTold({ days, daysKnown })
    const shown = { asOf, ladder, days, daysKnown, lastDayEnd, from, ladderFlag: ladderFlag(flags) }
    const relation = (model: string, ofLadder: string | null): string | null => {
        const step = steps.find((one) => one.model === model && one.ladder === ofLadder)
        if (step === undefined) return null
        return context.warehouse.parquet([join(context.folders.snapshots, step.path)])
    }
    const sources = {
        warehouse: context.warehouse,
        facts: relation('features.party_today', null) ?? '',
        parties: relation('identity.parties', null) ?? '',
        amounts: relation('tiers.amounts_needed', name),
    }
    const { policy } = ladder.rules
    const question = { policy, days: { days, daysKnown }, viewer: viewerOf(session) }
    if (flags.party !== undefined) {
        const all = await readPartyToday({ ...question, party: flags.party, from }, sources)
        const { partyId } = all.party
        const isOpen = await isOpenParty(session, { partyId, month: monthOf(asOf) })
        const found = isOpen ? all : withoutFigures(all)
        frame.answer({
            json: { ...dayJson(shown), ...partyJson(found) },
            text: () => partyTodayText(frame, { found, shown }),
        })
        return
    }
    const { amounts } = sources
    if (amounts === null) return refuseLadder(planned, ladder)
    const later = from.find((day) => day > middleOf({ days, daysKnown })) ?? null
    const lists = await readNeeded({ ...question, later, limit }, { ...sources, amounts })
    frame.answer({
        json: { ...dayJson(shown), laterDay: later, ...lists },
        text: () => todayText(frame, { lists, shown, later }),
    })
}

/** What is left to say of a restricted customer: from amounts the tier earned would follow. */
function withoutFigures({ party, isOnLadder }: PartyToday): PartyToday {
    const toDate = { sum: null, balance: null }
    return { party, isOnLadder, isRestricted: true, facts: {}, heldTier: null, toDate, aims: [] }
}

/** Tomorrow, a few days between, and the last day of the month; none where all is decided. */
function daysTold({ days, daysKnown }: Pick<ShownDay, 'days' | 'daysKnown'>): readonly number[] {
    const left = days - daysKnown
    if (left === 0) return []
    const step = Math.max(1, Math.ceil((left - 1) / (daysToldMax - 1)))
    const told: number[] = []
    for (let day = daysKnown + 1; day < days; day += step) told.push(day)
    return [...told, days]
}

function middleOf({ days, daysKnown }: Pick<ShownDay, 'days' | 'daysKnown'>): number {
    return daysKnown + (days - daysKnown) / 2
}

function refuseLadder({ ladders }: TodayPlan, { ladder, notByDay }: TodayLadder): never {
    const others = ladders.filter((one) => one.notByDay === null).map((one) => one.ladder)
    return refuse('cli.today_not_by_day', {
        ladder,
        features: notByDay?.features.join(', ') ?? '',
        cause: notByDay?.isPooled === true ? 'pool' : 'features',
        others: others.length === 0 ? 'none' : others.join(', '),
    })
}

function dayJson({ asOf, ladder, days, daysKnown, lastDayEnd, from }: ShownDay): object {
    return {
        asOf,
        ladder: ladder.ladder,
        policy: ladder.rules.policyKey,
        heldFrom: ladder.held === null ? null : formatMonth(ladder.held.month),
        notByDay: ladder.notByDay,
        days,
        daysKnown,
        lastDayEnd,
        fromDays: from,
    }
}

function partyJson({ facts, ...rest }: PartyToday): object {
    const plain = Object.entries(facts).map(([name, value]) => [name, factJson(value)])
    return { ...rest, facts: Object.fromEntries(plain) }
}
