/** How many values of a field are held by so many records each. */
export type HolderCount = { readonly holders: number; readonly values: number }

/** Values of fewer holders are never placeholders: a family, a firm's staff may share them. */
const fewHolders = 30
/** A placeholder has more than eight times the holders of what nine tenths of rarer values have. */
const times = 8

/**
 * From how many holders on a value of a field is a placeholder: so frequent, measured by all rarer
 * values, that it cannot identify (a phone that an agent gave for 300 firms, a birth date of
 * 1900-01-01). Null where the field has none. What is merely frequent among frequent ones, as
 * some names are, is no placeholder; term frequencies deal with it.
 *
 * Counted by records: nine tenths of the records with rarer values hold one of at most an eighth
 * as many holders.
 */
export function placeholderHolders(counts: readonly HolderCount[]): number | null {
    const rising = counts.toSorted((one, other) => one.holders - other.holders)
    let rarer = 0
    for (const [place, { holders, values }] of rising.entries()) {
        const usual = holders < fewHolders ? null : usualHolders(rising.slice(0, place), rarer)
        if (usual !== null && holders > times * usual) return holders
        rarer += holders * values
    }
    return null
}

function usualHolders(rising: readonly HolderCount[], records: number): number | null {
    let held = 0
    for (const { holders, values } of rising) {
        held += holders * values
        if (held * 10 >= records * 9) return holders
    }
    return null
}
