import { countText } from '#exports/number-text.ts'
import { chanceOfWeight } from '#identity/learn/match-model.ts'
import { type ComparisonFigures, loadIdentityPolicy } from '#pipeline/identity/bank-matching.ts'
import { identifyBank } from '#pipeline/identity/bank-run.ts'
import { countParties, type PartyCounts } from '#pipeline/identity/count-parties.ts'
import { knownRecords } from '#pipeline/identity/find-records.ts'
import { matchingStages } from '#pipeline/identity/matching.ts'
import { recordMatching } from '#workbench/identity/decide-records.ts'
import type { Workbench } from '#workbench/workbench.ts'
import type { Session } from './bank-session.ts'
import type { ByFlag } from './policies-way.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf } from './show-failures.ts'
import { renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'
import { withWorkbench } from './workbench-session.ts'

/** What `tong identity run` is given inside a bank. */
export type BankRunFlags = ByFlag & { readonly seed: string; readonly reason?: string }

const seedMax = 2 ** 32 - 1

/** `tong identity run` of a bank: its records become parties from the next run on. */
export async function runBankIdentity(frame: Frame, flags: BankRunFlags): Promise<void> {
    const seed = numberFlag(flags.seed, { flag: '--seed', min: 0, max: seedMax })
    const options = { access: 'write', by: flags.by, ladders: [] } as const
    await withWorkbench(frame, options, async (workbench, session) => {
        const wish = { seed, reason: flags.reason?.trim() || null }
        const done = await matchAndRecord(frame, { workbench, session, wish })
        frame.answer({ json: jsonOf(done), text: () => textOf(frame, done) })
    })
}

/** A matching that counts from now on. */
export type RecordedMatching = {
    readonly number: number
    readonly policyKey: string
    readonly digest: string
    readonly comparisons: readonly ComparisonFigures[]
    readonly counts: PartyCounts
}

/** Matches the records of the bank and records what was found. */
export async function matchAndRecord(
    { progress, say }: Frame,
    {
        workbench,
        session,
        wish,
        weight,
    }: {
        readonly workbench: Workbench
        readonly session: Session
        readonly wish: { readonly seed: number; readonly reason: string | null }
        /** What it takes beside other stages, where it is one of several. */
        readonly weight?: number
    },
): Promise<RecordedMatching> {
    const { context } = session
    const { seed, reason } = wish
    const loaded = await loadIdentityPolicy(context)
    const total = 2 * matchingStages.length
    let isBegun = false
    const found = await identifyBank(context, {
        ...{ loaded, seed },
        onStage: (kind, stage) => {
            if (!isBegun)
                progress.begin({
                    label: say('cli.progress.matching'),
                    total,
                    ...(weight === undefined ? {} : { weight }),
                })
            isBegun = true
            const before = kind === 'person' ? 0 : matchingStages.length
            const at = before + matchingStages.indexOf(stage)
            progress.advance(at, say(`cli.identity.stage.${stage}`))
        },
    })
    progress.advance(total)
    const { policyKey, policyText, path, digest, comparisons } = found
    const figures = Object.fromEntries(
        comparisons.map(({ id, records, pairs }) => [id, { records, pairs }]),
    )
    const number = await recordMatching(workbench, {
        ...{ policyKey, policyText, seed, path, digest, figures, reason },
    })
    const counts = await countParties(context, await knownRecords(context))
    return { number, policyKey, digest, comparisons, counts }
}

function jsonOf({ number, policyKey, digest, comparisons, counts }: RecordedMatching): unknown {
    return {
        ...{ matching: number, policy: policyKey, digest, ...counts },
        comparisons: comparisons.map(({ id, kind, records, pairs, model, keys, refusal }) => ({
            ...{ id, kind, records, pairs, keys, model },
            refusal: refusal === null ? null : refusal.failures,
        })),
    }
}

function textOf(
    frame: Frame,
    { number, policyKey, comparisons, counts }: RecordedMatching,
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
    const next = say('cli.identity.bank.next', { number, policy: policyKey, data: dataFlag })
    return [
        paint('strong', title),
        renderTable({ columns, rows, width, paint }),
        ...[...troubles, ...priors, next].flatMap((line) => wrapText(line, width)),
    ].join('\n')
}
