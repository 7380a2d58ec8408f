import { type RawBuilder, sql } from 'kysely'
import { catalogue } from '#features/catalogue.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { Feature } from '#features/feature.ts'
import type { AssignmentView } from './assignment-view.ts'

/** Who is looking. Only compliance may see what a confidential rule hides. */
export type Viewer = { readonly isCompliance: boolean }

/** Whoever is not known to be of compliance; reports and files are made for this one. */
export const anyone: Viewer = { isCompliance: false }

/** Whether this viewer may see of a party no more than the tier given. */
export function isWithheld(
    { restricted }: Pick<AssignmentView, 'restricted'>,
    { isCompliance }: Viewer,
): boolean {
    return restricted && !isCompliance
}

/**
 * The one place at which confidential rules hide: of a restricted assignment a viewer who is not
 * of compliance gets ladder, month, edition, the tier given and that it is restricted. Money is
 * withheld too: from it and the thresholds the tier earned would follow.
 */
export function withhold(view: AssignmentView, viewer: Viewer): AssignmentView {
    if (!isWithheld(view, viewer)) return view
    const { ladder, month, edition, tier, restricted } = view
    return { ladder, month, edition, ...nothingSaid, tier, restricted }
}

/** What a viewer may read of a party's features. */
export type OpenFacts = {
    readonly facts: Facts
    /** Sensitive traits among the features that this viewer is not shown, known or not. */
    readonly withheldTraits: readonly string[]
}

/**
 * The features that a viewer may read: hidden ones, which may not be told to the customer, and
 * sensitive traits are for compliance alone.
 */
export function openFacts(facts: Facts, { isCompliance }: Viewer): OpenFacts {
    if (isCompliance) return { facts, withheldTraits: [] }
    const names = Object.keys(facts)
    const withheldTraits = names.filter((name) => catalogue.get(name)?.sensitive)
    const open = names.filter((name) => {
        return catalogue.get(name)?.hidden !== true && !withheldTraits.includes(name)
    })
    return {
        facts: Object.fromEntries(open.map((name) => [name, facts[name] ?? null])),
        withheldTraits,
    }
}

/** Whether a viewer may see values of a feature at all, also of many parties together. */
export function maySee(
    { sensitive, hidden }: Pick<Feature, 'sensitive' | 'hidden'>,
    { isCompliance }: Viewer,
): boolean {
    return isCompliance || (sensitive === false && !hidden)
}

const nothingSaid = {
    measure: null,
    rawTier: null,
    route: null,
    earnedTier: null,
    earnedCause: null,
    cause: null,
    rule: null,
    belowCount: null,
    upCount: null,
    staleCount: null,
    closesSinceEntry: null,
    reviewsLeft: null,
    nextTier: null,
    nextGap: null,
    keepGap: null,
    near: null,
    qualifiedFor: null,
    assets: null,
} as const

/**
 * The rows of `alias`, a serving.assignments, that a viewer may count and rank by more than the
 * tier given: lists and totals that rest on anything else leave the others out.
 */
export function openRows(viewer: Viewer, alias: string): RawBuilder<boolean> {
    if (viewer.isCompliance) return sql<boolean>`true`
    return sql<boolean>`not ${sql.ref(`${alias}.restricted`)}`
}

/** A column of `alias` to sort or add up by: null where the viewer may not know it. */
export function openValue(
    viewer: Viewer,
    { alias, column }: { readonly alias: string; readonly column: 'measure' | 'assets' },
): RawBuilder<bigint | null> {
    const value = sql.ref<bigint | null>(`${alias}.${column}`)
    if (viewer.isCompliance) return value
    return sql`case when ${sql.ref(`${alias}.restricted`)} then null else ${value} end`
}
