import type { RecordKind } from '#pipeline/identity/bank-records.ts'
import { type MatchingStage, matchingStages } from '#pipeline/identity/matching.ts'
import type { Frame } from './run-command.ts'

/** Hears how far the matching of a bank is, and tells it. */
export type BankStages = {
    readonly onStage: (kind: RecordKind, stage: MatchingStage) => void
    readonly onDone: () => void
}

/**
 * Progress through all stages of persons and then of companies. It begins with the first of them:
 * building the records before has a line of its own. `weight` is its share where it is one of
 * several pieces of work.
 */
export function bankStages(
    { progress, say }: Pick<Frame, 'progress' | 'say'>,
    work: { readonly label: string; readonly weight?: number },
): BankStages {
    const total = 2 * matchingStages.length
    let isBegun = false
    return {
        onStage: (kind, stage) => {
            if (!isBegun) progress.begin({ ...work, total })
            isBegun = true
            const before = kind === 'person' ? 0 : matchingStages.length
            const at = before + matchingStages.indexOf(stage)
            progress.advance(at, say(`cli.identity.stage.${stage}`))
        },
        onDone: () => progress.advance(total),
    }
}
