import { formatMonth, type Month, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { BuiltClose } from '#serving/publish-closes.ts'
import { readCloses } from '#serving/read-closes.ts'
import type { PolicyWarning } from '#tiers/policy-warning.ts'
import { policyWarnings } from '#tiers/policy-warnings.ts'
import type { BankContext } from './bank-context.ts'
import { lastRunDay } from './batches/freshness.ts'
import { executePlan, noReasons } from './execute-plan.ts'
import type { Manifest } from './manifest.ts'
import { builtCloses, type PublishingContext, publishRun } from './publish-run.ts'
import { planClose } from './run-bank.ts'
import { secondsByModel } from './seconds-by-model.ts'

/** The closes that were made; none where all months were closed already. */
export type CloseReport = {
    readonly through: Month
    readonly closes: readonly Pick<BuiltClose, 'ladder' | 'month' | 'rows' | 'policy'>[]
    readonly manifest: Manifest | null
    /** What each model took of the run; empty where nothing was made. */
    readonly seconds: Readonly<Record<string, number>>
    /** What is lawful in the policies that the closes follow and probably not meant. */
    readonly warnings: readonly PolicyWarning[]
}

/** What a close is asked for. */
export type CloseWish = {
    readonly through: Month
    /** Why it may be made with a system's batch missing; left out: it may not. */
    readonly allowMissing?: string | null
}

/**
 * Closes every open month through the given one, in order, and publishes them together. A month
 * that is closed stays as it is: what arrived later waits for a restatement.
 */
export async function closeBank(
    context: PublishingContext,
    { through, allowMissing = null }: CloseWish,
): Promise<CloseReport> {
    const plan = await planClose(context, { through })
    if (plan.steps.length === 0) {
        return { through, closes: [], manifest: null, seconds: {}, warnings: [] }
    }
    const reasons = { ...noReasons, allowMissing }
    const run = await executePlan(context, { plan, kind: 'close', reasons })
    const reason = run.manifest.inputs.missing?.reason ?? null
    const closes = builtCloses(context, { ...run, reason })
    await publishRun(context, { run, kind: 'close', closes })
    const used = new Map(closes.map(({ policy }) => [policy.policyKey, policy.policy]))
    const warnings = [...used.values()].flatMap((policy) => policyWarnings(policy))
    const seconds = secondsByModel(run.steps)
    return { through, closes, manifest: run.manifest, seconds, warnings }
}

/**
 * Refuses with `pipeline.month_closed` where a month that a person asks to close is closed on
 * every ladder of the bank.
 */
export async function assertOpen(
    { db, settings }: Pick<BankContext, 'db' | 'settings'>,
    month: Month,
): Promise<void> {
    const closes = (await readCloses(db)).filter(({ ladder }) => settings.ladders.includes(ladder))
    const closed = closes.filter((close) => close.month === month)
    if (closed.length < settings.ladders.length) return
    const months = closes.map((close) => close.month)
    refuse('pipeline.month_closed', {
        month: formatMonth(month),
        first: formatMonth(Math.min(...months)),
        last: formatMonth(Math.max(...months)),
    })
}

/** The month that a bare `tong close` means: that of the last run by their numbers. */
export async function monthOfLastRun({ db }: Pick<BankContext, 'db'>): Promise<Month | null> {
    const day = await lastRunDay(db)
    return day === null ? null : monthOf(day)
}
