import { type Day, formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type PublishedClose, readCloses } from '#serving/read-closes.ts'
import { readStoredPolicy } from '#serving/read-policy.ts'
import { type NotByDay, notByDay } from '#tiers/amount-needed.ts'
import { writeAmountNeeded } from '#tiers/write-amount-needed.ts'
import { writeClose } from '#tiers/write-close.ts'
import type { BankContext } from './bank-context.ts'
import type { BankInputs } from './bank-inputs.ts'
import { loadModels } from './load-models.ts'
import { type LoadedPolicy, loadPolicies, policyInForce } from './load-policies.ts'
import { type PreparedClose, prepareInputs } from './prepare-inputs.ts'
import { type Plan, planOf } from './run-bank.ts'

/** A ladder on a day: the rules of its month, and the last close before that month. */
export type TodayLadder = {
    readonly ladder: string
    readonly month: Month
    readonly rules: LoadedPolicy
    /** Null: nothing is closed before the month. */
    readonly held: PublishedClose | null
    /** Why its measure cannot be followed day by day; null: it can. */
    readonly notByDay: NotByDay | null
}

/** What a day's work reads, and how it is built. */
export type TodayPlan = { readonly plan: Plan; readonly ladders: readonly TodayLadder[] }

/**
 * What `tong today` builds for a day: the daily facts, and the amounts needed on every ladder that
 * can be followed day by day. Nothing else of the features of a month is built.
 */
export async function planToday(context: BankContext, asOf: Day): Promise<TodayPlan> {
    const models = await loadModels(context.modelRoots)
    const prepared = await prepareInputs(context, { asOf, wanted: [] })
    const month = monthOf(asOf)
    const { firstMonth } = prepared.inputs
    if (month < firstMonth) {
        refuse('pipeline.before_history', { asOf, first: formatMonth(firstMonth) })
    }
    const ladders = await laddersOf(context, month)
    const closes = await Promise.all(ladders.map((one) => closeOf(context, one)))
    const inputs = { ...prepared.inputs, rulesOf: rulesOf(closes) }
    const names = ['features.party_today', 'identity.parties', 'identity.day_ends']
    const targets = [
        ...names.map((model) => {
            const isMonthly = models.get(model)?.twin.grain === 'month'
            return { model, month: isMonthly ? month : null, ladder: null }
        }),
        ...ladders
            .filter((one) => one.notByDay === null)
            .map(({ ladder }) => ({ model: 'tiers.amounts_needed', month, ladder })),
    ]
    const plan = await planOf(context, {
        models,
        prepared: { ...prepared, inputs, closes },
        targets,
    })
    return { plan, ladders }
}

async function laddersOf(context: BankContext, month: Month): Promise<readonly TodayLadder[]> {
    const policies = await loadPolicies(context)
    const closes = await readCloses(context.db)
    return context.settings.ladders.map((ladder) => {
        const rules = policyInForce(policies, { ladder, month })
        const held = closes.findLast((one) => one.ladder === ladder && one.month < month) ?? null
        return { ladder, month, rules, held, notByDay: notByDay(rules.policy) }
    })
}

/** The ladder's month as if it were to be closed, after the last close that stands before it. */
async function closeOf(
    { db, settings: { baseCurrency } }: BankContext,
    { ladder, month, rules, held }: TodayLadder,
): Promise<PreparedClose> {
    const rulesBefore =
        held === null
            ? null
            : await readStoredPolicy(db, { policyKey: held.policyKey, baseCurrency })
    return { ladder, month, before: null, edition: 1, rules, rulesBefore }
}

function rulesOf(closes: readonly PreparedClose[]): BankInputs['rulesOf'] {
    return ({ ladder }) => {
        const found = closes.find((one) => one.ladder === ladder)
        if (found === undefined) throw new Error(`${ladder} is no ladder of the bank`)
        const { rules, rulesBefore } = found
        const { columns } = writeClose(rules.policy, rulesBefore?.policy ?? null)
        return { policyKey: rules.policyKey, params: writeAmountNeeded(rules.policy), columns }
    }
}
