import { shellWord } from '#domain/shell-word.ts'
import type { ReportScope } from './report-summary.ts'

/** What a command that is shown needs to ask the same part again: ` --rm S023001`, or nothing. */
export function scopeFlag(scope: ReportScope): string {
    if (scope.kind === 'bank') return ''
    return ` ${scope.kind === 'branch' ? '--branch' : '--rm'} ${shellWord(scope.id)}`
}
