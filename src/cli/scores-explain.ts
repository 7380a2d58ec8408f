import { formatMonth } from '#domain/month.ts'
import { shareText } from '#exports/number-text.ts'
import { describeCondition } from '#features/describe-condition.ts'
import { type ExplainedScores, explainScores } from '#pipeline/scores/explain-scores.ts'
import type { Grade } from '#scores/grade-party.ts'
import type { PartPoints } from '#scores/score-party.ts'
import { assertOpenParty } from './assert-open-party.ts'
import { withBank } from './bank-session.ts'
import { factJson } from './explain-json.ts'
import {
    type StageBeside,
    stageBeside,
    stageHint,
    stageJson,
    stageLines,
} from './lifecycle-beside.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import type { ScoreFlags } from './scores.ts'
import { factText } from './terminal/fact-text.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'

/** `tong scores explain PARTY`: what a customer's scores are made of. */
export async function scoresExplain(frame: Frame, party: string, flags: ScoreFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const explained = await withBank(
        frame,
        { access: 'read', create: null },
        async (session): Promise<Explained> => {
            const found = await explainScores(session.context, { party, month })
            const asked = { party: found.partyId, month: found.month }
            await assertOpenParty(session, { ...found, party })
            return { party, found, beside: await stageBeside(session, asked) }
        },
    )
    frame.answer({
        json: { ...explainedJson(explained.found), ...stageJson(frame, explained.beside) },
        text: () => explainedText(frame, explained),
    })
}

/** Points as a number of 100, shares of one, amounts as text. */
function explainedJson(found: ExplainedScores): object {
    const { partyId, month, runId, value, rfm, behaviour } = found
    const points = (units: number | null): number | null => (units === null ? null : units / 10_000)
    const share = (units: number): number => units / 1_000_000
    const grade = (one: Grade): unknown => ({ ...one, value: factJson(one.value) })
    return {
        ...{ partyId, month: formatMonth(month), runId },
        value:
            value === null
                ? null
                : {
                      score: points(value.points),
                      band: value.band,
                      weightPresent: share(value.present),
                      parts: value.parts.map((part) => ({
                          id: part.id,
                          score: points(part.points),
                          weight: part.weight,
                          weightPresent: share(part.present),
                          features: part.features.map((one) => ({
                              ...{ feature: one.feature, value: factJson(one.value) },
                              ...{ points: points(one.points), weight: one.weight },
                          })),
                      })),
                  },
        rfm:
            rfm === null
                ? null
                : {
                      code: rfm.code,
                      recency: grade(rfm.recency),
                      frequency: grade(rfm.frequency),
                      monetary: grade(rfm.monetary),
                  },
        behaviour,
    }
}

type Explained = {
    readonly party: string
    readonly found: ExplainedScores
    readonly beside: StageBeside
}

function explainedText(frame: Frame, { party, found, beside }: Explained): string {
    const { say, paint, width } = frame
    const { month, value, rfm, behaviour, runId } = found
    const title = say('cli.scores.explain.title', {
        party: plainText(party),
        month: formatMonth(month),
    })
    const none = say('cli.scores.explain.none')
    const parts =
        value === null && rfm === null && behaviour === null
            ? [none]
            : [
                  ...(value === null ? [] : valueTexts(frame, { ...found, value })),
                  ...(rfm === null ? [] : [rfmText(frame, { ...found, rfm })]),
                  behaviourText(frame, found),
              ]
    const note = [
        say('cli.scores.explain.note'),
        ...stageHint(frame, beside),
        say('cli.scores.run', { run: runId }),
    ]
    const notes = note.flatMap((line) => wrapText(line, width)).map((line) => paint('soft', line))
    const stage = stageLines(frame, beside).join('\n')
    return [paint('strong', title), ...parts, stage, notes.join('\n')]
        .filter((text) => text !== '')
        .join('\n\n')
}

function pointsText(units: number | null): string {
    return units === null ? '–' : (units / 10_000).toFixed(1)
}

type ValueFound = ExplainedScores & { readonly value: NonNullable<ExplainedScores['value']> }

function valueTexts(frame: Frame, { value }: ValueFound): readonly string[] {
    const { say, width, paint, language } = frame
    const verdict =
        value.points === null
            ? say('cli.scores.explain.too_little', {
                  share: shareText(value.present / 1_000_000, language),
              })
            : say('cli.scores.explain.value', {
                  score: pointsText(value.points),
                  band: say(`features.value.${value.band}`),
                  share: shareText(value.present / 1_000_000, language),
              })
    const rows = value.parts.flatMap((part) => partRows(frame, part))
    const table = renderTable({
        columns: [
            { title: say('cli.scores.column.feature'), isFlexible: true },
            { title: say('cli.scores.column.value'), align: 'right' },
            { title: say('cli.scores.column.points'), align: 'right' },
            { title: say('cli.scores.column.weight'), align: 'right' },
        ],
        rows,
        width,
        paint,
    })
    return [wrapText(verdict, width).join('\n'), table]
}

function partRows(frame: Frame, part: PartPoints): readonly (readonly Cell[])[] {
    const { say, language } = frame
    const unknown = say('cli.scores.unknown')
    const known = say('cli.scores.explain.known', {
        share: shareText(part.present / 1_000_000, language),
    })
    const head: readonly Cell[] = [
        { text: say(`features.${part.id}_score.name`), tone: 'strong' },
        known,
        { text: pointsText(part.points), tone: 'strong' },
        String(part.weight),
    ]
    const rows = part.features.map(({ feature, value, points, weight }): readonly Cell[] => [
        `  ${say(`features.${feature}.name`)}`,
        factText(frame, { feature, fact: value, unknown }),
        pointsText(points),
        String(weight),
    ])
    return [head, ...rows]
}

type RfmFound = ExplainedScores & { readonly rfm: NonNullable<ExplainedScores['rfm']> }

function rfmText(frame: Frame, { rfm }: RfmFound): string {
    const { say, width, paint } = frame
    const unknown = say('cli.scores.unknown')
    const grades = ['recency', 'frequency', 'monetary'] as const
    const rows = grades.map((grade): readonly Cell[] => {
        const { feature, value, fifth } = rfm[grade]
        return [
            `${say(`features.${grade}_score.name`)} · ${say(`features.${feature}.name`)}`,
            factText(frame, { feature, fact: value, unknown }),
            fifth === null ? '–' : String(fifth),
        ]
    })
    const code = rfm.code === null ? '–' : String(rfm.code)
    const table = renderTable({
        columns: [
            { title: `${say('features.rfm.name')} ${code}`, isFlexible: true },
            { title: say('cli.scores.column.value'), align: 'right' },
            { title: say('cli.scores.column.fifth'), align: 'right' },
        ],
        rows,
        width,
        paint,
    })
    return table
}

/** The kind with the condition that was true first. */
function behaviourText({ say, width }: Frame, { behaviour, cards }: ExplainedScores): string {
    if (behaviour === null) return ''
    const rule = cards.behaviour.kinds.find(({ kind }) => kind === behaviour)
    const kind = say(`features.value.${behaviour}`)
    const text =
        rule === undefined
            ? say('cli.scores.explain.other', { kind })
            : say('cli.scores.explain.kind', { kind, reason: describeCondition(rule.when, say) })
    return wrapText(text, width).join('\n')
}
