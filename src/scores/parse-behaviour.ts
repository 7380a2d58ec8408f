import { type ConditionRules, parseCondition } from '#features/parse-condition.ts'
import { listOf, mapOf, readAt, wordOf, type YamlPart } from '#features/yaml-part.ts'
import { allOrNone, type CardParts } from './card-part.ts'
import { type BehaviourCard, behaviourKinds, type CardHead } from './scorecard.ts'

/** Reads what a behaviour card has beside its head. A kind may have several conditions. */
export function parseBehaviour({
    keys,
    rules,
}: CardParts): Omit<BehaviourCard, keyof CardHead> | null {
    const kinds = allOrNone(readAt(keys, 'kinds', listOf)?.map((one) => parseKind(one, rules)))
    return kinds === null ? null : { scorecard: 'behaviour', kinds }
}

function parseKind(part: YamlPart, rules: ConditionRules): BehaviourCard['kinds'][number] | null {
    const keys = mapOf(part, { required: ['kind', 'when'] })
    const kind = readAt(keys, 'kind', (named) => wordOf(named, behaviourKinds))
    const when = readAt(keys, 'when', (asked) => parseCondition(asked, rules))
    return kind === null || when === null ? null : { kind, when }
}
