import { type Failure, failure, type Place } from '#domain/result.ts'
import { type ColumnType, parseColumnType } from './column-type.ts'
import type { ColumnText } from './contract-text.ts'
import type { Spelling } from './contract-words.ts'
import { plainValue } from './plain-value.ts'

/** A column of a contract as its file spells it, and how to find its words there. */
export type ColumnWords = {
    readonly table: string
    readonly column: string
    readonly words: ColumnText
    readonly placeOf: (path: readonly (string | number)[]) => Place
}

type TypeName = ColumnType['name']

const numbers: readonly TypeName[] = ['bigint', 'integer', 'decimal', 'double']
const instants: readonly TypeName[] = ['date', 'timestamp']
const all: readonly TypeName[] = [...numbers, ...instants, 'boolean', 'varchar']

/** The types of columns that a spelling says something about. */
const typesOfSpelling: Readonly<Record<Spelling, readonly TypeName[]>> = {
    thousands: numbers,
    full_width: all,
    parentheses: numbers,
    trailing_minus: numbers,
    currency: numbers,
    ten_thousands: numbers,
    percent: ['decimal', 'double'],
    compact: instants,
    slashes: instants,
    dots: instants,
    chinese: instants,
    excel_serial: ['date'],
    minguo: instants,
    yes_no: ['boolean'],
    padding: all,
}

/** Whatever of a column's words contradicts its type or one another: `sources.contract_*`. */
export function columnFaults(about: ColumnWords): readonly Failure[] {
    const type = parseColumnType(about.words.type)
    if (type === null) return []
    return [
        ...formatFaults(about, type),
        ...spellingFaults(about, type),
        ...boundFaults(about, type),
        ...codeFaults(about, type),
    ]
}

function formatFaults(about: ColumnWords, type: ColumnType): readonly Failure[] {
    const { words, placeOf } = about
    const { format } = words
    if (format === undefined) return []
    const at = placeOf(['format'])
    if (!instants.includes(type.name)) {
        return [failure('sources.contract_format', namesOf(about), at)]
    }
    if (/%[Yy]/.test(format)) return []
    return [failure('sources.contract_format_parts', { ...namesOf(about), format }, at)]
}

function spellingFaults(about: ColumnWords, type: ColumnType): readonly Failure[] {
    const { words, placeOf } = about
    return (words.accepts ?? []).flatMap((word, index) => {
        const at = placeOf(['accepts', index])
        const hasPlaces = type.name !== 'decimal' || type.scale >= 2
        const fits = typesOfSpelling[word].includes(type.name) && (word !== 'percent' || hasPlaces)
        if (!fits) {
            const params = { ...namesOf(about), word, type: words.type }
            return [failure('sources.contract_spelling', params, at)]
        }
        const other = confusedWith(words, word)
        if (other === null) return []
        return [
            failure('sources.contract_spelling_unclear', { ...namesOf(about), word, other }, at),
        ]
    })
}

/** What a spelling could be taken for in the same column; null: nothing. */
function confusedWith({ accepts = [], format, unit }: ColumnText, word: Spelling): string | null {
    const digitsOnly = format !== undefined && /^(%[YymdHMS])+$/.test(format)
    if (word === 'excel_serial' && accepts.includes('compact')) return 'compact'
    if ((word === 'excel_serial' || word === 'compact') && digitsOnly) return `format ${format}`
    if ((word === 'slashes' || word === 'minguo') && format?.includes('/') === true) {
        return `format ${format}`
    }
    if (word === 'dots' && format?.includes('.') === true) return `format ${format}`
    // A sign of the yuan on an amount of dollars would be read as dollars.
    const isForeign = unit !== undefined && /^[A-Z]{3}$/.test(unit) && unit !== 'CNY'
    return word === 'currency' && isForeign ? `unit ${unit}` : null
}

function boundFaults(about: ColumnWords, type: ColumnType): readonly Failure[] {
    const { words, placeOf } = about
    const bounds = (['min', 'max'] as const).flatMap((word) => {
        const text = words[word]
        if (text === undefined) return []
        const isText = type.name === 'varchar' || type.name === 'boolean'
        return [{ word, text: String(text), value: isText ? null : plainValue(String(text), type) }]
    })
    const faults = bounds
        .filter(({ value }) => value === null)
        .map(({ word, text }) => {
            const params = { ...namesOf(about), word, value: text, type: words.type }
            return failure('sources.contract_bound', params, placeOf([word]))
        })
    const [min, max] = bounds
    if (min?.value == null || max?.value == null || min.value <= max.value) return faults
    const params = { ...namesOf(about), min: min.text, max: max.text }
    return [...faults, failure('sources.contract_bounds_order', params, placeOf(['min']))]
}

function codeFaults(about: ColumnWords, type: ColumnType): readonly Failure[] {
    const { words, placeOf } = about
    const { codes } = words
    if (codes === undefined) return []
    const named = { ...namesOf(about), type: words.type }
    if (!['varchar', 'integer', 'bigint', 'boolean'].includes(type.name)) {
        return [failure('sources.contract_codes', named, placeOf(['codes']))]
    }
    if (Object.keys(codes).length === 0) {
        return [failure('sources.contract_codes_none', namesOf(about), placeOf(['codes']))]
    }
    return Object.keys(codes)
        .filter((code) => plainValue(code, type) === null)
        .map((code) => {
            return failure('sources.contract_code', { ...named, code }, placeOf(['codes', code]))
        })
}

function namesOf({ table, column }: ColumnWords): {
    readonly table: string
    readonly column: string
} {
    return { table, column }
}
