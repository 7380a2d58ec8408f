import type { Feature } from '../feature.ts'
import { ordinary } from './kinds.ts'

/** The feature of `scores.behaviours`. */
export const behaviours: readonly Omit<Feature, 'table'>[] = [
    {
        ...ordinary,
        id: 'behaviour_kind',
        type: 'text',
        unit: null,
        window: 'months_12',
        source: 'The first kind of the scorecard in force whose condition is true.',
        absent: 'null',
        values: ['steady', 'fast_growing', 'consuming', 'other'],
    },
]
