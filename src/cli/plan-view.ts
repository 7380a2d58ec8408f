import type { PlannedStep } from '#pipeline/run-bank.ts'
import type { Frame } from './run-command.ts'

/** A plan as data: each step, its key, what it reads, and whether its snapshot is there. */
export function planJson(steps: readonly PlannedStep[]): unknown {
    return steps.map(({ id, key, needs, isBuilt }) => ({ step: id, key, needs, isBuilt }))
}

/** A plan to read. */
export function planText({ say }: Frame, steps: readonly PlannedStep[]): string {
    if (steps.length === 0) return say('cli.plan.nothing')
    const build = steps.filter(({ isBuilt }) => !isBuilt).length
    const lines = steps.map(({ id, key, isBuilt }) =>
        say(isBuilt ? 'cli.plan.reuse' : 'cli.plan.build', { step: id, key: key.slice(0, 8) }),
    )
    return [...lines, say('cli.plan.total', { build, reuse: steps.length - build })].join('\n')
}
