import { type Month, parseMonth } from '#domain/month.ts'
import { readYaml } from '#domain/read-yaml.ts'
import { ok, type Result, refused } from '#domain/result.ts'
import { type ColumnType, parseColumnType } from './column-type.ts'
import { contractFaults } from './contract-faults.ts'
import {
    type ColumnText,
    type ContractText,
    contractSchema,
    type TableText,
} from './contract-text.ts'
import type { Encoding, Spelling } from './contract-words.ts'
import { type Law, parseLaw } from './law.ts'

/**
 * What kind of personal data a column holds; `sensitive` is what must not decide what a person
 * gets, such as religion, health or sex.
 */
export type PiiClass =
    | 'name'
    | 'phone'
    | 'email'
    | 'id_number'
    | 'birth_date'
    | 'address'
    | 'sensitive'

/** One column that a bank hands over. */
export type ContractColumn = {
    /** As in the header of the file. */
    readonly name: string
    readonly type: ColumnType
    /** How a date is written, in DuckDB's strptime words; null for `2026-01-31`. */
    readonly format: string | null
    /** Spellings that are allowed beside the plain one. */
    readonly accepts: readonly Spelling[]
    /** Texts that stand for absent, beside the empty text. */
    readonly nulls: readonly string[]
    /** The codes that may stand here and what each means; null: no list. */
    readonly codes: Readonly<Record<string, string>> | null
    /** The smallest and the largest value, as written plainly; null: no bound. */
    readonly min: string | null
    readonly max: string | null
    /** Whether every row must have a value. Key columns always must. */
    readonly required: boolean
    /**
     * The rows that should have a value though they are taken without: those with these values in
     * other columns, all of them for `{}`. Null: an empty cell is no defect.
     */
    readonly expected: Readonly<Record<string, string>> | null
    readonly pii: PiiClass | null
    readonly unit: string | null
    /** What it tells of a party, in the bank's one model: `phone`, `name`; null: nothing. */
    readonly field: string | null
    /** The record of another system, `sample:customer`, whose key it tells; null: of none. */
    readonly sameAs: string | null
    /** Names that the column had in earlier deliveries, or has in some. */
    readonly aliases: readonly string[]
    readonly description: string
}

/** Columns whose values must be keys of another table of the same system. */
export type ContractRelation = { readonly columns: readonly string[]; readonly to: string }

/** A column of which nothing is said but its name, type and description. */
export const plainColumn = {
    format: null,
    accepts: [],
    nulls: [],
    codes: null,
    min: null,
    max: null,
    required: false,
    expected: null,
    pii: null,
    unit: null,
    field: null,
    sameAs: null,
    aliases: [],
} as const satisfies Partial<ContractColumn>

/** One table that a bank hands over as one file. */
export type ContractTable = {
    readonly name: string
    /** The name of the file; `*` stands for any characters and `.gz` may follow. */
    readonly file: string
    readonly description: string
    readonly key: readonly string[]
    /** In the order of the file. */
    readonly columns: readonly ContractColumn[]
    readonly relations: readonly ContractRelation[]
    /** Whether a file with a header and nothing else is right. */
    readonly mayBeEmpty: boolean
    readonly read: TableRead
    /**
     * What a delivery brings: the `whole` table anew; `changes`, rows that are new or take the
     * place of those with the same key; or all rows of some `periods` (days or months).
     */
    readonly delivery: 'whole' | 'changes' | 'periods'
    /** The column (a date, or yyyymm) that tells which day or month a row belongs to. */
    readonly period: { readonly column: string; readonly every: 'day' | 'month' } | null
    /** How often it is delivered, and how many days after the period's end it must be there. */
    readonly due: { readonly every: 'day' | 'month'; readonly withinDays: number } | null
    /** How many rejected rows are borne; beyond, the delivery is refused. 0 by default. */
    readonly rejectsMax: { readonly rows: number } | { readonly millionths: number }
    /** The entity whose records its rows describe, `customer`; null: they describe none. */
    readonly record: string | null
    /** What columns of a row have to be to each other; breaches are counted, not rejected. */
    readonly laws: readonly Law[]
}

/** A table of a plain file of comma-separated values that comes as a whole. */
export const plainTable = {
    relations: [],
    mayBeEmpty: false,
    read: {
        format: 'delimited',
        header: 'names',
        delimiter: ',',
        quote: '"',
        encoding: 'utf-8',
    },
    delivery: 'whole',
    period: null,
    due: null,
    rejectsMax: { rows: 0 },
    record: null,
    laws: [],
} as const satisfies Partial<ContractTable>

/** How the file of a table is read. */
export type TableRead =
    | ({ readonly format: 'delimited'; readonly header: 'names' | 'none' } & FileFormat)
    | {
          readonly format: 'xlsx'
          /** The name of the sheet; null: there is one only. */
          readonly sheet: string | null
          /** Rows above the heading that say nothing. */
          readonly skipRows: number
          /** Rows of the heading; with several, names are joined by `/` under merged cells. */
          readonly headingRows: number
      }
    | { readonly format: 'parquet' }
    /** A query of the database that the system is imported from. */
    | { readonly format: 'postgres'; readonly query: string }

/** How the files of a system are written. */
export type FileFormat = {
    /** One character. */
    readonly delimiter: string
    /** One character, doubled inside quoted values; null where nothing is quoted. */
    readonly quote: string | null
    readonly encoding: Encoding
}

/** What a new data folder starts with when this system is the first one it is given. */
export type ContractBank = {
    readonly baseCurrency: string
    readonly ladders: readonly string[]
    readonly firstClose: Month
}

/** What one source system hands over. */
export type Contract = {
    readonly system: string
    readonly description: string
    readonly bank: ContractBank | null
    readonly files: FileFormat
    readonly tables: readonly ContractTable[]
}

/**
 * Reads `models/sources/<system>.yml`. Faults come all at once with line and column: those of
 * {@link readYaml}, and `sources.contract_column`, `contract_format`, `contract_relation`.
 */
export function parseContract(text: string, { file }: { readonly file: string }): Result<Contract> {
    const parsed = readYaml(text, { file, schema: contractSchema })
    if (!parsed.ok) return parsed
    const faults = contractFaults(parsed.value)
    return faults.length > 0 ? refused(faults) : ok(contractOf(parsed.value.value))
}

/** The table of a name. Throws where there is none: contracts are checked when they are read. */
export function tableOf(from: Contract, table: string): ContractTable {
    const found = from.tables.find((one) => one.name === table)
    if (found === undefined) throw new Error(`${from.system} has no table ${table}`)
    return found
}

function contractOf(text: ContractText): Contract {
    const files = { ...text.files, quote: text.files.quote === '' ? null : text.files.quote }
    return {
        system: text.system,
        description: text.description,
        bank:
            text.bank === undefined
                ? null
                : {
                      baseCurrency: text.bank.base_currency,
                      ladders: text.bank.ladders,
                      firstClose: parseMonth(text.bank.first_close) ?? 0,
                  },
        files,
        tables: Object.entries(text.tables).map(([tableName, one]) =>
            contractTableOf(tableName, { one, files }),
        ),
    }
}

function contractTableOf(
    tableName: string,
    { one, files }: { readonly one: TableText; readonly files: FileFormat },
): ContractTable {
    return {
        name: tableName,
        file: one.file,
        description: one.description,
        key: one.key,
        columns: Object.entries(one.columns).map(([columnName, words]) =>
            columnOf(columnName, { ...words, inKey: one.key.includes(columnName) }),
        ),
        relations: one.relations ?? [],
        mayBeEmpty: one.may_be_empty ?? false,
        read: readOf(one.read ?? {}, files),
        delivery: one.delivery ?? 'whole',
        period: one.period ?? null,
        due:
            one.due === undefined
                ? null
                : { every: one.due.every, withinDays: one.due.within_days },
        rejectsMax: rejectsMaxOf(one.rejects_max ?? '0'),
        record: one.record ?? null,
        laws: (one.laws ?? []).flatMap((text) => parseLaw(text) ?? []),
    }
}

function readOf(words: NonNullable<TableText['read']>, files: FileFormat): TableRead {
    switch (words.format ?? 'delimited') {
        case 'xlsx':
            return {
                format: 'xlsx',
                sheet: words.sheet ?? null,
                skipRows: words.skip_rows ?? 0,
                headingRows: words.heading_rows ?? 1,
            }
        case 'parquet':
            return { format: 'parquet' }
        case 'postgres':
            return { format: 'postgres', query: words.query ?? '' }
        case 'delimited': {
            const { delimiter = files.delimiter, encoding = files.encoding } = words
            const quote = words.quote === '' ? null : (words.quote ?? files.quote)
            const header = words.header ?? 'names'
            return { format: 'delimited', header, delimiter, quote, encoding }
        }
    }
}

function rejectsMaxOf(text: string): ContractTable['rejectsMax'] {
    return text.endsWith('%')
        ? { millionths: Math.round(Number(text.slice(0, -1)) * 10_000) }
        : { rows: Number(text) }
}

/** Classes of what a bank may well not know of a person. */
const oftenAbsent: readonly (string | undefined)[] = [
    undefined,
    'none',
    'birth_date',
    'email',
    'sensitive',
]

/**
 * Whom the bank cannot name, reach or tell apart from others it knows too poorly. Many never had a
 * mail address.
 */
function expectedOf(words: ColumnText): ContractColumn['expected'] {
    const { expected, field, pii } = words
    if (typeof expected === 'object') return expected
    return (expected ?? (field !== undefined && !oftenAbsent.includes(pii))) ? {} : null
}

type ColumnWords = ColumnText & { readonly inKey: boolean }

function columnOf(columnName: string, words: ColumnWords): ContractColumn {
    return {
        name: columnName,
        type: parseColumnType(words.type) ?? { name: 'varchar' },
        format: words.format ?? null,
        accepts: words.accepts ?? [],
        nulls: words.nulls ?? [],
        codes: words.codes ?? null,
        min: words.min === undefined ? null : String(words.min),
        max: words.max === undefined ? null : String(words.max),
        required: words.inKey || (words.required ?? false),
        expected: expectedOf(words),
        pii: words.pii === undefined || words.pii === 'none' ? null : words.pii,
        unit: words.unit ?? null,
        field: words.field ?? null,
        sameAs: words.same_as ?? null,
        aliases: words.aliases ?? [],
        description: words.description,
    }
}
