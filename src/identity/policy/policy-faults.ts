import { nearestName } from '#domain/nearest-name.ts'
import { type Failure, failure, type Place } from '#domain/result.ts'
import type { Kind } from '../kind.ts'
import { type KindId, kindIds, kinds } from '../kinds.ts'
import type { ComparisonText, FieldText } from './policy-text.ts'

type Path = readonly (string | number)[]
type PlaceOf = (path: Path) => Place

/** What a schema cannot see in a comparison: names of what is not there, and contradictions. */
export function comparisonFaults(text: ComparisonText, placeOf: PlaceOf): readonly Failure[] {
    const { fields, blocking, sure, never, thresholds } = text
    const references = [
        ...keyEntries(blocking, ['blocking']),
        ...keyEntries(sure.rules, ['sure', 'rules']),
        ...(never ?? []).map((written, at) => ({ written, path: ['never', at] as Path })),
    ]
    const reversed =
        thresholds.review > thresholds.accept && thresholds.review < 1
            ? [failure('identity.thresholds_reversed', thresholds, placeOf(['thresholds']))]
            : []
    return [
        ...Object.entries(fields).flatMap(([id, field]) =>
            fieldFaults(field, { id, placeOf: (more) => placeOf(['fields', id, ...more]) }),
        ),
        ...references.flatMap(({ written, path }) =>
            referenceFaults(written, { fields, place: placeOf(path) }),
        ),
        ...reversed,
    ]
}

type Reference = { readonly written: string; readonly path: Path }

function keyEntries(lists: readonly (readonly string[])[], path: Path): readonly Reference[] {
    return lists.flatMap((list, at) =>
        list.map((written, inner) => ({ written, path: [...path, at, inner] })),
    )
}

/** The kind of a name; null for none. */
export function kindNamed(name: string): KindId | null {
    return kindIds.find((one) => one === name) ?? null
}

function fieldFaults(
    { kind: named, columns = [], levels = [] }: Partial<FieldText>,
    { id, placeOf }: { readonly id: string; readonly placeOf: PlaceOf },
): readonly Failure[] {
    if (named === undefined) return []
    const kindId = kindNamed(named)
    if (kindId === null) {
        const params = { field: id, found: named, ...hint(named, kindIds) }
        return [failure('identity.kind_unknown', params, placeOf(['kind']))]
    }
    const kind: Kind = kinds[kindId]
    const known = kind.levels.map((one) => one.id)
    const places = levels.map((one) => known.indexOf(one))
    const unfit = levels.flatMap((level, at) => {
        const place = placeOf(['levels', at])
        const order = places[at] ?? -1
        if (order < 0) {
            const params = { field: id, kind: kindId, found: level, ...hint(level, known) }
            return [failure('identity.level_unknown', params, place)]
        }
        if (places.indexOf(order) < at) {
            return [failure('identity.level_twice', { field: id, level }, place)]
        }
        const before = Math.max(-1, ...places.slice(0, at))
        if (before < order) return []
        const params = { field: id, level, before: known[before] ?? '', known: known.join(', ') }
        return [failure('identity.levels_order', params, place)]
    })
    if (columns.length <= kind.columnsMax) return unfit
    const params = { field: id, kind: kindId, max: kind.columnsMax, found: columns.length }
    return [...unfit, failure('identity.columns_many', params, placeOf(['columns']))]
}

function referenceFaults(
    written: string,
    { fields, place }: { readonly fields: ComparisonText['fields']; readonly place: Place },
): readonly Failure[] {
    const [field = '', form = '', ...more] = written.split('.')
    if (field === '' || form === '' || more.length > 0) {
        return [failure('identity.form_unreadable', { found: written }, place)]
    }
    const ids = Object.keys(fields)
    const named = fields[field]
    if (named === undefined) {
        const params = { found: field, written, ...hint(field, ids) }
        return [failure('identity.field_unknown', params, place)]
    }
    const kindId = kindNamed(named.kind ?? '')
    if (kindId === null) return []
    const forms: readonly string[] = kinds[kindId].forms
    if (forms.includes(form)) return []
    const params = { field, kind: kindId, found: form, ...hint(form, forms) }
    return [failure('identity.form_unknown', params, place)]
}

function hint(
    found: string,
    known: readonly string[],
): { readonly suggestion: string; readonly known: string } {
    return { suggestion: nearestName(found, known) ?? 'none', known: known.join(', ') }
}
