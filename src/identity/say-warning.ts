import type { Say } from '#domain/say.ts'
import type { ModelWarning } from './learn/match-model.ts'
import { sayLevel } from './say-comparison.ts'

/** A doubt about a model in a sentence: fields and keys as the file names them, levels in words. */
export function sayWarning(warning: ModelWarning, say: Say): string {
    const text = (params: Readonly<Record<string, string | number>>): string =>
        say(`identity.warning.${warning.kind}`, params)
    switch (warning.kind) {
        case 'level_unseen':
            return text({ field: warning.field, level: sayLevel(warning.level, say) })
        case 'levels_out_of_order': {
            const [better, worse] = [warning.better, warning.worse].map((id) => sayLevel(id, say))
            return text({ field: warning.field, better: better ?? '', worse: worse ?? '' })
        }
        case 'not_converged':
        case 'few_matches':
            return text({ key: warning.key })
        case 'dependent': {
            const { field, other, observed, expected } = warning
            const [level, otherLevel] = [warning.level, warning.otherLevel].map((id) =>
                sayLevel(id, say),
            )
            const levels = { level: level ?? '', otherLevel: otherLevel ?? '' }
            return text({ field, other, observed, expected, ...levels })
        }
        default:
            return text({ field: warning.field })
    }
}
