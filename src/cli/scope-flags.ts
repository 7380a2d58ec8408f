import { refuse } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { type ScopeAsked, wholeBank } from '#pipeline/report/find-scope.ts'

/** What of the flags says which part of the bank a command is about. */
export type ScopeFlags = { readonly branch?: string; readonly rm?: string }

/** A branch or the book of a relationship manager; refused where both are asked for. */
export function scopeFlags({ branch, rm }: ScopeFlags): ScopeAsked {
    if (branch !== undefined && rm !== undefined) {
        refuse('cli.flags_together', { one: '--branch', other: '--rm' })
    }
    if (branch !== undefined) return { kind: 'branch', text: branch }
    return rm === undefined ? wholeBank : { kind: 'manager', text: rm }
}

/** The flags as they were typed, for a command that is shown: ` --rm S023001`, or nothing. */
export function scopeWords({ branch, rm }: ScopeFlags): string {
    if (branch !== undefined) return ` --branch ${shellWord(branch)}`
    return rm === undefined ? '' : ` --rm ${shellWord(rm)}`
}
