import { z } from 'zod'
import { parseMonth } from '#domain/month.ts'
import { parseColumnType } from './column-type.ts'
import { encodings, spellings } from './contract-words.ts'
import { parseLaw } from './law.ts'

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a-z, 0-9, _')
const sentence = z.string().min(1)
const piiClasses = [
    'none',
    'name',
    'phone',
    'email',
    'id_number',
    'birth_date',
    'address',
    'sensitive',
] as const

const byte = z.string().refine(isStructural, 'one ASCII character, no letter, digit or line end')

const column = z.strictObject({
    type: z.string().refine((text) => parseColumnType(text) !== null, {
        message: 'bigint, integer, varchar, date, timestamp, boolean, double, decimal(18,2)',
    }),
    description: sentence,
    format: z.string().min(1).optional(),
    accepts: z.array(z.enum(spellings)).optional(),
    nulls: z.array(z.string()).optional(),
    codes: z.record(z.string(), sentence).optional(),
    min: z.union([z.string(), z.number()]).optional(),
    max: z.union([z.string(), z.number()]).optional(),
    required: z.boolean().optional(),
    expected: z.union([z.boolean(), z.record(z.string(), z.string())]).optional(),
    unit: z.string().min(1).optional(),
    pii: z.enum(piiClasses).optional(),
    field: name.optional(),
    same_as: z
        .string()
        .regex(/^[a-z][a-z0-9_]*:[a-z][a-z0-9_]*$/, 'system:entity')
        .optional(),
    aliases: z.array(z.string().min(1)).optional(),
})

const read = z.strictObject({
    format: z.enum(['delimited', 'xlsx', 'parquet', 'postgres']).optional(),
    delimiter: byte.optional(),
    quote: z.union([byte, z.literal('')]).optional(),
    encoding: z.enum(encodings).optional(),
    header: z.enum(['names', 'none']).optional(),
    sheet: z.string().min(1).optional(),
    heading_rows: z.int().min(1).max(20).optional(),
    skip_rows: z.int().min(0).max(1000).optional(),
    query: z.string().min(1).optional(),
})

const table = z.strictObject({
    file: z.string().regex(/^[^/\\]+$/, 'a file name'),
    read: read.optional(),
    description: sentence,
    // An empty key is said, not forgotten: nothing tells the rows of such a table apart.
    key: z.array(z.string()),
    // A key of digits only would change its place among the keys of an object.
    columns: z.record(z.string().regex(/\D/, 'not only digits'), column),
    relations: z
        .array(z.strictObject({ columns: z.array(z.string()).min(1), to: z.string() }))
        .optional(),
    may_be_empty: z.boolean().optional(),
    delivery: z.enum(['whole', 'changes', 'periods']).optional(),
    period: z.strictObject({ column: z.string(), every: z.enum(['day', 'month']) }).optional(),
    due: z
        .strictObject({ every: z.enum(['day', 'month']), within_days: z.int().min(0).max(366) })
        .optional(),
    rejects_max: z
        .string()
        .regex(/^\d{1,9}$|^\d{1,2}(\.\d{1,4})?%$/, '100 rows, or 0.1%')
        .optional(),
    record: name.optional(),
    laws: z
        .array(z.string().refine((text) => parseLaw(text) !== null, 'closed_on >= opened_on'))
        .optional(),
})

/** The shape of `models/sources/<system>.yml`. */
export const contractSchema = z.strictObject({
    system: name,
    description: sentence,
    bank: z
        .strictObject({
            base_currency: z.string().regex(/^[A-Z]{3}$/, 'ISO 4217'),
            ladders: z.array(z.string()).min(1),
            first_close: z.string().refine((text) => parseMonth(text) !== null, '2026-01'),
        })
        .optional(),
    files: z.strictObject({
        delimiter: byte,
        quote: z.union([byte, z.literal('')]),
        encoding: z.enum(encodings),
    }),
    tables: z.record(name, table),
})

/** A contract as its file spells it. */
export type ContractText = z.infer<typeof contractSchema>

/** A table as the contract's file spells it. */
export type TableText = z.infer<typeof table>

/** A column as the contract's file spells it. */
export type ColumnText = z.infer<typeof column>

/** Letters and digits stand in values, so they cannot hold values apart. */
function isStructural(text: string): boolean {
    const code = text.charCodeAt(0)
    return text.length === 1 && code > 0 && code < 128 && !/[A-Za-z0-9\r\n]/.test(text)
}
