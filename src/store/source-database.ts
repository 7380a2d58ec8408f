import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { refuse } from '#domain/result.ts'
import { clientConfigOf, describeAddress, type StoreAddress } from './store-address.ts'

/** A table or view of a schema that the user may read. */
export type SourceTable = {
    readonly name: string
    /** Bytes on the disk; 0 for a view. */
    readonly bytes: number
    /** The columns of its primary key in their order; none where it has no such key. */
    readonly key: readonly string[]
}

/** A column of a query. */
export type QueryColumn = { readonly name: string; readonly kind: 'text' | 'boolean' | 'other' }

/**
 * A database of the bank that tables are read from: one transaction that sees one moment and can
 * change nothing.
 */
export type SourceDatabase = {
    /** Server and database, without user and password. */
    readonly name: string
    /** The tables and views of a schema that the user may read, by name; partitions are none. */
    tables(schema: string): Promise<readonly SourceTable[]>
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
        tables: (schema) => tablesOf(client, schema),
        describe,
        rows: (query) => rowsOf(client, { query, describe }),
        close: () => client.end(),
    }
}

const tablesSql = `
    select
        class.relname as name,
        pg_relation_size(class.oid) as bytes,
        coalesce((
            select array_agg(cast(attribute.attname as text) order by part.place)
            from pg_index
            cross join lateral unnest(pg_index.indkey) with ordinality as part(attnum, place)
            join pg_attribute attribute
                on attribute.attrelid = class.oid and attribute.attnum = part.attnum
            where pg_index.indrelid = class.oid and pg_index.indisprimary
        ), '{}') as key
    from pg_class class
    join pg_namespace on pg_namespace.oid = class.relnamespace
    where
        pg_namespace.nspname = $1
        and class.relkind in ('r', 'p', 'v', 'm', 'f')
        and class.relnatts > 0
        and not class.relispartition
        and has_schema_privilege(pg_namespace.oid, 'usage')
        and has_table_privilege(class.oid, 'select')
    order by class.relname collate "C"`

async function tablesOf(client: Client, schema: string): Promise<readonly SourceTable[]> {
    try {
        const { rows } = await client.query(tablesSql, [schema])
        return rows.map(({ name, bytes, key }) => ({ name, bytes: Number(bytes), key }))
    } catch (cause) {
        throw new QueryFault(cause)
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
