import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { refuse } from '#domain/result.ts'
import { clientConfigOf, describeAddress, type StoreAddress } from './store-address.ts'

/** A column of a query. */
export type QueryColumn = { readonly name: string; readonly kind: 'text' | 'boolean' | 'other' }

/**
 * A database of the bank that tables are read from: one transaction that sees one moment and can
 * change nothing.
 */
export type SourceDatabase = {
    /** Server and database, without user and password. */
    readonly name: string
    /** The columns of a query, without running it. Throws {@link QueryFault}. */
    describe(query: string): Promise<readonly QueryColumn[]>
    /**
     * The rows of a query as CSV in UTF-8 without a header: a line for each row, since line ends
     * within texts become CR. The stream may fail with {@link QueryFault}.
     */
    rows(query: string): AsyncIterable<Buffer>
    close(): Promise<void>
}

/** What the database says of a query, without the values that it met. */
export class QueryFault extends Error {
    constructor(cause: unknown) {
        super(reasonOf(cause))
        this.name = 'QueryFault'
    }
}

const booleanType = 16
/** text, varchar, bpchar, name, json, jsonb */
const textTypes: ReadonlySet<number> = new Set([25, 1043, 1042, 19, 114, 3802])

/**
 * Opens a database to read from. Throws Refusal `sources.database_unreachable`, which never shows
 * the password.
 */
export async function openSourceDatabase(address: StoreAddress): Promise<SourceDatabase> {
    const name = describeAddress(address)
    const client = new Client(clientConfigOf(address))
    // A connection that breaks fails the query that waits for it; nobody else has to hear of it.
    client.on('error', () => {})
    try {
        await client.connect()
        await client.query("set client_encoding to 'UTF8'; set datestyle to 'ISO'")
        await client.query('begin transaction isolation level repeatable read read only')
    } catch (cause) {
        await client.end().catch(() => {})
        refuse('sources.database_unreachable', { database: name, reason: reasonOf(cause) })
    }
    const describe = (query: string): Promise<readonly QueryColumn[]> => columnsOf(client, query)
    return {
        name,
        describe,
        rows: (query) => rowsOf(client, { query, describe }),
        close: () => client.end(),
    }
}

async function columnsOf(client: Client, query: string): Promise<readonly QueryColumn[]> {
    try {
        // In this mode the server takes one statement only, and none but a select fits in here.
        const text = `select * from (\n${query}\n) source limit 0`
        const described = { text, values: [], queryMode: 'extended' }
        const { fields } = await client.query(described)
        return fields.map(({ name, dataTypeID }) => ({ name, kind: kindOf(dataTypeID) }))
    } catch (cause) {
        throw new QueryFault(cause)
    }
}

function kindOf(type: number): QueryColumn['kind'] {
    if (type === booleanType) return 'boolean'
    return textTypes.has(type) ? 'text' : 'other'
}

async function* rowsOf(
    client: Client,
    { query, describe }: { readonly query: string } & Pick<SourceDatabase, 'describe'>,
): AsyncIterable<Buffer> {
    const columns = await describe(query)
    const texts = columns.map(({ name, kind }) => {
        const value = client.escapeIdentifier(name)
        if (kind === 'boolean') return `cast(${value} as text)`
        if (kind === 'other') return value
        return `translate(replace(cast(${value} as text), E'\\r\\n', E'\\r'), E'\\n', E'\\r')`
    })
    const select = `select ${texts.join(', ')} from (\n${query}\n) source`
    try {
        const stream = client.query(copyTo(`copy (${select}) to stdout (format csv)`))
        for await (const piece of stream) yield piece as Buffer
    } catch (cause) {
        throw new QueryFault(cause)
    }
}

/** The message up to its first colon: behind it come values, which may be somebody's. */
function reasonOf(cause: unknown): string {
    if (!(cause instanceof Error)) return String(cause)
    const message = (cause.message.split(':')[0] ?? '').slice(0, 200).trim()
    const code = 'code' in cause ? String(cause.code) : ''
    return message.includes(code) ? message : `${code} ${message}`.trim()
}
