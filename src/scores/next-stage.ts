import type { Stage, StageReason } from '#features/stage-words.ts'
import type { LifecyclePolicy } from './lifecycle-policy.ts'
import { nextTrends, noTrends, type Trends } from './next-trends.ts'

/** What is observed of one party in one month. Amounts are in cents of the base currency. */
export type StageFacts = {
    /** Month as yyyymm, and its days. */
    readonly month: number
    readonly monthDays: number
    readonly accountsOpen: number
    /** Days since the first account was opened; null: there has never been one. */
    readonly tenureDays: number | null
    /** Days since the last transaction of the customer's own; null: none is known. */
    readonly customerDays: number | null
    /** Whether the term of an asset ends after the month. */
    readonly hasTerm: boolean
    /** Null: unknown, which is taken as running, for nobody is called dormant on a guess. */
    readonly loansRunning: number | null
    /** Mean assets of the month; null: unknown. */
    readonly aum: bigint | null
    readonly transactions: bigint | null
}

/** What is carried from month to month, nothing else. */
export type StageState = {
    /** Null: assets have not been known in any month yet. */
    readonly stage: Stage | null
    readonly reason: StageReason
    readonly sinceMonth: number | null
    /** Days without a transaction of the customer's own, as far as it was watched. */
    readonly idleDays: number
    /** Months one after the other in which the party was dormant, lost for it included. */
    readonly dormantMonths: number
    /** Months of being won back, this one included; 0 in any other stage. */
    readonly wonBackMonths: number
    readonly aum: Trends
    readonly activity: Trends
}

/**
 * The stage of one party in a month by what is observed and what the month before has left; null
 * there: the party is seen for the first time. Months whose assets are unknown keep the stage and
 * all that is counted. `models/scores/lifecycle_states.sql` says the same of the whole base.
 */
export function nextStage(
    policy: LifecyclePolicy,
    before: StageState | null,
    facts: StageFacts,
): StageState {
    const carried = before ?? unseen
    const idleDays = idleDaysOf(carried, facts)
    const { aum, month } = facts
    if (aum === null) return { ...carried, reason: 'aum_unknown', idleDays }
    const known = { ...facts, aum, idleDays }
    const counted = {
        dormantMonths: isAsleep(policy, carried, known) ? carried.dormantMonths + 1 : 0,
        trends: {
            aum: nextTrends(policy, carried.aum, aum),
            activity: nextTrends(policy, carried.activity, facts.transactions),
        },
    }
    const [stage, reason] = stageOf(policy, carried, { ...known, ...counted })
    return {
        ...{ stage, reason, idleDays, ...counted.trends },
        sinceMonth: stage === carried.stage ? carried.sinceMonth : month,
        dormantMonths: counted.dormantMonths,
        wonBackMonths: stage === 'won_back' ? carried.wonBackMonths + 1 : 0,
    }
}

/** What is carried of a party that has not been seen. */
const unseen: StageState = {
    stage: null,
    reason: 'aum_unknown',
    sinceMonth: null,
    idleDays: 0,
    dormantMonths: 0,
    wonBackMonths: 0,
    aum: noTrends,
    activity: noTrends,
}

/**
 * Where no transaction is known, the days that were watched without one count, at most those since
 * the first account: the data may begin later than the customer.
 */
function idleDaysOf(before: StageState, facts: StageFacts): number {
    const { customerDays, tenureDays, monthDays } = facts
    if (customerDays !== null) return customerDays
    const watched = before.idleDays + monthDays
    return tenureDays !== null && tenureDays < watched ? tenureDays : watched
}

type Known = Omit<StageFacts, 'aum'> & { readonly aum: bigint; readonly idleDays: number }

function isAsleep(policy: LifecyclePolicy, before: StageState, facts: Known): boolean {
    const { dormantDays, dormantAumBelow } = policy
    const isPoor = facts.aum < 100n * BigInt(dormantAumBelow)
    const isBound = facts.hasTerm || facts.loansRunning !== 0
    return before.stage !== 'potential' && facts.idleDays >= dormantDays && isPoor && !isBound
}

type Counted = Known & {
    readonly dormantMonths: number
    readonly trends: { readonly aum: Trends; readonly activity: Trends }
}

/** The first stage that fits, and why. */
function stageOf(
    policy: LifecyclePolicy,
    before: StageState,
    facts: Counted,
): readonly [Stage, StageReason] {
    const { accountsOpen, tenureDays, dormantMonths, idleDays } = facts
    const hadNone = before.stage === null || before.stage === 'potential'
    if (hadNone && accountsOpen === 0 && tenureDays === null) return ['potential', 'no_account']
    if (accountsOpen === 0) return ['lost', 'accounts_closed']
    if (dormantMonths >= policy.lostMonths) return ['lost', 'dormant_long']
    if (dormantMonths > 0) return ['dormant', 'not_active']
    const wasAway = before.stage === 'dormant' || before.stage === 'lost'
    const isBack = before.wonBackMonths > 0 && before.wonBackMonths < policy.wonBackMonths
    if (isBack || (wasAway && idleDays < policy.dormantDays)) return ['won_back', 'active_again']
    const isYoung = tenureDays !== null && tenureDays <= policy.newDays
    const mayBeNew = before.stage === null || before.stage === 'new'
    if (before.stage === 'potential' || (mayBeNew && isYoung)) return ['new', 'first_account']
    return trendOf(policy, facts)
}

/** Whoever falls is declining, whatever else rises; assets are looked at first. */
function trendOf(policy: LifecyclePolicy, facts: Counted): readonly [Stage, StageReason] {
    const { declining, growing } = policy
    const { aum, activity } = facts.trends
    const cents = (units: number): bigint => 100n * BigInt(units)
    if (
        aum.fall.months >= declining.months &&
        (aum.fall.base ?? 0n) >= 3n * cents(declining.aumMin)
    ) {
        return ['declining', 'aum_fell']
    }
    if (
        activity.fall.months >= declining.months &&
        (activity.fall.base ?? 0n) >= 3n * BigInt(declining.transactionsMin) &&
        facts.aum >= cents(declining.aumMin)
    ) {
        return ['declining', 'activity_fell']
    }
    if (facts.aum < cents(growing.aumMin)) return ['stable', 'neither']
    if (aum.rise.months >= growing.months) return ['growing', 'aum_rose']
    const last = activity.last[0] ?? 0n
    return activity.rise.months >= growing.months && last >= BigInt(growing.transactionsMin)
        ? ['growing', 'activity_rose']
        : ['stable', 'neither']
}
