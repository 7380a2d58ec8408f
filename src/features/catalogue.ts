import { partyMonths } from './catalogue/party-months.ts'
import type { Catalogue, Feature, FeatureTable } from './feature.ts'

/** The features by the table that holds them, in the order of its columns. */
const tables: Readonly<Record<FeatureTable, readonly Omit<Feature, 'table'>[]>> = {
    'features.party_months': partyMonths,
}

/** All features that Tong knows of a party, by id. */
export const catalogue: Catalogue = new Map(
    Object.entries(tables).flatMap(([table, features]) =>
        features.map((one) => [one.id, { ...one, table: table as FeatureTable }]),
    ),
)
