import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { relationsOfRun } from '#pipeline/run-relations.ts'
import { type ExplainedParty, explainParty } from '#serving/explain-party.ts'
import { isWithheld, type Viewer } from '#serving/withhold.ts'
import { sayExplanation } from '#tiers/explain-assignment.ts'
import { monthServedOf } from '#tiers/month-served.ts'
import { isOpenParty } from './assert-open-party.ts'
import { type Session, withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { explainField } from './explain-field.ts'
import { explainJson } from './explain-json.ts'
import {
    type StageBeside,
    stageBeside,
    stageHint,
    stageJson,
    stageLines,
} from './lifecycle-beside.ts'
import { editionFlag, ladderFlag, monthFlag } from './read-flags.ts'
import { type PartyRecords, recordLines, recordsBeside, recordsJson } from './records-beside.ts'
import type { Frame } from './run-command.ts'
import { partyName, tierName } from './shown-names.ts'
import { testLines } from './terminal/test-lines.ts'
import { wrapText } from './terminal/text-fit.ts'
import { viewerOf } from './viewer.ts'

/** What `tong explain` is given. */
export type ExplainFlags = {
    readonly party: string
    readonly ladder?: string
    readonly month?: string
    readonly edition?: string
    /** A field instead of the tier: where its value comes from. */
    readonly field?: string
}

/** Longer lines than this are hard to read. */
const textWidthMax = 100

/** `tong explain PARTY`: why a party has its tier, and what would change it. */
export async function explain(frame: Frame, flags: ExplainFlags): Promise<void> {
    if (flags.field !== undefined) {
        const other = (['ladder', 'month', 'edition'] as const).find((one) => one in flags)
        if (other !== undefined) {
            refuse('cli.flags_together', { one: '--field', other: `--${other}` })
        }
        await explainField(frame, flags.party, flags.field)
        return
    }
    const month = monthFlag(flags.month)
    const edition = editionFlag(flags.edition)
    await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { context } = session
        const { db, settings, warehouse } = context
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const viewer = viewerOf(session)
        const question = { party: flags.party, ladder, month, edition, viewer }
        const { baseCurrency } = settings
        const explained = await explainParty(question, {
            db,
            warehouse,
            baseCurrency,
            relationsOf: (runId) => relationsOfRun(context, runId),
        })
        const beside = await besideOf(session, { explained, viewer })
        const records = await recordsBeside(session, explained.party.partyId)
        const sentences = sayExplanation(explained.explanation, { ...explained, ...frame })
        frame.answer({
            json: {
                ...explainJson(explained, { sentences }),
                ...(beside === null ? {} : stageJson(frame, beside)),
                ...(records === null ? {} : recordsJson(frame, records)),
            },
            text: () =>
                explainText(frame, {
                    ...{ explained, sentences, beside, records },
                    flag: ladderFlag(flags),
                }),
        })
    })
}

/** The stage in the month of the close; null where no more than the tier may be told. */
async function besideOf(
    session: Session,
    { explained, viewer }: { readonly explained: ExplainedParty; readonly viewer: Viewer },
): Promise<StageBeside | null> {
    const { party, assignment } = explained
    const { month } = assignment
    const { partyId } = party
    if (isWithheld(assignment, viewer)) return null
    const isOpen = await isOpenParty(session, { partyId, month })
    return isOpen ? await stageBeside(session, { party: partyId, month }) : null
}

type Shown = {
    readonly explained: ExplainedParty
    readonly sentences: readonly string[]
    readonly beside: StageBeside | null
    /** The records that the party is made of; null where all are alone. */
    readonly records: PartyRecords | null
    /** As `ladderFlag` writes it. */
    readonly flag: string
}

function explainText(frame: Frame, { explained, sentences, beside, records, flag }: Shown): string {
    const { say, language, paint } = frame
    const { party, assignment, policy, policyKey, runId } = explained
    const told = { ...frame, width: Math.min(frame.width, textWidthMax) }
    const title = say('cli.explain.title', {
        party: partyName(party),
        ladder: policy.name[language],
        tier: tierName(policy, assignment.tier, { language, say }),
        month: formatMonth(assignment.month),
    })
    const { width } = told
    const body = sentences.flatMap((sentence) => wrapText(sentence, width))
    const next = `tong history ${party.recordKey}${flag}${frame.dataFlag}`
    const { edition } = assignment
    const trace = say('cli.explain.trace', { policy: policyKey, edition, run: runId, next })
    const tests = testLines(explained, told)
    const hints = beside === null ? [] : stageHint(frame, beside)
    const notes = [...notesOf(frame, explained), ...hints].flatMap((note) => wrapText(note, width))
    const parts = [
        [paint('strong', title)],
        body,
        tests,
        beside === null ? [] : stageLines(told, beside),
        recordLines({ ...frame, width: told.width }, records),
        [...notes, trace].map((line) => paint('soft', line)),
    ]
    return parts
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

/** What has to be known of the close itself. */
function notesOf({ say }: Frame, explained: ExplainedParty): readonly string[] {
    const { assignment, policy, reason, isReplaced, isLast } = explained
    const { edition, month, tier } = assignment
    const served = formatMonth(monthServedOf(policy, month))
    const key = edition > 1 ? 'cli.explain.restated' : 'cli.explain.missing_allowed'
    return [
        ...(reason === null ? [] : [say(key, { edition, reason })]),
        ...(isReplaced ? [say('cli.explain.replaced')] : []),
        ...(isLast && !isReplaced && tier !== null
            ? [say('cli.explain.provisional', { month: served })]
            : []),
    ]
}
