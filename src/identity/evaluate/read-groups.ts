import { type Failure, failure, ok, type Result, refused } from '#domain/result.ts'
import type { Groups } from './evaluate-clusters.ts'

/** A row of a truth or cluster file: a record and the group it is in. */
export type GroupRow = { readonly record: string; readonly group: string }

/**
 * The groups of records from rows of a file in their order. Refused, all at once, where a record
 * comes twice; rows count from 1.
 */
export function readGroups(rows: readonly GroupRow[]): Result<Groups> {
    const groups = new Map<string, string>()
    const failures: Failure[] = []
    for (const [place, { record, group }] of rows.entries()) {
        if (groups.has(record)) {
            failures.push(failure('identity.truth_record_twice', { record, row: place + 1 }))
        } else groups.set(record, group)
    }
    return failures.length > 0 ? refused(failures) : ok(groups)
}
