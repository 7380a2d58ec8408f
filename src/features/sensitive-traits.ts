/**
 * Traits that must not decide what a customer gets, though a bank may hold them. Which law says so
 * of each stands in docs/concepts/sensitive-traits.md.
 */
export const sensitiveTraits = [
    'age',
    'sex',
    'marital_status',
    'ethnic_group',
    'religion',
    'health',
] as const

/** What a sensitive feature tells of. */
export type SensitiveTrait = (typeof sensitiveTraits)[number]

const traitsByField: Readonly<Record<string, SensitiveTrait>> = {
    age: 'age',
    birth_date: 'age',
    ethnic_group: 'ethnic_group',
    health: 'health',
    marital_status: 'marital_status',
    religion: 'religion',
    sex: 'sex',
}

/** The sensitive trait that a field of a source contract tells of; null for all other fields. */
export function traitOfField(field: string): SensitiveTrait | null {
    return traitsByField[field] ?? null
}

/** What features are read for. */
export type Purpose = 'tier' | 'score' | 'pricing' | 'credit' | 'service' | 'segment'

/**
 * Whether sensitive features may be named for a purpose: never where something is decided about a
 * customer; in a segment, which only gathers people, by those who may see the trait.
 */
export function mayNameSensitive({
    purpose,
    maySeeSensitive,
}: {
    readonly purpose: Purpose
    readonly maySeeSensitive: boolean
}): boolean {
    return purpose === 'segment' && maySeeSensitive
}
