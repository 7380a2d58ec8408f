import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type BuiltClose, type PublishProgress, publishCloses } from '#serving/publish-closes.ts'
import type { Store } from '#store/store.ts'
import type { BankContext } from './bank-context.ts'
import type { FinishedRun } from './execute-plan.ts'
import type { FinishedStep } from './run-steps.ts'

/** A bank that can also publish. */
export type PublishingContext = BankContext & {
    readonly store: Pick<Store, 'transaction'>
    readonly onPublish: (progress: PublishProgress) => void
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
    const { warehouse, store, actor, folders, signal, onPublish: onProgress } = context
    const { runId, digest, inputs } = run.manifest
    const { asOf, codeVersion, engine } = inputs
    const publication = {
        run: { runId, kind, asOf, digest, codeVersion, engine },
        parties: closes.length === 0 ? null : partiesOf(context, run.steps),
        records: closes.length === 0 ? null : recordsOf(context, run.steps),
        closes,
        actor,
    }
    const scratch = join(folders.scratch, 'publish')
    await publishCloses(publication, { warehouse, store, scratch, signal, onProgress })
}

/** The closes of a run as they are published. `reason` is kept beside each of them. */
export function builtCloses(
    context: BankContext,
    { steps, prepared, reason }: Omit<FinishedRun, 'manifest'> & { readonly reason: string | null },
): readonly BuiltClose[] {
    return prepared.closes.map(({ ladder, month, edition, rules }) => {
        const stepOf = (model: string, ofLadder: string | null): FinishedStep | undefined =>
            steps.find(
                (one) => one.model === model && one.month === month && one.ladder === ofLadder,
            )
        const step = stepOf('tiers.assignments', ladder)
        const facts = stepOf('features.party_months', null)
        assert(step !== undefined && step.digest !== null, `${ladder}@${month} is built`)
        assert(facts !== undefined, `${step.id} has read features`)
        const { digest, rows, path: assignmentsPath } = step
        return {
            ladder,
            month,
            edition,
            reason,
            policy: rules,
            assignmentsPath,
            factsPath: facts.path,
            digest,
            rows,
            assignments: relation(context, step),
            facts: relation(context, facts),
        }
    })
}

/** The relation of identity.parties that a run has built; null where it built none. */
export function partiesOf(context: BankContext, steps: readonly FinishedStep[]): string | null {
    const step = steps.find(({ model }) => model === 'identity.parties')
    return step === undefined ? null : relation(context, step)
}

/** Records that are of another's party, with their keys; null where a run built none. */
function recordsOf(context: BankContext, steps: readonly FinishedStep[]): string | null {
    const [records, map] = ['identity.records', 'identity.party_map'].map((name) => {
        const step = steps.find(({ model }) => model === name)
        return step === undefined ? null : relation(context, step)
    })
    if (records == null || map == null) return null
    return (
        `(select map.record_id, records.system || ':' || records.entity || ':' || ` +
        `records.source_key as record_key, map.party_id from ${map} map ` +
        `join ${records} records on records.record_id = map.record_id ` +
        `where map.record_id <> map.party_id)`
    )
}

function relation({ warehouse, folders }: BankContext, step: FinishedStep): string {
    return warehouse.parquet([join(folders.snapshots, step.path)])
}
