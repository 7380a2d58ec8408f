import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Feature } from '#features/feature.ts'

/** The feature of an id that a person wrote. Refuses with the nearest one where there is none. */
export function namedFeature(id: string): Feature {
    const feature = catalogue.get(id.trim())
    if (feature !== undefined) return feature
    const nearest = nearestName(id.trim(), catalogue.keys()) ?? 'none'
    return refuse('cli.feature_unknown', { feature: id, nearest })
}
