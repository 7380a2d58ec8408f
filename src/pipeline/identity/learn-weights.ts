import { valueOrThrow } from '#domain/result.ts'
import { countCrossPairs } from '#identity/learn/draw-cross-pairs.ts'
import { fitModel, type Learning, learnModel } from '#identity/learn/learn-model.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import { type PatternCount, patternFields } from '#identity/learn/pattern.ts'
import { type Comparison, formatFieldForm } from '#identity/policy/identity-policy.ts'
import { type MatchingDesk, tableOf, workSideBySide } from './matching.ts'
import { countSurePairs, tableSizes } from './propose-pairs.ts'

/**
 * Learns the weights of a comparison from the patterns of its pairs; throws Refusal. Weights that
 * are given stay as they are, and only the share of pairs that match is estimated.
 */
export async function learnWeights(
    desk: MatchingDesk,
    { weights, ...wish }: LearningWish & { readonly weights: MatchModel | null },
): Promise<MatchModel> {
    const learning = await learningOf(desk, wish)
    return weights === null ? valueOrThrow(learnModel(learning)) : fitModel(weights, learning)
}

type LearningWish = { readonly comparison: Comparison; readonly isLink: boolean }

async function learningOf(
    desk: MatchingDesk,
    { comparison, isLink }: LearningWish,
): Promise<Learning> {
    const { fields, blocking, sure } = comparison
    const [counted, matches, sizes] = await workSideBySide(desk, [
        (lane) => countPatterns(lane, comparison),
        (lane) => countSurePairs(lane, { comparison, isLink }),
        tableSizes,
    ])
    const column = (name: string): readonly PatternCount[] =>
        counted.flatMap(({ pattern, counts }) => {
            const count = counts[name] ?? 0
            return count === 0 ? [] : [{ pattern, count }]
        })
    const records = sizes.reduce((sum, size) => sum + size, 0)
    return {
        fields: patternFields({ fields }),
        keys: blocking.map((forms, index) => ({
            key: forms.map(formatFieldForm).join(' + '),
            leaves: [...new Set(forms.map(({ field }) => field))],
            counts: column(`key_${index}`),
        })),
        random: column('drawn'),
        candidates: column('proposed'),
        labelled: column('labelled'),
        records,
        ...(isLink ? { pairs: countCrossPairs(sizes) } : {}),
        rules: matches === 0 ? null : { matches, recall: sure.recall },
    }
}

type CountedPattern = {
    readonly pattern: readonly number[]
    readonly counts: Readonly<Record<string, number>>
}

async function countPatterns(
    desk: MatchingDesk,
    { fields, blocking }: Comparison,
): Promise<readonly CountedPattern[]> {
    const { shared_bits } = desk.warehouse.dialect
    const levels = fields.map((_, place) => `l${place}`)
    const keys = blocking.map(
        (_, index) =>
            `count_if(apart = 0 and label is null and ` +
            `${shared_bits('keys', String(2 ** index))} <> 0) ` +
            `as key_${index}`,
    )
    // Of two who are surely different nobody learns how one person's records compare; what is known
    // of others for sure is not guessed.
    const proposed = 'count_if(apart = 0 and label is null and keys <> 0) as proposed'
    const labelled = 'count_if(label = 1) as labelled'
    const counts = ['sum(drawn) as drawn', proposed, labelled, ...keys]
    const rows = await desk.warehouse.rows(
        `select ${[...levels, ...counts].join(', ')} ` +
            `from ${tableOf(desk, 'patterns')} patterns group by ${levels.join(', ')}`,
    )
    return rows.map((row) => ({
        pattern: levels.map((name) => Number(row[name])),
        counts: Object.fromEntries(
            Object.entries(row).flatMap(([name, cell]) =>
                levels.includes(name) ? [] : [[name, Number(cell)] as const],
            ),
        ),
    }))
}
