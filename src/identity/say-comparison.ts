import type { Say } from '#domain/say.ts'
import type { KindId } from './kinds.ts'

/** What a kind of value is called. */
export function sayKind(kind: KindId, say: Say): string {
    return say(`identity.kind.${kind}`)
}

/** What it is called when two values agree on a level, such as 拼音相同. */
export function sayLevel(level: string, say: Say): string {
    return say(`identity.level.${level}`)
}
