import { type Month, parseMonth } from '#domain/month.ts'
import { readYaml } from '#domain/read-yaml.ts'
import { ok, type Result, refused } from '#domain/result.ts'
import { type ColumnType, parseColumnType } from './column-type.ts'
import { contractFaults } from './contract-faults.ts'
import { type ColumnText, type ContractText, contractSchema } from './contract-text.ts'

/** What kind of personal data a column holds; null for none. */
export type PiiClass = 'name' | 'phone' | 'id_number' | 'birth_date' | 'address'

/** One column that a bank hands over. */
export type ContractColumn = {
    /** As in the header of the file. */
    readonly name: string
    readonly type: ColumnType
    /** How a date is written, in DuckDB's strptime words; null for `2026-01-31`. */
    readonly format: string | null
    /** Texts that stand for absent, beside the empty text. */
    readonly nulls: readonly string[]
    /** Whether every row must have a value. Key columns always must. */
    readonly required: boolean
    readonly pii: PiiClass | null
    readonly unit: string | null
    readonly description: string
}

/** Columns whose values must be keys of another table of the same system. */
export type ContractRelation = { readonly columns: readonly string[]; readonly to: string }

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
}

/** How the files of a system are written. */
export type FileFormat = {
    /** One character. */
    readonly delimiter: string
    /** One character, doubled inside quoted values; null where nothing is quoted. */
    readonly quote: string | null
    readonly encoding: 'utf-8' | 'gb18030'
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
        files: { ...text.files, quote: text.files.quote === '' ? null : text.files.quote },
        tables: Object.entries(text.tables).map(([tableName, one]) => ({
            name: tableName,
            file: one.file,
            description: one.description,
            key: one.key,
            columns: Object.entries(one.columns).map(([columnName, words]) =>
                columnOf(columnName, { ...words, inKey: one.key.includes(columnName) }),
            ),
            relations: one.relations ?? [],
            mayBeEmpty: one.may_be_empty ?? false,
        })),
    }
}

type ColumnWords = ColumnText & { readonly inKey: boolean }

function columnOf(columnName: string, words: ColumnWords): ContractColumn {
    return {
        name: columnName,
        type: parseColumnType(words.type) ?? { name: 'varchar' },
        format: words.format ?? null,
        nulls: words.nulls ?? [],
        required: words.inKey || (words.required ?? false),
        pii: words.pii === undefined || words.pii === 'none' ? null : words.pii,
        unit: words.unit ?? null,
        description: words.description,
    }
}
