import type { RecordKey } from '#identity/record-key.ts'
import type { RunRelations } from '#serving/run-relations.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { followColumn, type LineageOptions } from './column-lineage.ts'
import { lineageOf } from './trace-lineage.ts'

/** An account of the party, as its system knows it. */
export type AccountKey = {
    readonly system: string
    /** Of a card all but the last digits are hidden. */
    readonly key: string
    readonly accountId: bigint
}

/** A party in the words of the source systems. */
export type PartyKeys = {
    readonly records: readonly RecordKey[]
    readonly accounts: readonly AccountKey[]
    /** Tables and columns in which a system's accounts have their keys, as `sample.accounts`. */
    readonly accountColumns: ReadonlyMap<string, readonly string[]>
    /** What the ids of a system's accounts are made with, `card` say, by system. */
    readonly entities: ReadonlyMap<string, string>
}

/** Whose keys, as which run, by which models. */
export type PartyKeysQuestion = {
    readonly partyId: bigint
    readonly relations: RunRelations
    readonly lineage: LineageOptions
}

const accountModels = 'identity.*__accounts'

/** The party's records and accounts in the words of the systems. */
export async function readPartyKeys(
    warehouse: Warehouse,
    { partyId, relations, lineage }: PartyKeysQuestion,
): Promise<PartyKeys> {
    const [map, records, accounts] = ['party_map', 'records', 'accounts'].map((name) =>
        relations.snapshot(`identity.${name}`, null),
    )
    if (map == null || records == null || accounts == null) {
        return { records: [], accounts: [], accountColumns: new Map(), entities: new Map() }
    }
    const mine = `(select record_id from ${map} owners where owners.party_id = $1)`
    const found = await warehouse.rows(
        `select system, entity, source_key from ${records} one where record_id in ${mine}`,
        [partyId],
    )
    const owned = await warehouse.rows(
        `select system, source_key, account_id from ${accounts} one
        where owner_record_id in ${mine}`,
        [partyId],
    )
    return {
        records: found.map(({ system, entity, source_key: key }) => ({
            system: String(system),
            entity: String(entity),
            key: String(key),
        })),
        accounts: owned.map(({ system, source_key: key, account_id: accountId }) => ({
            system: String(system),
            key: String(key),
            accountId: accountId as bigint,
        })),
        accountColumns: accountColumnsIn(lineage),
        entities: entitiesIn(lineage),
    }
}

function accountColumnsIn(options: LineageOptions): PartyKeys['accountColumns'] {
    const columns = new Map<string, readonly string[]>()
    for (const table of options.membersOf(accountModels)) {
        const { sources } = lineageOf({ table, column: 'source_key' }, options)
        for (const { name, columns: own } of sources) {
            columns.set(name, [...(columns.get(name) ?? []), ...own])
        }
    }
    return columns
}

/** The second word of `record_id('sample_cards', 'card', card_no)`. */
function entitiesIn(options: LineageOptions): PartyKeys['entities'] {
    const entities = new Map<string, string>()
    for (const name of options.membersOf(accountModels)) {
        const model = options.models.get(name)
        if (model === undefined || model.system === null) continue
        const { texts } = followColumn(model, 'account_id', options)
        const [entity, ...others] = texts.filter((text) => text !== model.system)
        if (entity !== undefined && others.length === 0) entities.set(model.system, entity)
    }
    return entities
}

/** SQL of a condition, and the values that stand in it as `$1` and so on. */
export type AccountCondition = {
    readonly system: string
    /** The column that holds the keys of accounts. */
    readonly column: string
    readonly keys: PartyKeys
    readonly among: (text: string, wanted: readonly (string | bigint)[]) => string
}

/**
 * SQL that is true of rows of the party's accounts; null where it cannot be told. A key that is
 * partly hidden is no key: there the whole one is found again by the id that was made of it.
 */
export function ownAccountsSql(
    { dialect }: Pick<Warehouse, 'dialect'>,
    { system, column, keys, among }: AccountCondition,
): string | null {
    const own = keys.accounts.filter((one) => one.system === system)
    const text = `cast(${quoted(column)} as varchar)`
    if (!own.some(isHidden)) {
        return among(
            text,
            own.map(({ key }) => key),
        )
    }
    const entity = keys.entities.get(system)
    if (entity === undefined) return null
    return among(
        dialect.record_id(`'${system}'`, `'${entity}'`, text),
        own.map(({ accountId }) => accountId),
    )
}

function isHidden({ key }: Pick<AccountKey, 'key'>): boolean {
    return key.includes('*')
}

/** A text of a source table as it may be shown: the number of a hidden account stays hidden. */
export function withoutHiddenKeys(text: string, { accounts }: PartyKeys): string {
    const hidden = accounts.find((one) => {
        const tail = one.key.replace(/^\*+/, '')
        return isHidden(one) && text.length === one.key.length && text.endsWith(tail)
    })
    return hidden === undefined ? text : hidden.key
}
