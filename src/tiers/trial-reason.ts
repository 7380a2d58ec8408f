import { compareDecimal, parseDecimal } from '#domain/decimal.ts'
import type { AmountText, MoverReason, Trial, TrialMover } from './trial.ts'

/** Why the two policies give a party different tiers; its text is `tiers.trial.<code>`. */
export type TrialReason = {
    readonly code:
        | 'given'
        | 'given_before'
        | 'no_longer_asked'
        | 'newly_asked'
        | 'untiered'
        | 'untiered_before'
        | 'by_route'
        | 'reached'
        | 'fell_below'
        | 'requirement'
        | 'kept'
        | 'earlier'
        | 'no_such_tier'
        | 'rising'
        | 'reviews'
    /** The tier that the reason speaks of, and its threshold under the policy that is tried. */
    readonly tier: string | null
    readonly threshold: AmountText | null
    /** What gave or capped the tier: the id of a floor or cap, an override or a grant. */
    readonly rule: string | null
}

/**
 * The first reason that tells a mover apart: what is given beside the tier earned, who is asked
 * at all, what is unknown, then the threshold of the higher tier, and at last the reviews.
 */
export function reasonOfMove(
    { before, after, direction }: TrialMover,
    trial: Pick<Trial, 'after'>,
): TrialReason {
    const because = (
        code: TrialReason['code'],
        detail: Partial<Omit<TrialReason, 'code'>> = {},
    ): TrialReason => ({ tier: null, threshold: null, rule: null, ...detail, code })
    const isSameGift = before.cause === after.cause && before.rule === after.rule
    if (isGiven(after) && !isSameGift) return because('given', { rule: after.rule })
    if (isGiven(before) && !isSameGift) return because('given_before', { rule: before.rule })
    if (after.earnedCause === null) return because('no_longer_asked')
    if (before.earnedCause === null) return because('newly_asked')
    if (after.earnedTier === null) return because('untiered')
    if (before.earnedTier === null) return because('untiered_before')
    // Nothing is known of the month: what parts the two lies further back.
    if (after.rawTier === null) return because('earlier')
    const higher = direction === 'down' ? before.earnedTier : after.earnedTier
    const tier = trial.after.tiers.find(({ id }) => id === higher) ?? null
    const detail = { tier: higher, threshold: tier?.atLeast ?? null }
    if (tier === null) return because('no_such_tier', detail)
    const isReached = reaches(after.measure, detail.threshold)
    if (direction !== 'down') {
        if (after.rawTier === higher && after.route !== null) return because('by_route', detail)
        if (isReached) return because('reached', detail)
        return because(isWaiting(after) ? 'kept' : 'reviews', detail)
    }
    if (isReached === false) return because('fell_below', detail)
    if (after.earnedCause === 'rising') return because('rising', detail)
    return because(after.rawTier === higher ? 'reviews' : 'requirement', detail)
}

function isGiven({ cause }: MoverReason): boolean {
    return cause !== null && cause !== 'earned' && cause !== 'override_expired'
}

function isWaiting({ earnedCause }: MoverReason): boolean {
    return earnedCause === 'protected' || earnedCause === 'stale' || earnedCause === 'unreviewed'
}

/** Null where one of them is unknown; the base tier is always reached. */
function reaches(measure: AmountText | null, threshold: AmountText | null): boolean | null {
    const [amount, least] = [parseDecimal(measure ?? ''), parseDecimal(threshold ?? '')]
    return amount === null || least === null ? null : compareDecimal(amount, least) >= 0
}
