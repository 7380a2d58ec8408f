import type { Month } from '#domain/month.ts'
import { readCloses } from '#serving/read-closes.ts'
import type { BankContext } from '../bank-context.ts'

/** The last month that is closed on a ladder of the bank; null: none is. */
export async function lastClosedMonth({
    db,
    settings,
}: Pick<BankContext, 'db' | 'settings'>): Promise<Month | null> {
    const closes = (await readCloses(db)).filter(({ ladder }) => settings.ladders.includes(ladder))
    return closes.length === 0 ? null : Math.max(...closes.map(({ month }) => month))
}
