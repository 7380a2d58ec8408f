import type { Say } from '#domain/say.ts'
import { countText, shareText } from '#exports/number-text.ts'
import type { MatchModel, ModelWarning, WeighedField } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { sayKind, sayLevel } from '#identity/say-comparison.ts'
import { sayWarning } from '#identity/say-warning.ts'
import type { FoundFigures } from '#pipeline/identity/count-found.ts'
import type { Matching } from '#pipeline/identity/match-records.ts'
import type { Placeholder } from '#pipeline/identity/write-forms.ts'
import type { NamedTable } from '../identity-tables.ts'
import type { Frame } from '../run-command.ts'
import { maskedPlaceholder } from './masked-placeholder.ts'
import { type Cell, renderTable } from './table.ts'
import { wrapText } from './text-fit.ts'

/** What became of records and pairs, as counts, and how many pairs keys proposed in all. */
export type MatchingFigures = FoundFigures & { readonly pairs: number }

/** The files that were written; null where none was asked for. */
export type WrittenFiles = {
    readonly clusters: string | null
    readonly pairs: string | null
    readonly page: string | null
    /** The folder of what later records are matched with. */
    readonly base: string | null
    readonly pairsWritten: number
    /** The chance from which on pairs are written. */
    readonly leastWritten: number
}

/** What a run has found, with what it was asked. */
export type FoundMatches = {
    readonly matching: Matching
    readonly comparison: Comparison
    /** The policy file; null: the comparison was drafted. */
    readonly policy: string | null
    /** The file that the weights come from; null: they were learned here. */
    readonly weightsFrom: string | null
    readonly figures: MatchingFigures
    readonly written: WrittenFiles
    readonly tables: readonly NamedTable[]
    /** The heading of the ids of each table. */
    readonly ids: readonly string[]
    readonly isLink: boolean
}

/** All of it for `--json`: of the values of records none but masked placeholders. */
export function matchingJson(found: FoundMatches, say: Say): unknown {
    const { matching, comparison, policy, weightsFrom, figures, written, ...asked } = found
    const { tables, ids, isLink } = asked
    const { keys, model, placeholders, clustering, labels, oneToOne } = matching
    return {
        inputs: tables.map(({ path, rows, broken }, place) => ({
            ...{ file: path, rows, broken, id: ids[place] },
        })),
        ...{ policy, weightsFrom, comparison, isLink, figures },
        difficultComponents: clustering.difficult,
        oneToOne:
            oneToOne === null ? null : { exact: oneToOne.exact, approximate: oneToOne.approximate },
        labels,
        keys,
        placeholders: placeholders.map((one) => maskedOf(one, comparison)),
        model: modelJson(model, say),
        written,
    }
}

/** A model for `--json`, its doubts in sentences, too. */
export function modelJson(model: MatchModel, say: Say): unknown {
    const warnings = model.warnings.map((one) => ({ ...one, sentence: sayWarning(one, say) }))
    return { ...model, warnings }
}

/** All of it for people: what was found, by what, what the weights are, what to doubt. */
export function matchingText(frame: Frame, found: FoundMatches): string {
    const { paint, say } = frame
    const { matching, comparison } = found
    const parts = [
        [paint('strong', say('cli.identity.run.title', titleParams(found)))],
        figureLines(frame, found),
        inputNotes(frame, found),
        weightsFromLines(frame, found.weightsFrom),
        weightLines(frame, { fields: matching.model.fields, comparison }),
        placeholderLines(frame, found),
        keyLines(frame, found),
        oneToOneLines(frame, found),
        labelLines(frame, found),
        warningLines(frame, matching.model),
        writtenLines(frame, found),
    ]
    return joinParts(parts)
}

/** Parts of an answer with a blank line between them; empty ones are left out. */
export function joinParts(parts: readonly (readonly string[])[]): string {
    return parts
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')
}

/** What is doubtful in a model, a sentence each. */
export function warningLines(
    { paint, say, width }: Frame,
    { warnings }: Pick<MatchModel, 'warnings'>,
): readonly string[] {
    return warningSentences(warnings, say)
        .flatMap((sentence) => wrapText(`! ${sentence}`, width))
        .map((line) => paint('down', line))
}

/** Levels that nothing was found on are told field by field: a policy may name many of them. */
function warningSentences(warnings: readonly ModelWarning[], say: Say): readonly string[] {
    const unseen = new Map<string, readonly string[]>()
    for (const one of warnings) {
        if (one.kind !== 'level_unseen') continue
        unseen.set(one.field, [...(unseen.get(one.field) ?? []), sayLevel(one.level, say)])
    }
    return [
        ...warnings
            .filter(({ kind }) => kind !== 'level_unseen')
            .map((one) => sayWarning(one, say)),
        ...[...unseen].map(([field, levels]) => {
            const params = { field, levels: levels.join(' · '), count: levels.length }
            return say('cli.identity.run.unseen', params)
        }),
    ]
}

function titleParams({ figures, tables }: FoundMatches): Record<string, number> {
    const { records, clusters } = figures
    return { records, clusters, tables: tables.length }
}

function figureLines(frame: Frame, { figures, comparison }: FoundMatches): readonly string[] {
    const pairs = [frame.say('cli.identity.figure.pairs'), figures.pairs] as const
    const found = foundRows(frame, { figures, comparison })
    return [figureTable(frame, [...found.records, pairs, ...found.pairs])]
}

/** What is counted, and how many there are. */
export type FigureRow = readonly [what: string, count: number]

/** What became of records, and what of pairs. */
export function foundRows(
    { say }: Pick<Frame, 'say'>,
    {
        figures,
        comparison: { thresholds },
    }: { readonly figures: FoundFigures; readonly comparison: Comparison },
): { readonly records: readonly FigureRow[]; readonly pairs: readonly FigureRow[] } {
    return {
        records: [
            [say('cli.identity.figure.records'), figures.records],
            [say('cli.identity.figure.clusters'), figures.clusters],
            [say('cli.identity.figure.shared'), figures.recordsInShared],
            [say('cli.identity.figure.largest'), figures.largestCluster],
        ],
        pairs: [
            [say('cli.identity.figure.joined', { accept: thresholds.accept }), figures.joined],
            [say('cli.identity.figure.apart'), figures.keptApart],
            [say('cli.identity.figure.review', thresholds), figures.toReview],
        ],
    }
}

/** Figures below one another. */
export function figureTable(
    { language, paint, width }: Frame,
    figures: readonly FigureRow[],
): string {
    const rows = figures.map(([what, count]) => [what, countText(count, language)] as const)
    const columns = [{ title: '' }, { title: '', align: 'right' as const }]
    return renderTable({ columns, rows, width, paint })
}

/** By what was compared, and what is doubtful in how the tables were read. */
export function inputNotes(
    { say, width }: Frame,
    found: Pick<FoundMatches, 'comparison' | 'policy' | 'tables'>,
): readonly string[] {
    const { comparison, policy, tables } = found
    const fields = comparison.fields.map(({ id }) => id).join(', ')
    const by =
        policy === null
            ? say('cli.identity.run.by_draft', { fields })
            : say('cli.identity.run.by_policy', { comparison: comparison.id, policy, fields })
    const notes = tables.flatMap((table) =>
        table.notes
            .filter(({ isDoubt }) => isDoubt)
            .map(({ key, params }) => `! ${table.path}: ${say(key, params)}`),
    )
    return [by, ...notes].flatMap((line) => wrapText(line, width))
}

/** The file that the weights come from; nothing where they were learned here. */
export function weightsFromLines(
    { say, width }: Frame,
    weightsFrom: string | null,
): readonly string[] {
    if (weightsFrom === null) return []
    return wrapText(say('cli.identity.run.weights_from', { file: weightsFrom }), width)
}

const barWidth = { against: 10, for: 20 } as const

type Weights = { readonly fields: readonly WeighedField[]; readonly comparison: Comparison }

/** Levels field by field with a bar from a middle line: what speaks against, what speaks for. */
export function weightLines(frame: Frame, { fields, comparison }: Weights): readonly string[] {
    const { paint, say, width } = frame
    const weights = fields.flatMap(({ levels }) => levels.map(({ weight }) => weight))
    const scale = Math.max(
        ...weights.map((weight) => weight / barWidth.for),
        ...weights.map((weight) => -weight / barWidth.against),
        1,
    )
    const rows = fields.flatMap(({ id, levels }): readonly (readonly Cell[])[] => {
        const kind = comparison.fields.find((field) => field.id === id)?.kind
        const named = kind === undefined ? '' : ` (${sayKind(kind, say)})`
        return [
            [{ text: `${id}${named}`, tone: 'accent' }, levels.some(isSeen) ? '' : '–', ''],
            ...levels.filter(isSeen).map((level): readonly Cell[] => [
                `  ${sayLevel(level.id, say)}`,
                // Adding zero turns −0 into 0.
                (Math.round(level.weight / 100) / 10 + 0).toFixed(1),
                {
                    text: weightBar(level.weight, scale),
                    tone: level.weight < 0 ? 'down' : 'up',
                },
            ]),
        ]
    })
    const columns = [
        { title: say('cli.identity.column.level'), isFlexible: true },
        { title: say('cli.identity.column.bits'), align: 'right' as const },
        { title: '' },
    ]
    const note = wrapText(say('cli.identity.run.bits'), width).map((line) => paint('soft', line))
    return [renderTable({ columns, rows, width, paint }), ...note]
}

/** What was never seen weighs nothing, and so does what says nothing. */
function isSeen({ weight }: { readonly weight: number }): boolean {
    return weight !== 0
}

/** A bar from a middle line: what speaks against, what speaks for; `scale` is one character. */
export function weightBar(weight: number, scale: number): string {
    const length = Math.round(Math.abs(weight) / scale)
    const left = weight < 0 ? '━'.repeat(length).padStart(barWidth.against) : ''
    const right = weight > 0 ? '━'.repeat(length) : ''
    return `${left.padStart(barWidth.against)}│${right}`
}

/** A placeholder as people may see it. */
export function maskedOf(
    { field, value, holders }: Placeholder,
    { fields }: Comparison,
): Placeholder {
    const kind = fields.find(({ id }) => id === field)?.kind ?? 'text'
    return { field, value: maskedPlaceholder(value, kind), holders }
}

const placeholdersShown = 10

/** Values that were taken for unknown, the most frequent ones, masked. */
export function placeholderLines(
    { language, say, width }: Frame,
    found: { readonly comparison: Comparison; readonly matching: Pick<Matching, 'placeholders'> },
): readonly string[] {
    const { comparison, matching } = found
    const { placeholders } = matching
    if (placeholders.length === 0) return []
    const most = placeholders.toSorted((one, other) => other.holders - one.holders)
    const shown = most.slice(0, placeholdersShown).map((one) => {
        const { field, value, holders } = maskedOf(one, comparison)
        return `  ${field} ${value}: ${countText(holders, language)}`
    })
    const title = say('cli.identity.run.placeholders', { count: placeholders.length })
    return [...wrapText(title, width), ...shown]
}

/** Keys that leave values out which too many records share. */
export function keyLines(
    { say, width }: Frame,
    { matching }: { readonly matching: Pick<Matching, 'keys'> },
): readonly string[] {
    return matching.keys
        .filter(({ skippedValues }) => skippedValues > 0)
        .flatMap(({ key, skippedValues, skippedRecords }) => {
            const params = { key, values: skippedValues, records: skippedRecords }
            return wrapText(`! ${say('cli.identity.run.skipped', params)}`, width)
        })
}

/** Whether one-to-one links are the best there are; nothing where they were not asked for. */
function oneToOneLines({ say, width }: Frame, { matching }: FoundMatches): readonly string[] {
    if (matching.oneToOne === null) return []
    const { exact, approximate } = matching.oneToOne
    return wrapText(say('cli.identity.run.one_to_one_found', { exact, approximate }), width)
}

/** What reviewers' labels say of the model, and whether the clusters follow them. */
export function labelLines(
    { say, width }: Frame,
    found: Pick<FoundMatches, 'comparison' | 'matching'>,
): readonly string[] {
    const { labels } = found.matching
    if (labels === null) return []
    const { accept, review } = found.comparison.thresholds
    return [
        say('cli.identity.run.labelled', { from: accept, ...labels.accept }),
        say('cli.identity.run.labelled', { from: review, ...labels.review }),
        say('cli.identity.run.labels_followed', { count: labels.unfollowed }),
    ].flatMap((line) => wrapText(line, width))
}

/** What was written, a line each. */
export function writtenLines(
    { language, say }: Pick<Frame, 'language' | 'say'>,
    { written }: { readonly written: WrittenFiles },
): readonly string[] {
    const { clusters, pairs, page, base, pairsWritten, leastWritten } = written
    const least = shareText(leastWritten, language)
    return [
        ...(clusters === null ? [] : [say('cli.identity.run.wrote_clusters', { file: clusters })]),
        ...(pairs === null
            ? []
            : [say('cli.identity.run.wrote_pairs', { file: pairs, pairs: pairsWritten, least })]),
        ...(page === null ? [] : [say('cli.identity.run.wrote_page', { file: page })]),
        ...(base === null ? [] : [say('cli.identity.run.wrote_base', { folder: base })]),
    ]
}
