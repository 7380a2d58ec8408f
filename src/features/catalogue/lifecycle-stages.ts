import type { Feature } from '../feature.ts'
import { managementModes, stageReasons, stages } from '../stage-words.ts'
import { kind, known } from './kinds.ts'

/** The features of `scores.lifecycle_stages`, in the order of its columns. */
export const lifecycleStages: readonly Omit<Feature, 'table'>[] = [
    {
        ...kind,
        id: 'lifecycle_stage',
        source: 'The first stage that fits by the policy, which goes on from the month before.',
        values: stages,
    },
    {
        ...known,
        id: 'lifecycle_since_month',
        unit: null,
        window: 'life',
        source: 'The month (yyyymm) in which the present stage began.',
    },
    {
        ...kind,
        id: 'lifecycle_reason',
        source: 'What makes it that stage; the stage is kept while assets are unknown.',
        values: stageReasons,
    },
    {
        ...kind,
        id: 'management_mode',
        source: 'How the policy says to manage parties of the stage.',
        values: managementModes,
    },
]
