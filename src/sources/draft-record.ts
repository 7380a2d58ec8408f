import type { ContractColumn, PiiClass } from './contract.ts'
import { type DraftColumn, type DraftTable, doubt } from './draft.ts'
import { type HeadingWord, headingSays, headingWords, plainName } from './draft-words.ts'

/** A table as proposed, but for what is found out by looking at others. */
type Table = Omit<DraftTable, 'relations'>

const ofClass: Readonly<Record<PiiClass, string | null>> = {
    name: 'name',
    phone: 'phone',
    email: 'email',
    id_number: 'id_number',
    birth_date: 'birth_date',
    address: 'address',
    sensitive: null,
}

/** Headings of what is no personal data by itself. */
const byHeading: readonly (readonly [HeadingWord, string])[] = [
    ['email', 'email'],
    ['sex', 'sex'],
    ['branch', 'branch'],
    ['industry', 'industry'],
    ['region', 'region'],
]

/**
 * Proposes that the rows of a table are records of people or companies, where it has a key of one
 * column and says of each at least a name and one thing more by which a person is known; and which
 * column tells which field of them. Otherwise the table comes back as it is.
 */
export function withRecord(table: Table): Table {
    const { key, columns } = table
    const [only] = key
    const classes = columns.map(({ column }) => column.pii)
    const isNamed = classes.includes('name')
    const isKnown = classes.some((pii) => pii !== null && !['name', 'sensitive'].includes(pii))
    if (only === undefined || key.length > 1 || !isNamed || !isKnown) return table
    const entity = entityOf(only) ?? table.name
    const taken = new Set<string>()
    return {
        ...table,
        record: entity,
        notes: [...table.notes, doubt('sources.draft.record', { entity, key: only })],
        columns: columns.map((one): DraftColumn => {
            const field = one.column.name === only ? null : fieldOf(one.column)
            if (field === null || taken.has(field)) return one
            taken.add(field)
            return { ...one, column: { ...one.column, field } }
        }),
    }
}

const numberWords = ['no', 'number', 'key', 'code']

/** `customer_no` and 客户号 are numbers of customers. */
function entityOf(key: string): string | null {
    const words = headingWords(key).filter((word) => !numberWords.includes(word))
    return plainName(words.join('_'))
}

function fieldOf({ name, pii }: ContractColumn): string | null {
    const said = byHeading.find(([word]) => headingSays(name, word))
    if (said !== undefined) return said[1]
    return pii === null ? null : ofClass[pii]
}
