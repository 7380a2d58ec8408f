import type { WeightCount } from '#identity/evaluate/estimate-figures.ts'
import { type MatchingDesk, tableOf } from './matching.ts'

/** Pairs that keys have proposed by keys and whole bits of weight; those kept apart left out. */
export async function countWeights(
    desk: MatchingDesk,
    { keys }: { readonly keys: number },
): Promise<readonly WeightCount[]> {
    const { shared_bits } = desk.warehouse.dialect
    const proposed = shared_bits('keys', String(2 ** keys - 1))
    const rows = await desk.warehouse.rows(
        `select keys, bits, count(*) as pairs from (
            select ${proposed} as keys, cast(floor(weight / 1000.0) as integer) as bits
            from ${tableOf(desk, 'scored')} scored where apart = 0
        ) weighed where keys <> 0 group by keys, bits order by keys, bits`,
    )
    return rows.map((row) => ({
        keys: Number(row.keys),
        bits: Number(row.bits),
        pairs: Number(row.pairs),
    }))
}
