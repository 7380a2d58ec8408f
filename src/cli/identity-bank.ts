import { countText } from '#exports/number-text.ts'
import { chanceOfWeight } from '#identity/learn/match-model.ts'
import { type ComparisonFigures, loadIdentityPolicy } from '#pipeline/identity/bank-matching.ts'
import { identifyBank } from '#pipeline/identity/bank-run.ts'
import { countParties, type PartyCounts } from '#pipeline/identity/count-parties.ts'
import { knownRecords } from '#pipeline/identity/find-records.ts'
import type { ReadModel } from '#pipeline/identity/model-file.ts'
import { recordMatching } from '#workbench/identity/decide-records.ts'
import type { Workbench } from '#workbench/workbench.ts'
import type { Session } from './bank-session.ts'
import { bankStages } from './bank-stages.ts'
import { readModelFile } from './identity-model-file.ts'
import type { ByFlag } from './policies-way.ts'
import { seedFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf } from './show-failures.ts'
import { weightsFromLines } from './terminal/matching-text.ts'
import { renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'
import { withWorkbench } from './workbench-session.ts'

/** What `tong identity run` is given inside a bank. */
export type BankRunFlags = ByFlag & {
    readonly seed: string
    readonly reason?: string
    readonly model?: string
    readonly whole?: boolean
}

/** `tong identity run` of a bank: its records become parties from the next run on. */
export async function runBankIdentity(frame: Frame, flags: BankRunFlags): Promise<void> {
    const seed = seedFlag(flags.seed)
    const learned = flags.model === undefined ? null : await readModelFile(flags.model)
    const options = { access: 'write', by: flags.by, ladders: [] } as const
    await withWorkbench(frame, options, async (workbench, session) => {
        const isWhole = flags.whole === true
        const wish = { seed, learned, isWhole, reason: flags.reason?.trim() || null }
        const done = await matchAndRecord(frame, { workbench, session, wish })
        const weightsFrom = learned?.file ?? null
        frame.answer({
            json: { ...jsonOf(done), weightsFrom },
            text: () => [textOf(frame, done), ...weightsFromLines(frame, weightsFrom)].join('\n'),
        })
    })
}

/** A matching that counts from now on. */
export type RecordedMatching = {
    readonly number: number
    readonly policyKey: string
    readonly digest: string
    readonly comparisons: readonly ComparisonFigures[]
    readonly counts: PartyCounts
    /** The matching that stood before; null: none did. */
    readonly base: number | null
}

/** Matches the records of the bank and records what was found. */
export async function matchAndRecord(
    frame: Frame,
    {
        workbench,
        session,
        wish,
        weight,
    }: {
        readonly workbench: Workbench
        readonly session: Session
        readonly wish: {
            readonly seed: number
            readonly reason: string | null
            /** Weights that were learned before; left out: they are learned anew. */
            readonly learned?: ReadModel | null
            /** Whether all records are matched, however few have changed. */
            readonly isWhole?: boolean
        }
        /** What it takes beside other stages, where it is one of several. */
        readonly weight?: number
    },
): Promise<RecordedMatching> {
    const { context } = session
    const { seed, reason, learned = null, isWhole = false } = wish
    const loaded = await loadIdentityPolicy(context)
    const label = frame.say('cli.progress.matching')
    const work = weight === undefined ? { label } : { label, weight }
    const { onStage, onDone } = bankStages(frame, work)
    const found = await identifyBank(context, { loaded, seed, learned, isWhole, onStage })
    onDone()
    const { policyKey, policyText, path, digest, comparisons, base } = found
    const figures = Object.fromEntries(
        comparisons.map(({ id, records, pairs, more }) => [
            id,
            // What a matching was made beside is told with it: more is made of its parties.
            { records, pairs, ...(more === null ? {} : { base, ...more }) },
        ]),
    )
    const number = await recordMatching(workbench, {
        ...{ policyKey, policyText, seed, path, digest, figures, reason },
    })
    const counts = await countParties(context, await knownRecords(context))
    return { number, policyKey, digest, comparisons, counts, base }
}

function jsonOf(recorded: RecordedMatching): Readonly<Record<string, unknown>> {
    const { number, policyKey, digest, comparisons, counts, base } = recorded
    return {
        ...{ matching: number, policy: policyKey, digest, ...counts },
        comparisons: comparisons.map(({ refusal, placeholders: _, ...found }) => ({
            ...found,
            more: found.more === null ? null : { base, ...found.more },
            refusal: refusal === null ? null : refusal.failures,
        })),
    }
}

/** What of a comparison was matched, and why not less; nothing where no one could wonder. */
function extentOf(
    { say }: Pick<Frame, 'say'>,
    { kind, more, whole }: ComparisonFigures,
    base: number | null,
): readonly string[] {
    const named = say(`cli.identity.bank.${kind}`)
    if (more !== null) {
        const { added, changed, removed } = more
        const params = { kind: named, added, changed, removed, base: base ?? 0 }
        return [say('cli.identity.bank.more', params)]
    }
    if (whole === null || whole === 'first' || whole === 'asked' || whole === 'weights') return []
    return [say('cli.identity.bank.whole', { kind: named, reason: whole })]
}

function textOf(
    frame: Frame,
    { number, policyKey, comparisons, counts, base }: RecordedMatching,
): string {
    const { say, language, width, paint, dataFlag } = frame
    const count = (value: number): string => countText(value, language)
    const rows = [
        [say('cli.identity.figure.records'), count(counts.records)],
        [say('cli.identity.bank.parties'), count(counts.parties)],
        [say('cli.identity.bank.shared'), count(counts.shared)],
        [say('cli.identity.figure.largest'), count(counts.largest)],
        ...comparisons.map(({ kind, records, pairs }) => [
            say(`cli.identity.bank.${kind}`),
            say('cli.identity.bank.compared', { records: count(records), pairs: count(pairs) }),
        ]),
    ]
    const columns = [{ title: '' }, { title: '', align: 'right' as const }]
    const title = say('cli.identity.bank.title', {
        records: counts.records,
        parties: counts.parties,
    })
    const troubles = comparisons.flatMap(({ refusal }) =>
        (refusal?.failures ?? []).map((failure) => `! ${sentenceOf(failure, say)}`),
    )
    const priors = comparisons.flatMap(({ kind, model }) =>
        model === null
            ? []
            : [
                  say('cli.identity.bank.prior', {
                      kind: say(`cli.identity.bank.${kind}`),
                      odds: count(Math.round(1 / chanceOfWeight(model.priorWeight))),
                  }),
              ],
    )
    const extents = comparisons.flatMap((one) => extentOf(frame, one, base))
    const next = say('cli.identity.bank.next', { number, policy: policyKey, data: dataFlag })
    return [
        paint('strong', title),
        renderTable({ columns, rows, width, paint }),
        ...[...troubles, ...extents, ...priors, next].flatMap((line) => wrapText(line, width)),
    ].join('\n')
}
