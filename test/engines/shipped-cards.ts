import { join } from 'node:path'
import { cardsOfMonth, loadScorecards } from '#pipeline/load-scorecards.ts'
import type { CardsOfMonth } from '#scores/write-scores.ts'

const policies = join(import.meta.dirname, '../../policies')

/** The scorecards that come with Tong, as of their first month. */
export async function shippedCards(): Promise<CardsOfMonth> {
    const settings = { baseCurrency: 'CNY', ladders: [], firstClose: 202501 }
    return cardsOfMonth(await loadScorecards({ policyRoots: [policies], settings }), 202501)
}
