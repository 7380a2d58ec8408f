import type { Month } from '#domain/month.ts'
import { type Condition, featuresOf } from './condition.ts'
import type { Catalogue } from './feature.ts'
import type { Names } from './parse-names.ts'
import type { SensitiveTrait } from './sensitive-traits.ts'

/**
 * The ways of telling customers apart, each with cuts of its own: first those by what customers
 * are and do, then the lists that somebody has to work on.
 */
export const cutWays = [
    'value',
    'behaviour',
    'risk',
    'contribution',
    'wealth',
    'lifecycle',
    'party_kind',
    'age',
    'sex',
    'income',
    'occupation',
    'education',
    'spending_level',
    'region',
    'industry',
    'usage_habits',
    'usage_cycle',
    'price_sensitivity',
    'interests',
    'need',
    'importance',
    'company_size',
    'organisation',
    'credit_grade',
    'behaviour_kind',
    'potential',
    'activity',
    'near_threshold',
    'maturing',
    'large_flows',
    'dormant',
    'escaping',
    'newly_rich',
] as const
export type CutWay = (typeof cutWays)[number]

/** Lists of published closes, which a cut may point at instead of making them again. */
export const closeLists = ['near'] as const
export type CloseList = (typeof closeLists)[number]

/** What every cut says of itself, to people. */
export type CutHead = {
    /** Lower case with underscores; unique among all cuts. */
    readonly id: string
    readonly way: CutWay
    readonly name: Names
    /** What it is for, in one sentence. */
    readonly purpose: Names
}

/** Those of whom a condition is true. */
export type ConditionCut = CutHead & {
    readonly when: Condition
    /** A text or a yes or no that takes the cut apart into groups; null: it is one. */
    readonly by: string | null
}

/** Those on a list of a published close. */
export type ListCut = CutHead & { readonly list: CloseList }

/** A ready-made group of customers. */
export type Cut = ConditionCut | ListCut

/** What the shipped files of cuts are about. */
export const cutSubjects = ['business', 'profile', 'companies', 'lists'] as const
export type CutSubject = (typeof cutSubjects)[number]

/** One version of the ready-made cuts of one subject. */
export type CutFile = {
    readonly subject: CutSubject
    readonly version: string
    readonly name: Names
    /** The first month; the first version of all also serves the months before. */
    readonly effectiveFrom: Month
    /** The currency of all amounts: a bank that counts in another one has no use for them. */
    readonly currency: string
    readonly cuts: readonly Cut[]
}

/** The features that a cut reads, each once: those of its condition and what takes it apart. */
export function cutFeatures(cut: ConditionCut): readonly string[] {
    return [...new Set([...featuresOf(cut.when), ...(cut.by === null ? [] : [cut.by])])]
}

/** What of a cut is for the eyes of compliance alone. */
export type CutSecrets = {
    /** Sensitive traits that it tells of, each once. */
    readonly traits: readonly SensitiveTrait[]
    /** Whether it names a feature that the customer may not be told. */
    readonly isHidden: boolean
}

/** The sensitive traits and hidden features that membership of a cut would give away. */
export function cutSecrets(cut: Cut, catalogue: Catalogue): CutSecrets {
    const ids = 'list' in cut ? [] : cutFeatures(cut)
    const named = ids.flatMap((id) => catalogue.get(id) ?? [])
    const traits = named.flatMap(({ sensitive }) => (sensitive === false ? [] : [sensitive]))
    return { traits: [...new Set(traits)], isHidden: named.some(({ hidden }) => hidden) }
}

/** Whether a cut is for compliance alone, because it tells of a trait or of a hidden feature. */
export function isCutWithheld(cut: Cut, catalogue: Catalogue): boolean {
    const { traits, isHidden } = cutSecrets(cut, catalogue)
    return isHidden || traits.length > 0
}
