import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type Month, monthOf } from '#domain/month.ts'
import { type BuiltClose, publishCloses } from '#serving/publish-closes.ts'
import type { Store } from '#store/store.ts'
import { type PolicyWarning, policyWarnings } from '#tiers/check-policy.ts'
import type { BankContext } from './bank-context.ts'
import { policyInForce } from './load-policies.ts'
import type { Manifest } from './manifest.ts'
import { executePlan, type FinishedRun, type Plan, planClose } from './run-bank.ts'
import type { FinishedStep } from './run-steps.ts'

/** A bank that can also publish. */
export type PublishingContext = BankContext & { readonly store: Pick<Store, 'transaction'> }

/** The closes that were made; none where all months were closed already. */
export type CloseReport = {
    readonly through: Month
    readonly closes: readonly Pick<BuiltClose, 'ladder' | 'month' | 'rows' | 'policy'>[]
    readonly manifest: Manifest | null
    /** What is lawful in the policies in force and probably not meant. */
    readonly warnings: readonly PolicyWarning[]
}

/**
 * Closes every open month through the given one, in order, and publishes them together. A month
 * that is closed stays as it is: what arrived later waits for a restatement.
 */
export async function closeBank(
    context: PublishingContext,
    { through }: { readonly through: Month },
): Promise<CloseReport> {
    const plan: Plan = await planClose(context, { through })
    if (plan.steps.length === 0) return { through, closes: [], manifest: null, warnings: [] }
    const run = await executePlan(context, { plan, kind: 'close' })
    const closes = builtCloses(context, run)
    await publishRun(context, { run, kind: 'close', closes })
    const warnings = run.prepared.policies.flatMap(({ policy }) => policyWarnings(policy))
    return { through, closes, manifest: run.manifest, warnings }
}

/** Records a run; where it has closes, readers see them from now on. */
export async function publishRun(
    context: PublishingContext,
    {
        run,
        kind,
        closes,
    }: {
        readonly run: FinishedRun
        readonly kind: 'run' | 'close'
        readonly closes: readonly BuiltClose[]
    },
): Promise<void> {
    const { warehouse, store, actor, folders, signal } = context
    const { runId, digest, inputs } = run.manifest
    const { asOf, codeVersion, engine } = inputs
    const parties = run.steps.find(({ model }) => model === 'identity.parties')
    const publication = {
        run: { runId, kind, asOf, digest, codeVersion, engine },
        parties: closes.length === 0 || parties === undefined ? null : relation(context, parties),
        closes,
        actor,
    }
    const scratch = join(folders.scratch, 'publish')
    await publishCloses(publication, { warehouse, store, scratch, signal })
}

function builtCloses(context: BankContext, run: FinishedRun): readonly BuiltClose[] {
    return run.steps.flatMap((step) => {
        const { ladder, month } = step
        if (ladder === null || month === null) return []
        const facts = run.steps.find(
            (one) => one.model === 'features.party_months' && one.month === month,
        )
        const rules = policyInForce(run.prepared.policies, { ladder, month })
        const { policyKey, text } = rules
        const { digest, rows, path: assignmentsPath } = step
        assert(facts !== undefined && digest !== null, `${step.id} has read features`)
        return [
            {
                ladder,
                month,
                policy: { policyKey, version: rules.policy.version, text },
                assignmentsPath,
                factsPath: facts.path,
                digest,
                rows,
                assignments: relation(context, step),
                facts: relation(context, facts),
            },
        ]
    })
}

function relation({ warehouse, folders }: BankContext, step: FinishedStep): string {
    return warehouse.parquet([join(folders.snapshots, step.path)])
}

/** The month that a bare `tong close` means: that of the last run. */
export async function monthOfLastRun({ db }: Pick<BankContext, 'db'>): Promise<Month | null> {
    const row = await db
        .selectFrom('serving.runs')
        .select('as_of')
        .orderBy('finished_at', 'desc')
        .limit(1)
        .executeTakeFirst()
    return row === undefined ? null : monthOf(row.as_of)
}
