import type { ContractColumn } from './contract.ts'
import { headingWords } from './draft-words.ts'

/** What a search for relations looks at in a table. */
export type RelationTable = {
    readonly name: string
    readonly rows: number
    readonly key: readonly string[]
    readonly columns: readonly {
        readonly column: ContractColumn
        readonly distinct: number
        readonly lengthMin: number
    }[]
}

/** A relation to be held against the data; `isAlike` where the names speak for it. */
export type RelationCandidate = {
    readonly child: string
    readonly columns: readonly string[]
    readonly parent: string
    readonly isAlike: boolean
}

const candidatesMax = 200
/** Without a name that speaks for it, only long values in number are no accident. */
const strangersDistinctMin = 50
const strangersLettersMin = 4

/** Words that say that something is a key, not of what. */
const generic = new Set(['no', 'key', 'ref', 'uid', 'name', 'type'])

/** Relations that names, types and numbers of values allow, those with names alike first. */
export function relationCandidates(tables: readonly RelationTable[]): readonly RelationCandidate[] {
    const found = tables.flatMap((child) =>
        tables.flatMap((parent) => [
            ...singleCandidates(child, parent),
            ...compositeCandidates(child, parent),
        ]),
    )
    const order = (one: RelationCandidate): number => (one.isAlike ? 0 : 1)
    return found.toSorted((one, other) => order(one) - order(other)).slice(0, candidatesMax)
}

function singleCandidates(
    child: RelationTable,
    parent: RelationTable,
): readonly RelationCandidate[] {
    const [key] = parent.key
    if (parent.key.length !== 1 || key === undefined) return []
    const keyColumn = parent.columns.find(({ column }) => column.name === key)?.column
    if (keyColumn === undefined) return []
    return child.columns.flatMap(({ column, distinct, lengthMin }) => {
        const isOwnKey = child.key.length === 1 && child.key[0] === column.name
        if (child === parent && isOwnKey) return []
        if (!isSameKind(column, keyColumn) || distinct === 0) return []
        if (distinct > parent.rows * 1.1) return []
        // Two tables of the same things: the smaller one refers to the larger, not both ways.
        if (isOwnKey && child.rows > parent.rows) return []
        const isAlike = isNameAlike(column.name, { parent: parent.name, key })
        const isStrange =
            isOwnKey || distinct < strangersDistinctMin || lengthMin < strangersLettersMin
        if (!isAlike && (isStrange || child === parent)) return []
        return [{ child: child.name, columns: [column.name], parent: parent.name, isAlike }]
    })
}

/** A key of several columns is referred to by columns of the same names. */
function compositeCandidates(
    child: RelationTable,
    parent: RelationTable,
): readonly RelationCandidate[] {
    if (child === parent || parent.key.length < 2) return []
    if (child.key.length === parent.key.length && child.rows > parent.rows) return []
    const isThere = parent.key.every((name) => {
        const own = child.columns.find(({ column }) => column.name === name)?.column
        const key = parent.columns.find(({ column }) => column.name === name)?.column
        return own !== undefined && key !== undefined && isSameKind(own, key)
    })
    if (!isThere) return []
    return [{ child: child.name, columns: parent.key, parent: parent.name, isAlike: true }]
}

/** Whole numbers of both sizes are one kind: the drafted child takes the type of the key. */
function isSameKind(one: ContractColumn, other: ContractColumn): boolean {
    const kind = ({ type }: ContractColumn): string =>
        type.name === 'integer' ? 'bigint' : type.name
    return kind(one) === kind(other) && ['bigint', 'varchar', 'date'].includes(kind(one))
}

/** `district_id` names the table district, `cust_no` the key customer_id, `client_id` itself. */
function isNameAlike(
    name: string,
    { parent, key }: { readonly parent: string; readonly key: string },
): boolean {
    const telling = (text: string): readonly string[] =>
        headingWords(text).filter((word) => !generic.has(word))
    const own = telling(name)
    if (own.length === 0) return false
    const has = (words: readonly string[]): boolean =>
        words.length > 0 && words.every((word) => own.includes(word))
    return has(telling(key)) || has(telling(parent).slice(-1))
}
