import type { Feature } from '../feature.ts'
import { ordinary } from './kinds.ts'

/** Points from 0 to 100; null outside the population or where too little is known. */
const points = {
    ...ordinary,
    type: 'number',
    unit: 'points',
    window: 'months_12',
    absent: 'null',
} as const

/** The share of a score's weight that is known. */
const present = { ...points, unit: 'share' } as const

/** The features of `scores.value_scores`, in the order of its columns. */
export const valueScores: readonly Omit<Feature, 'table'>[] = [
    {
        ...points,
        id: 'loyalty_score',
        source: 'Weighted mean of the loyalty features on their scales, by its scorecard.',
    },
    {
        ...present,
        id: 'loyalty_weight_present',
        source: 'Weight of the loyalty features that are known, as a share of all of them.',
    },
    {
        ...points,
        id: 'spending_score',
        source: 'Weighted mean of the spending features on their scales, by its scorecard.',
    },
    {
        ...present,
        id: 'spending_weight_present',
        source: 'Weight of the spending features that are known, as a share of all of them.',
    },
    {
        ...points,
        id: 'credit_score',
        source: 'Weighted mean of the credit features on their scales, by its scorecard.',
    },
    {
        ...present,
        id: 'credit_weight_present',
        source: 'Weight of the credit features that are known, as a share of all of them.',
    },
    {
        ...points,
        id: 'value_score',
        source: 'Weighted mean of loyalty, spending and credit, by the scorecard in force.',
    },
    {
        ...present,
        id: 'value_weight_present',
        source: 'Weight of the features behind the parts that have a score, as a share of all.',
    },
    {
        ...ordinary,
        id: 'value_band',
        type: 'text',
        unit: null,
        window: 'months_12',
        source: 'The band of value_score, by the bounds of the scorecard in force.',
        absent: 'null',
        values: ['high', 'middle', 'ordinary'],
    },
]
