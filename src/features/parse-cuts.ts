import type { Result } from '#domain/result.ts'
import { catalogue as shippedCatalogue } from './catalogue.ts'
import { type Cut, type CutFile, type CutHead, closeLists, cutSubjects, cutWays } from './cut.ts'
import type { Catalogue } from './feature.ts'
import { type ConditionRules, parseCondition, parseFeature } from './parse-condition.ts'
import { parseNames } from './parse-names.ts'
import {
    listOf,
    mapOf,
    monthIn,
    noteFault,
    parseWhole,
    readAt,
    textOf,
    wordOf,
    type YamlPart,
    type YamlParts,
} from './yaml-part.ts'

/** What a file of cuts is read against. */
export type CutRules = {
    /** Name of the file, for the places of faults. */
    readonly file: string
    /** The features that may be named; all that Tong knows where left out. */
    readonly catalogue?: Catalogue
}

/**
 * Reads one version of the ready-made cuts of a subject. Every fault comes back at once with line
 * and column, in the order of the file. A cut only gathers people, so sensitive traits may be
 * named; who may look at it is another question, which `cutSecrets` answers.
 */
export function parseCuts(text: string, given: CutRules): Result<CutFile> {
    const { file, catalogue = shippedCatalogue } = given
    return parseWhole(text, { file, parse: (whole) => parseFile(whole, catalogue) })
}

function parseFile(whole: YamlPart, catalogue: Catalogue): CutFile | null {
    const keys = mapOf(whole, {
        required: ['cuts', 'version', 'name', 'effective_from', 'currency', 'entries'],
    })
    if (keys === null) return null
    const subject = readAt(keys, 'cuts', (part) => wordOf(part, cutSubjects))
    const version = readAt(keys, 'version', textOf)
    const name = readAt(keys, 'name', parseNames)
    const effectiveFrom = readAt(keys, 'effective_from', monthIn)
    const currency = readAt(keys, 'currency', currencyOf)
    // Without the currency every amount would seem to be in a wrong one.
    const cuts = currency === null ? null : readAt(keys, 'entries', cutsIn({ catalogue, currency }))
    if (subject === null || version === null || name === null) return null
    if (effectiveFrom === null || currency === null || cuts === null) return null
    return { subject, version, name, effectiveFrom, currency, cuts }
}

function currencyOf(part: YamlPart): string | null {
    const code = textOf(part)
    if (code === null || /^[A-Z]{3}$/.test(code)) return code
    return noteFault(part, 'features.currency_unfit', { found: code })
}

type CutsIn = { readonly catalogue: Catalogue; readonly currency: string }

/** Reads a list of cuts, each id once. */
function cutsIn({ catalogue, currency }: CutsIn): (part: YamlPart) => readonly Cut[] | null {
    const rules = {
        catalogue,
        baseCurrency: currency,
        purpose: 'segment',
        maySeeSensitive: true,
    } as const
    return (part) => {
        const seen = new Set<string>()
        const cuts = listOf(part)?.map((one) => {
            const cut = parseCut(one, rules)
            if (cut === null) return null
            if (seen.has(cut.id)) return noteFault(one, 'features.cut_twice', { cut: cut.id })
            seen.add(cut.id)
            return cut
        })
        return cuts?.filter((cut) => cut !== null) ?? null
    }
}

function parseCut(part: YamlPart, rules: ConditionRules): Cut | null {
    const keys = mapOf(part, {
        required: ['id', 'way', 'name', 'purpose'],
        optional: ['when', 'by', 'list'],
    })
    if (keys === null) return null
    const head = parseHead(keys)
    const [when, by, list] = [keys.get('when'), keys.get('by'), keys.get('list')]
    if ((when === undefined) === (list === undefined) || (by !== undefined && list !== undefined)) {
        return noteFault(part, 'features.cut_unclear')
    }
    if (list !== undefined) {
        const named = wordOf(list, closeLists)
        return head === null || named === null ? null : { ...head, list: named }
    }
    const condition = when === undefined ? null : parseCondition(when, rules)
    const group = by === undefined ? null : parseGroup(by, rules)
    if (head === null || condition === null || (by !== undefined && group === null)) return null
    return { ...head, when: condition, by: group }
}

function parseHead(keys: YamlParts): CutHead | null {
    const id = readAt(keys, 'id', idOf)
    const way = readAt(keys, 'way', (part) => wordOf(part, cutWays))
    const name = readAt(keys, 'name', parseNames)
    const purpose = readAt(keys, 'purpose', parseNames)
    if (id === null || way === null || name === null || purpose === null) return null
    return { id, way, name, purpose }
}

function idOf(part: YamlPart): string | null {
    const id = textOf(part)
    if (id === null || /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(id)) return id
    return noteFault(part, 'features.cut_id_unfit', { found: id })
}

/** Amounts, numbers and dates have too many values to be groups. */
function parseGroup(part: YamlPart, rules: ConditionRules): string | null {
    const feature = parseFeature(part, rules)
    if (feature === null) return null
    if (feature.type === 'text' || feature.type === 'boolean') return feature.id
    return noteFault(part, 'features.cut_by_unfit', { feature: feature.id })
}
