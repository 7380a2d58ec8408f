import { nearestName } from '#domain/nearest-name.ts'
import type { ContractColumn } from './contract.ts'
import { type DraftNote, reason } from './draft.ts'
import { foldHeading, headingWords, sharedWords } from './draft-words.ts'

/** A column of a contract that the file does not have, and a heading that nobody knows. */
export type MappingPair = {
    readonly column: ContractColumn
    readonly heading: string
    /** Whether both stand at the same place. */
    readonly isSamePlace: boolean
    /** Share of the texts below the heading that the column accepts. */
    readonly fits: number
    /** Share of their values that the latest batch has in the column; null: nothing is there. */
    readonly known: number | null
}

/** A heading that is proposed as another name of a column, with what speaks for it. */
export type Mapping = {
    readonly column: string
    readonly heading: string
    /** 0 to 1. */
    readonly score: number
    readonly notes: readonly DraftNote[]
}

/** Fewer texts that fit, and it is another column. */
const fitsMin = 0.9
/** A name half alike, or half of the values known. */
const scoreMin = 0.4
/** Of a name, of known values, of the place. */
const weights = { name: 0.6, known: 0.3, place: 0.1 } as const

/**
 * Which headings stand for which columns: the pairs with most to say for them, each column and each
 * heading once. A pair needs a name that is alike or values that are known; types alone are none.
 */
export function proposeMappings(pairs: readonly MappingPair[]): readonly Mapping[] {
    const scored = pairs
        .filter(({ fits }) => fits >= fitsMin)
        .map(scorePair)
        .filter(({ score }) => score >= scoreMin)
        .toSorted((one, other) => other.score - one.score)
    const taken: Mapping[] = []
    for (const one of scored) {
        const isFree = taken.every(
            ({ column, heading }) => column !== one.column && heading !== one.heading,
        )
        if (isFree) taken.push(one)
    }
    return taken
}

function scorePair({ column, heading, isSamePlace, fits, known }: MappingPair): Mapping {
    const name = nameScore(column.name, heading)
    const hasKnown = known !== null && known > 0
    // Where nothing is there to compare with, the name has to carry what values would.
    const weight = known === null ? weights.name + weights.known : weights.name
    const score =
        name.score * weight +
        (known ?? 0) * (name.score > 0 ? weights.known : weights.name) +
        (isSamePlace ? weights.place : 0)
    const percent = (share: number): number => Math.round(share * 100)
    const notes = [
        ...(name.key === null ? [] : [reason(name.key, { heading, column: column.name })]),
        ...(hasKnown ? [reason('sources.map.known', { percent: percent(known) })] : []),
        ...(isSamePlace ? [reason('sources.map.place')] : []),
        reason('sources.map.fits', { percent: percent(fits) }),
    ]
    return { column: column.name, heading, score, notes }
}

function nameScore(
    column: string,
    heading: string,
): { readonly score: number; readonly key: string | null } {
    if (foldHeading(column) === foldHeading(heading)) return { score: 1, key: 'sources.map.same' }
    const words = sharedWords(headingWords(column), headingWords(heading))
    const isNear = isAbbreviation(column, heading) || nearestName(heading, [column]) !== null
    if (words >= 0.5) return { score: Math.max(words, isNear ? 0.8 : 0), key: 'sources.map.words' }
    if (isNear) return { score: 0.8, key: 'sources.map.near' }
    return words > 0 ? { score: words, key: 'sources.map.words' } : { score: 0, key: null }
}

const abbreviationLettersMin = 3

/** `freq` for frequency: the beginning of the other name. */
function isAbbreviation(one: string, other: string): boolean {
    const [short = '', long = ''] = [one, other]
        .map((name) => foldHeading(name).replaceAll('_', ''))
        .toSorted((left, right) => left.length - right.length)
    return short.length >= abbreviationLettersMin && long.startsWith(short)
}
