import { type Stage, stages } from '#features/stage-words.ts'

const awake = ['declining', 'growing', 'stable'] as const

/**
 * Which stage may follow which from one month to the next; the first month of a party may be any.
 * Everything else is a bug: only whoever had no account yet, or is new, can be new, only whoever
 * was away can be won back, and nobody goes back to before the first account.
 */
export const stageTransitions: Readonly<Record<Stage, readonly Stage[]>> = {
    potential: ['potential', 'lost', 'new'],
    lost: ['lost', 'dormant', 'won_back', ...awake],
    dormant: ['lost', 'dormant', 'won_back', ...awake],
    won_back: ['lost', 'dormant', 'won_back', ...awake],
    new: ['lost', 'dormant', 'new', ...awake],
    declining: ['lost', 'dormant', ...awake],
    growing: ['lost', 'dormant', ...awake],
    stable: ['lost', 'dormant', ...awake],
}

/** Whether a stage may follow another; a party without one before may be in any. */
export function mayFollow(before: Stage | null, after: Stage): boolean {
    return before === null || stageTransitions[before].includes(after)
}

/** The pairs that are bugs, as SQL that is true where a row has none of them. */
export function writeTransitionLaw(): string {
    const cases = stages.map((before) => {
        const after = stageTransitions[before].map((stage) => `'${stage}'`).join(', ')
        return `when '${before}' then stage in (${after})`
    })
    return `case stage_before ${cases.join(' ')} else true end`
}
