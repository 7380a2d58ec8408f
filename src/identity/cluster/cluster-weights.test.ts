import { describe, expect, it } from 'vitest'
import { clusterWeights } from './cluster-weights.ts'

/** log2 of the odds of a chance, in thousandths of a bit. */
const weight = (chance: number): number => Math.round(1000 * Math.log2(chance / (1 - chance)))

describe('the weights by which thresholds cluster', () => {
    it.each([
        { accept: 0.95, review: 0.5, hold: 0 },
        { accept: 0.5, review: 0.1, hold: weight(0.1) },
        // Who looks only at what is likely still asks that the whole is not against a join.
        { accept: 0.99, review: 0.9, hold: 0 },
        { accept: 0.2, review: 0.2, hold: weight(0.2) },
    ])('accept $accept, review $review', ({ accept, review, hold }) => {
        expect(clusterWeights({ accept, review })).toEqual({ accept: weight(accept), hold })
        expect(hold).toBeLessThanOrEqual(weight(accept))
    })
})
