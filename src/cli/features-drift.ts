import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { countText, shareText } from '#exports/number-text.ts'
import { driftThresholds } from '#features/drift.ts'
import { keepDrift, readDrift } from '#pipeline/features/keep-drift.ts'
import type { FeatureDrift, MonthDrift } from '#pipeline/features/measure-drift.ts'
import { type Session, withBank } from './bank-session.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import type { Tone } from './terminal/paint.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

/** What `tong features drift` is given. */
export type FeatureDriftFlags = { readonly month?: string; readonly all?: boolean }

/** `tong features drift`: which features are spread otherwise than in the month before. */
export async function featuresDrift(frame: Frame, flags: FeatureDriftFlags): Promise<void> {
    const asked = monthFlag(flags.month)
    const drift = await withBank(frame, { access: 'read', create: null }, ({ context }) =>
        readDrift(context, asked),
    )
    if (drift === null) return refuse('cli.drift_without_before')
    const shown =
        flags.all === true ? drift.features : drift.features.filter(({ index }) => isMoved(index))
    const [month, before] = [formatMonth(drift.month), formatMonth(drift.before)]
    frame.answer({
        json: { ...drift, month, before, thresholds: driftThresholds, features: shown },
        text: () => driftText(frame, { drift, shown }),
    })
}

function isMoved(index: number | null): boolean {
    return index !== null && index >= driftThresholds.shifted
}

/** The drift of a month that a recorded run has just built, with how far the measuring is. */
export async function measuredDrift(
    { say, progress }: Frame,
    { context }: Session,
    built: { readonly runId: string; readonly month: Month },
): Promise<MonthDrift | null> {
    return await keepDrift(context, {
        ...built,
        onTable: (done, total) => {
            if (done === 0) progress.begin({ label: say('cli.progress.drift'), total })
            progress.advance(done)
        },
    })
}

/** What a run says in one line of the features that jumped; null where none did. */
export function driftLine({ say, dataFlag }: Frame, drift: MonthDrift | null): string | null {
    const jumped = drift?.features.filter(({ level }) => level === 'jumped') ?? []
    const [first] = jumped
    if (drift === null || first === undefined) return null
    return say('cli.features.jumped', {
        count: jumped.length,
        month: formatMonth(drift.month),
        name: say(`features.${first.feature}.name`),
        data: dataFlag,
    })
}

const tones: Readonly<Record<FeatureDrift['level'], Tone>> = {
    jumped: 'down',
    shifted: 'accent',
    stable: 'soft',
    few: 'soft',
}

/** On narrower terminals what a feature is called counts more; JSON has all. */
const roomyWidth = 100

function driftText(
    frame: Frame,
    { drift, shown }: { readonly drift: MonthDrift; readonly shown: readonly FeatureDrift[] },
): string {
    const { say, language, paint, width, dataFlag } = frame
    const title = say('cli.features.drift.title', {
        month: formatMonth(drift.month),
        before: formatMonth(drift.before),
    })
    const counts = say('cli.features.drift.counts', {
        features: drift.features.length,
        jumped: drift.features.filter(({ level }) => level === 'jumped').length,
        shifted: drift.features.filter(({ level }) => level === 'shifted').length,
        now: countText(drift.parties.now, language),
        before: countText(drift.parties.before, language),
    })
    const isRoomy = width >= roomyWidth
    const rows = shown.map(({ feature, index, level, unknown }): readonly Cell[] => [
        say(`features.${feature}.name`),
        { text: feature, tone: 'soft' },
        { text: index === null ? '–' : index.toFixed(3), tone: tones[level] },
        { text: say(`cli.features.level.${level}`), tone: tones[level] },
        ...(isRoomy ? [shareText(unknown.before, language), shareText(unknown.now, language)] : []),
    ])
    const unknownColumns = ['unknown_before', 'unknown'].map((name) => ({
        title: say(`cli.features.column.${name}`),
        align: 'right' as const,
    }))
    const table = renderTable({
        columns: [
            { title: say('cli.features.column.feature'), isFlexible: true },
            { title: '' },
            { title: 'PSI', align: 'right' },
            { title: '' },
            ...(isRoomy ? unknownColumns : []),
        ],
        rows,
        width,
        paint,
    })
    const notes = [
        say('cli.features.drift.note', driftThresholds),
        say('cli.features.drift.next', { data: dataFlag }),
    ].flatMap((line) => wrapText(line, width))
    return [
        paint('strong', title),
        wrapText(counts, width).join('\n'),
        ...(rows.length === 0 ? [] : [table]),
        notes.map((line) => paint('soft', line)).join('\n'),
    ].join('\n\n')
}
