import { join } from 'node:path'
import { cardsOfMonth, loadScorecards } from '#pipeline/load-scorecards.ts'
import type { CardsOfMonth } from '#scores/write-scores.ts'

const policies = join(import.meta.dirname, '../../policies')

/** The scorecards that come with Tong, as of their first month. */
export async function shippedCards(): Promise<CardsOfMonth> {
    const settings = { baseCurrency: 'CNY', ladders: [], firstClose: 202501 }
    const folders = { policies: join(policies, 'none') }
    const loaded = await loadScorecards({ policyRoots: [policies], folders, settings })
    return cardsOfMonth(loaded, 202501)
}
