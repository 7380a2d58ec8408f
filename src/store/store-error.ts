import { DatabaseError } from 'pg'

/**
 * Trouble with the store itself, not with what a person gave it: it cannot be reached
 * (`connection`) or it did not carry out what was asked (`query`). `code` is the SQLSTATE that
 * PostgreSQL gave, null where it gave none.
 */
export class StoreError extends Error {
    readonly kind: 'connection' | 'query'
    readonly code: string | null

    constructor(kind: StoreError['kind'], detail: { code: string | null; cause: unknown }) {
        const { code, cause } = detail
        super(cause instanceof Error ? cause.message : String(cause), { cause })
        this.name = 'StoreError'
        this.kind = kind
        this.code = code
    }
}

/** SQLSTATE classes that speak of the connection or of the server, not of a statement. */
const connectionCode = /^(08|28|3D|53300|57P0)/

/**
 * Turns what the driver throws into a {@link StoreError}. An error without an SQLSTATE comes
 * from the socket: a server that is not there, or a connection that was cut.
 */
export function storeErrorOf(cause: unknown): StoreError {
    if (cause instanceof StoreError) return cause
    const code = cause instanceof DatabaseError ? (cause.code ?? null) : null
    const isConnection = code === null || connectionCode.test(code)
    return new StoreError(isConnection ? 'connection' : 'query', { code, cause })
}
