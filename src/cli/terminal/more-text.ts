import { changedSince, isMuchChanged, mostChanged } from '#pipeline/identity/bank-bases.ts'
import type { FoundFigures } from '#pipeline/identity/count-found.ts'
import type { MatchBase } from '#pipeline/identity/match-base.ts'
import type { MatchedMore } from '#pipeline/identity/match-more.ts'
import type { Frame } from '../run-command.ts'
import {
    type FigureRow,
    figureTable,
    foundRows,
    joinParts,
    keyLines,
    maskedOf,
    placeholderLines,
    type WrittenFiles,
    writtenLines,
} from './matching-text.ts'
import { wrapText } from './text-fit.ts'

/** What came of new records beside a base. */
export type FoundMore = {
    readonly base: MatchBase
    /** The folder as the user named it. */
    readonly from: string
    readonly more: MatchedMore
    readonly figures: FoundFigures
    readonly written: WrittenFiles
}

/** All of it for `--json`: of the values of records none but masked placeholders. */
export function moreJson({ base, from, more, figures, written }: FoundMore): unknown {
    const { comparison, whole, changed } = base.card
    const { counts, pairs, keys, placeholders } = more
    return {
        base: { folder: from, comparison: comparison.id, whole, changed },
        ...{ counts, figures: { ...figures, pairs }, keys },
        placeholders: placeholders.map((one) => maskedOf(one, comparison)),
        written,
    }
}

/** All of it for people. */
export function moreText(frame: Frame, found: FoundMore): string {
    const { paint, say, width } = frame
    const { base, figures, more } = found
    const { counts } = more
    const { comparison, whole } = base.card
    const title = say('cli.identity.more.title', {
        ...{ records: figures.records, clusters: figures.clusters },
    })
    const doubts = [
        ...(counts.unknown > 0
            ? [say('cli.identity.more.unknown', { count: counts.unknown })]
            : []),
        ...(isMuchChanged(base, counts)
            ? [
                  say('cli.identity.more.old', {
                      ...{ changed: changedSince(base, counts), whole, share: mostChanged },
                  }),
              ]
            : []),
    ].flatMap((sentence) => wrapText(`! ${sentence}`, width))
    const by = say('cli.identity.more.by', { folder: found.from, comparison: comparison.id })
    return joinParts([
        [paint('strong', title)],
        [figureTable(frame, figureRows(frame, found))],
        wrapText(by, width),
        placeholderLines(frame, { comparison, matching: more }),
        keyLines(frame, { matching: more }),
        doubts.map((line) => paint('down', line)),
        writtenLines(frame, found),
    ])
}

function figureRows(frame: Frame, { base, figures, more }: FoundMore): readonly FigureRow[] {
    const { say } = frame
    const { counts } = more
    const found = foundRows(frame, { figures, comparison: base.card.comparison })
    return [
        [say('cli.identity.more.added'), counts.added],
        [say('cli.identity.more.changed'), counts.changed],
        [say('cli.identity.more.unchanged'), counts.unchanged],
        [say('cli.identity.more.removed'), counts.removed],
        [say('cli.identity.more.pairs'), more.pairs],
        ...found.records,
        ...found.pairs,
    ]
}
