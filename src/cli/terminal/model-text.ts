import type { Say } from '#domain/say.ts'
import { countText } from '#exports/number-text.ts'
import { chanceOfWeight, type MatchModel, type SessionCard } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { Matching } from '#pipeline/identity/match-records.ts'
import type { Frame } from '../run-command.ts'
import {
    keyLines,
    maskedOf,
    modelJson,
    placeholderLines,
    warningLines,
    weightLines,
} from './matching-text.ts'
import { renderTable } from './table.ts'
import { wrapText } from './text-fit.ts'

/** What was learned of one comparison, and from what. */
export type LearnedWeights = {
    readonly comparison: Comparison
    readonly matching: Pick<Matching, 'records' | 'pairs' | 'model' | 'keys' | 'placeholders'>
}

/**
 * The card of a model for people, in parts: what it was learned from, how learning went, what an
 * agreement is worth, what was left out and what to doubt.
 */
export function modelParts(
    frame: Frame,
    { comparison, matching }: LearnedWeights,
): readonly (readonly string[])[] {
    const { paint, say } = frame
    const { model, records } = matching
    const title = say('cli.identity.train.title', {
        ...{ comparison: comparison.id, fields: model.fields.length, records },
    })
    return [
        [paint('strong', title)],
        figureLines(frame, matching),
        weightLines(frame, { fields: model.fields, comparison }),
        sessionLines(frame, model),
        placeholderLines(frame, { comparison, matching }),
        keyLines(frame, { matching }),
        warningLines(frame, model),
    ]
}

function figureLines(
    { language, paint, say, width }: Frame,
    { records, pairs, model }: LearnedWeights['matching'],
): readonly string[] {
    const count = (value: number): string => countText(value, language)
    const rows = [
        [say('cli.identity.figure.records'), count(records)],
        [say('cli.identity.figure.pairs'), count(pairs)],
        [say('cli.identity.train.odds'), count(Math.round(1 / chanceOfWeight(model.priorWeight)))],
    ]
    const columns = [{ title: '' }, { title: '', align: 'right' as const }]
    return [renderTable({ columns, rows, width, paint })]
}

/** What each key has taught, and whether learning came to rest. */
function sessionLines(frame: Frame, model: MatchModel): readonly string[] {
    const { language, paint, say, width } = frame
    const rows = model.sessions.map((session) => [
        session.key,
        countText(session.pairs, language),
        countText(session.matches, language),
        countText(session.iterations, language),
        say(`exports.identity.sessions.${stateOf(session)}`),
    ])
    const columns = [
        { title: say('exports.identity.column.key'), isFlexible: true },
        { title: say('exports.identity.column.pairs'), align: 'right' as const },
        { title: say('exports.identity.column.matches'), align: 'right' as const },
        { title: say('exports.identity.column.iterations'), align: 'right' as const },
        { title: say('exports.identity.column.state') },
    ]
    const { rounds, isSettled } = model
    const rest = say('cli.identity.train.rounds', { rounds, settled: isSettled ? 'yes' : 'no' })
    return [renderTable({ columns, rows, width, paint }), ...wrapText(rest, width)]
}

function stateOf({ isConverged, isUsed }: SessionCard): 'settled' | 'moving' | 'unused' {
    if (!isUsed) return 'unused'
    return isConverged ? 'settled' : 'moving'
}

/** The same for `--json`: of the values of records none but masked placeholders. */
export function lessonJson({ comparison, matching }: LearnedWeights, say: Say): unknown {
    const { records, pairs, keys, placeholders, model } = matching
    return {
        ...{ comparison, records, pairs, keys },
        placeholders: placeholders.map((one) => maskedOf(one, comparison)),
        model: modelJson(model, say),
    }
}

type TrainedFiles = {
    readonly model: { readonly path: string }
    readonly page: { readonly path: string } | null
    /** The command that takes the weights. */
    readonly command: string
}

/** The files that were written, and what takes them. */
export function trainedLines(
    { say }: Frame,
    { model, page, command }: TrainedFiles,
): readonly string[] {
    return [
        say('cli.identity.train.wrote', { file: model.path }),
        ...(page === null ? [] : [say('cli.identity.run.wrote_page', { file: page.path })]),
        say('cli.identity.train.next', { command }),
    ]
}
