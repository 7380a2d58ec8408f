/** A labelled pair with what came out of it. */
export type JudgedLabel = {
    readonly isSame: boolean
    /** The weight that was learned, in thousandths of a bit, the label left aside. */
    readonly weight: number
    /** Whether the two are in one cluster in the end. */
    readonly isJoined: boolean
}

/** How labelled pairs fare from a weight on. */
export type LabelCount = {
    /** Pairs that are the same, and how many of them weigh as much. */
    readonly same: number
    readonly found: number
    /** Pairs that are different, and how many of them weigh as much all the same. */
    readonly different: number
    readonly wrong: number
}

/** What labels say of a model, and what became of them. */
export type LabelFigures = {
    readonly accept: LabelCount
    readonly review: LabelCount
    /** Labels that the clusters do not follow: something that is surely so speaks against them. */
    readonly unfollowed: number
}

/** Measures a model by labels, at the weights from which on pairs are joined and looked at. */
export function measureLabels(
    labels: readonly JudgedLabel[],
    { accept, review }: { readonly accept: number; readonly review: number },
): LabelFigures {
    return {
        accept: countFrom(labels, accept),
        review: countFrom(labels, review),
        unfollowed: labels.filter(({ isSame, isJoined }) => isSame !== isJoined).length,
    }
}

function countFrom(labels: readonly JudgedLabel[], least: number): LabelCount {
    const same = labels.filter(({ isSame }) => isSame)
    const different = labels.filter(({ isSame }) => !isSame)
    const heavy = (some: readonly JudgedLabel[]): number =>
        some.filter(({ weight }) => weight >= least).length
    return {
        same: same.length,
        found: heavy(same),
        different: different.length,
        wrong: heavy(different),
    }
}
