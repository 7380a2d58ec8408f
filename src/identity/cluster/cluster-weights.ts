import { weightOfChance } from '../learn/match-model.ts'
import type { Comparison } from '../policy/identity-policy.ts'
import type { ClusterInput } from './scored-pairs.ts'

/**
 * The weights by which a comparison's thresholds cluster: a pair joins from `accept` on, and two
 * clusters stay apart where what lies between them would, as one pair, be rejected: Fellegi and
 * Sunter's third decision, below `review`. Uncertain is not rejected: as a member errs, it differs
 * from all others of its own cluster, too. Where people look at what is likelier the same only,
 * the whole evidence must not be against a join.
 */
export function clusterWeights({
    accept,
    review,
}: Comparison['thresholds']): Pick<ClusterInput, 'accept' | 'hold'> {
    return { accept: weightOfChance(accept), hold: Math.min(weightOfChance(review), 0) }
}
