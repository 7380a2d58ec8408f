import type { Feature } from '../feature.ts'
import { ordinary } from './kinds.ts'

/** A fifth of the population, 5 being the best; null outside it or where the value is unknown. */
const fifth = { ...ordinary, type: 'number', unit: 'level', absent: 'null' } as const

/** The features of `scores.rfm`, in the order of its columns. */
export const rfm: readonly Omit<Feature, 'table'>[] = [
    {
        ...fifth,
        id: 'recency_score',
        source: 'The fifth of the population by the recency that the scorecard names.',
    },
    {
        ...fifth,
        id: 'frequency_score',
        source: 'The fifth of the population by the frequency that the scorecard names.',
    },
    {
        ...fifth,
        id: 'monetary_score',
        source: 'The fifth of the population by the amount that the scorecard names.',
    },
    {
        ...fifth,
        id: 'rfm',
        unit: null,
        source: '100 times recency_score, 10 times frequency_score and monetary_score.',
    },
]
