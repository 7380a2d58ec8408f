import { behaviours } from './catalogue/behaviours.ts'
import { lifecycleStages } from './catalogue/lifecycle-stages.ts'
import { partyBalances } from './catalogue/party-balances.ts'
import { partyCompanies } from './catalogue/party-companies.ts'
import { partyDealings } from './catalogue/party-dealings.ts'
import { partyElsewhere } from './catalogue/party-elsewhere.ts'
import { partyFlows } from './catalogue/party-flows.ts'
import { partyHabits } from './catalogue/party-habits.ts'
import { partyHoldings } from './catalogue/party-holdings.ts'
import { partyLoans } from './catalogue/party-loans.ts'
import { partyMaturities } from './catalogue/party-maturities.ts'
import { partyMonths } from './catalogue/party-months.ts'
import { partyPeople } from './catalogue/party-people.ts'
import { partyRelations } from './catalogue/party-relations.ts'
import { partyToday } from './catalogue/party-today.ts'
import { rfm } from './catalogue/rfm.ts'
import { valueScores } from './catalogue/value-scores.ts'
import type { Catalogue, Feature, FeatureTable } from './feature.ts'

/** The features by the table that holds them, in the order of its columns. */
const tables: Readonly<Record<FeatureTable, readonly Omit<Feature, 'table'>[]>> = {
    'features.party_balances': partyBalances,
    'features.party_companies': partyCompanies,
    'features.party_dealings': partyDealings,
    'features.party_elsewhere': partyElsewhere,
    'features.party_flows': partyFlows,
    'features.party_habits': partyHabits,
    'features.party_holdings': partyHoldings,
    'features.party_loans': partyLoans,
    'features.party_maturities': partyMaturities,
    'features.party_months': partyMonths,
    'features.party_people': partyPeople,
    'features.party_relations': partyRelations,
    'features.party_today': partyToday,
    'scores.behaviours': behaviours,
    'scores.lifecycle_stages': lifecycleStages,
    'scores.rfm': rfm,
    'scores.value_scores': valueScores,
}

/** All features that Tong knows of a party, by id. */
export const catalogue: Catalogue = new Map(
    Object.entries(tables).flatMap(([table, features]) =>
        features.map((one) => [one.id, { ...one, table: table as FeatureTable }]),
    ),
)
