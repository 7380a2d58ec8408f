/**
 * Where a record came from: one row of one entity of one source system. Its id is the first
 * 60 bits of sha256 over the three parts, each prefixed with its length (phrase `record_id`).
 */
export type RecordKey = {
    readonly system: string
    readonly entity: string
    /** Several key columns are joined by `|`. */
    readonly key: string
}

/** Reads `berka:client:17`; the key itself may hold colons. Null where a part is empty. */
export function parseRecordKey(text: string): RecordKey | null {
    const [system = '', entity = '', ...rest] = text.split(':')
    const key = rest.join(':')
    return system === '' || entity === '' || key === '' ? null : { system, entity, key }
}
