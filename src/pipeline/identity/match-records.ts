import { type LabelFigures, measureLabels } from '#identity/labels/measure-labels.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { type ClusteredRecords, clusterRecords } from './cluster-records.ts'
import { comparePairs } from './compare-pairs.ts'
import { learnWeights } from './learn-weights.ts'
import type { FieldFigures, MatchBase } from './match-base.ts'
import type { MatchingDesk } from './matching.ts'
import { type GivenLabels, placeLabels } from './place-labels.ts'
import { type KeyReport, proposePairs } from './propose-pairs.ts'
import { scorePairs } from './score-pairs.ts'
import { type Placeholder, writeForms } from './write-forms.ts'
import { type MatchedTable, writeRecords } from './write-records.ts'

/** What is compared, and by what. */
export type MatchingInput = {
    /** One table whose rows may be the same, or several; ids are unique in each. */
    readonly tables: readonly MatchedTable[]
    readonly comparison: Comparison
    /** Whether only rows of different tables may be the same. */
    readonly isLink: boolean
    /** Whether a record has one partner at most: of two tables in a link only. */
    readonly isOneToOne?: boolean
    /** What reviewers have said of pairs: it teaches, and holds in the clusters. */
    readonly labels?: GivenLabels | null
    /** Weights that were learned elsewhere; null or left out: they are learned here. */
    readonly weights?: MatchModel | null
    /** A whole number below 2^32: the same seed gives the same result. */
    readonly seed: number
    /**
     * Whose weights and frequencies are taken instead of learning: what later records of it are
     * matched by ({@link matchMore}) from scratch. Null: all is learned here.
     */
    readonly base?: MatchBase | null
}

/** What matching has found. Records are numbered from 0 by table and id. */
export type Matching = ClusteredRecords & {
    readonly records: number
    readonly pairs: number
    readonly model: MatchModel
    readonly keys: readonly KeyReport[]
    readonly placeholders: readonly Placeholder[]
    /** Frequencies of fields, by their place: they belong to the weights. */
    readonly fields: readonly FieldFigures[]
    /** How the model fares by the labels; null where none were given. */
    readonly labels: LabelFigures | null
}

/**
 * Finds which records of tables are the same: normal forms, pairs by blocking keys, levels, weights
 * without labels, clusters. What is found lies in tables below the folder of the desk, `records`
 * and `scored` among them. Throws Refusal: `identity.record_twice`, `identity.label_unknown`, and
 * what learning refuses.
 */
export async function matchRecords(desk: MatchingDesk, input: MatchingInput): Promise<Matching> {
    const {
        tables,
        comparison,
        isLink,
        isOneToOne = false,
        labels = null,
        seed,
        base = null,
    } = input
    desk.onStage('reading')
    const records = await writeRecords(desk, { tables, comparison })
    if (labels !== null) await placeLabels(desk, labels)
    const hasLabels = labels !== null
    desk.onStage('forms')
    const { placeholders, fields } = await writeForms(desk, { comparison, records, base })
    desk.onStage('blocking')
    const keys = await proposePairs(desk, { comparison, isLink, hasLabels, seed })
    desk.onStage('comparing')
    await comparePairs(desk, { comparison, hasLabels })
    desk.onStage('learning')
    const { weights = null } = input
    const model = base?.card.model ?? (await learnWeights(desk, { comparison, isLink, weights }))
    desk.onStage('scoring')
    const pairs = await scorePairs(desk, { comparison, model, fields })
    desk.onStage('clustering')
    const clustered = await clusterRecords(desk, { comparison, records, isOneToOne })
    const found = { records, pairs, model, keys, placeholders, fields, ...clustered }
    return { ...found, labels: hasLabels ? labelFigures(clustered, comparison) : null }
}

function labelFigures(
    { labelled, clustering: { cluster } }: ClusteredRecords,
    { thresholds }: Comparison,
): LabelFigures {
    const judged = labelled.map(({ left, right, weight, isSame }) => ({
        ...{ isSame, weight },
        isJoined: cluster[left] === cluster[right],
    }))
    return measureLabels(judged, {
        accept: weightOfChance(thresholds.accept),
        review: weightOfChance(thresholds.review),
    })
}
