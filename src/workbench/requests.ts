import { type Failure, failure } from '#domain/result.ts'

/** What a request that waits for a second person has in the store. */
export type RequestRow = {
    readonly status: 'requested' | 'approved' | 'refused' | 'withdrawn'
    readonly requested_by: string
}

/**
 * What keeps this person from deciding on a request: there is none of that number, it is decided
 * already, or it is the person's own. Null where nothing does.
 */
export function requestFault(
    row: RequestRow | undefined,
    {
        kind,
        id,
        name,
    }: { readonly kind: 'override' | 'grant'; readonly id: number; readonly name: string },
): Failure | null {
    const request = { kind, id: String(id) }
    if (row === undefined) return failure('workbench.request_unknown', request)
    const { status } = row
    if (status !== 'requested') return failure('workbench.request_decided', { ...request, status })
    const subject = `${kind} ${id}`
    return row.requested_by === name ? failure('workbench.own_request', { name, subject }) : null
}
