import { refuse } from '#domain/result.ts'
import type { DecisionKind } from '#identity/decisions/decision.ts'
import {
    findRecord,
    type KnownRecords,
    knownRecords,
    type NamedRecord,
    recordsOf,
} from '#pipeline/identity/find-records.ts'
import { decideRecords, undoRecords } from '#workbench/identity/decide-records.ts'
import type { Workbench } from '#workbench/workbench.ts'
import type { Session } from './bank-session.ts'
import type { ByFlag } from './policies-way.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { withWorkbench } from './workbench-session.ts'

/** What every decision about records is given. */
export type DecisionFlags = ByFlag & { readonly reason: string }

/** The records on both sides of a decision. */
type Sides = { readonly left: readonly NamedRecord[]; readonly right: readonly NamedRecord[] }

type Deciding = {
    readonly session: Session
    readonly workbench: Workbench
    readonly known: KnownRecords
}

/** `tong identity merge A B`: two parties are one, whatever their records say. */
export async function mergeParties(
    frame: Frame,
    texts: readonly [string, string],
    flags: DecisionFlags,
): Promise<void> {
    await decide(frame, { kind: 'together', verb: 'merge', flags }, async (deciding) => {
        const sides = await sidesOf(deciding, texts)
        if (sides.left[0]?.partyId === sides.right[0]?.partyId) {
            refuse('identity.already_one', { one: texts[0], other: texts[1] })
        }
        return sides
    })
}

/** `tong identity apart A B`: two parties are two, and no matching may ever join them. */
export async function keepApart(
    frame: Frame,
    texts: readonly [string, string],
    flags: DecisionFlags,
): Promise<void> {
    await decide(frame, { kind: 'apart', verb: 'apart', flags }, async (deciding) => {
        const sides = await sidesOf(deciding, texts)
        if (sides.left[0]?.partyId === sides.right[0]?.partyId) {
            refuse('identity.already_together', { one: texts[0], other: texts[1] })
        }
        return sides
    })
}

/** `tong identity split PARTY --records R …`: these records are somebody else. */
export async function splitParty(
    frame: Frame,
    text: string,
    flags: DecisionFlags & { readonly records: readonly string[] },
): Promise<void> {
    await decide(frame, { kind: 'apart', verb: 'split', flags }, async (deciding) => {
        const { session, known } = deciding
        const { partyId } = await findRecord(session.context, { known, text })
        const all = await recordsOf(session.context, { known, partyId })
        const gone = new Set<bigint>()
        for (const named of flags.records) {
            const record = await findRecord(session.context, { known, text: named })
            if (record.partyId !== partyId) {
                refuse('identity.not_of_party', { record: named, party: text })
            }
            gone.add(record.recordId)
        }
        const left = all.filter(({ recordId }) => !gone.has(recordId))
        if (left.length === 0) refuse('identity.whole_party', { party: text, records: all.length })
        return { left, right: all.filter(({ recordId }) => gone.has(recordId)) }
    })
}

async function sidesOf(
    { session, known }: Deciding,
    texts: readonly [string, string],
): Promise<Sides> {
    const { context } = session
    const [one, other] = [
        await findRecord(context, { known, text: texts[0] }),
        await findRecord(context, { known, text: texts[1] }),
    ]
    return {
        left: await recordsOf(context, { known, partyId: one.partyId }),
        right: await recordsOf(context, { known, partyId: other.partyId }),
    }
}

type Decision = {
    readonly kind: DecisionKind
    readonly verb: 'merge' | 'apart' | 'split'
    readonly flags: DecisionFlags
}

async function decide(
    frame: Frame,
    { kind, verb, flags }: Decision,
    sidesIn: (deciding: Deciding) => Promise<Sides>,
): Promise<void> {
    const options = { access: 'write', by: flags.by, ladders: [] } as const
    await withWorkbench(frame, options, async (workbench, session) => {
        const known = await knownRecords(session.context)
        const { left, right } = await sidesIn({ session, workbench, known })
        const ids = (side: readonly NamedRecord[]) => side.map(({ recordId }) => recordId)
        const wish = { kind, left: ids(left), right: ids(right), reason: flags.reason }
        const no = await decideRecords(workbench, wish)
        await answer(frame, { session, verb, no, records: [...left, ...right] })
    })
}

/** Shows what the decision has made of the records: parties as the next run will see them. */
async function answer(
    frame: Frame,
    {
        session,
        verb,
        no,
        records,
    }: {
        readonly session: Session
        readonly verb: string
        readonly no: number
        readonly records: readonly NamedRecord[]
    },
): Promise<void> {
    const { say, dataFlag } = frame
    const after = await knownRecords(session.context)
    const parties = new Map<bigint, readonly NamedRecord[]>()
    for (const { recordKey: text } of records) {
        const { partyId } = await findRecord(session.context, { known: after, text })
        if (!parties.has(partyId)) {
            parties.set(partyId, await recordsOf(session.context, { known: after, partyId }))
        }
    }
    const shown = [...parties].map(([partyId, own]) => ({
        party: String(partyId),
        records: own.map(({ recordKey, name }) => ({ record: recordKey, name })),
    }))
    frame.answer({
        json: { decision: no, parties: shown },
        text: () =>
            [
                say(`cli.identity.${verb}.done`, { number: no, count: shown.length }),
                ...shown.flatMap(({ records: own }) => [
                    `  ${say('cli.identity.party', { count: own.length })}`,
                    ...own.map(
                        ({ record, name }) => `    ${record}${name === null ? '' : `  ${name}`}`,
                    ),
                ]),
                say('cli.identity.acts', { number: no, data: dataFlag }),
            ].join('\n'),
    })
}

const numberMax = 2_147_483_647

/** `tong identity undo N`: as if a decision, or with `--matching` a matching, had never been. */
export async function undoDecision(
    frame: Frame,
    number: string,
    { by, reason, matching }: DecisionFlags & { readonly matching?: boolean },
): Promise<void> {
    const no = numberFlag(number, { flag: 'NUMBER', min: 1, max: numberMax })
    const of = matching === true ? 'matching' : 'decision'
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        await undoRecords(workbench, { of, no, reason })
        frame.answer({
            json: { undone: of, number: no },
            text: () => frame.say('cli.identity.undo.done', { what: of, number: no }),
        })
    })
}
