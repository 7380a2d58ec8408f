/**
 * What a person decided about records: that those of both sides are one (`together`), or that no
 * record of one side is one with any of the other (`apart`).
 */
export type Decision = {
    /** Counts up with time: of two that speak of the same pair the later one holds. */
    readonly no: number
    readonly kind: DecisionKind
    /** Record ids of both sides, each side with one or more, none on both. */
    readonly left: readonly bigint[]
    readonly right: readonly bigint[]
    /** The decision that took it back; null: none did. */
    readonly undoneBy: number | null
}

/** Kinds of {@link Decision}. */
export const decisionKinds = ['together', 'apart'] as const
/** One of {@link decisionKinds}. */
export type DecisionKind = (typeof decisionKinds)[number]

/** Two records. */
export type RecordIds = readonly [one: bigint, other: bigint]

/** What holds of all decisions together. */
export type Standing = {
    /** Records that are one, by pairs that connect them. */
    readonly together: readonly RecordIds[]
    /** Records that must not be in one party. */
    readonly apart: readonly RecordIds[]
    /** Decisions to join that another one keeps from acting, with that one. */
    readonly heldBack: readonly { readonly no: number; readonly by: number }[]
}
