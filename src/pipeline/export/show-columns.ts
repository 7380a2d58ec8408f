import { nearestName } from '#domain/nearest-name.ts'
import { failure, Refusal } from '#domain/result.ts'
import { catalogue } from '#features/catalogue.ts'
import { traitOfField } from '#features/sensitive-traits.ts'
import type { PiiClass } from '#sources/contract.ts'
import { maskedSql } from '#sources/mask-value.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Twin } from '../model.ts'
import type { ExportColumn, ExportReader } from './export-source.ts'

/** A column with its class of personal data; null: it is none. */
export type ClassedColumn = Omit<ExportColumn, 'isMasked'> & { readonly pii: PiiClass | null }

/**
 * The columns of a model with the class that each twin gives. A column that tells of a sensitive
 * trait, or of a feature that the customer may not be told, is sensitive whatever its twin says.
 */
export function classedColumns({ columns }: Pick<Twin, 'columns'>): readonly ClassedColumn[] {
    return Object.entries(columns).map(([name, { type, unit, pii }]) => ({
        ...{ name, type, unit: unit ?? null },
        codes: type === 'boolean' ? 'yes_no' : null,
        pii: pii === undefined ? secretClass(name) : (pii as PiiClass),
    }))
}

/** The class of a column that no twin classes. */
export function secretClass(name: string): PiiClass | null {
    const feature = catalogue.get(name)
    const isSecret = feature !== undefined && (feature.sensitive !== false || feature.hidden)
    return isSecret || traitOfField(name) !== null ? 'sensitive' : null
}

/** Columns as a reader may have them, and the expressions that write them. */
export type ShownColumns = {
    readonly columns: readonly ExportColumn[]
    /** `a, b as b`, for behind `select`, of a relation called `alias`. */
    readonly select: string
}

/**
 * What a reader is shown of columns: personal data masked unless it was asked for in full,
 * sensitive data by compliance alone and only then.
 */
export function showColumns(
    columns: readonly ClassedColumn[],
    { alias, reader }: { readonly alias: string; readonly reader: ExportReader },
): ShownColumns {
    const shown = columns.map(({ pii, ...column }) => {
        const value = `${alias}.${quoted(column.name)}`
        if (pii === null || isOpen(pii, reader)) {
            return { sql: value, column: { ...column, isMasked: false } }
        }
        const masked = maskedSql(`cast(${value} as varchar)`, pii)
        const text = { type: 'varchar', unit: null, codes: null, isMasked: true }
        return { sql: `${masked} as ${quoted(column.name)}`, column: { ...column, ...text } }
    })
    return {
        columns: shown.map(({ column }) => column),
        select: shown.map(({ sql }) => sql).join(', '),
    }
}

function isOpen(pii: PiiClass, { viewer, isUnmasked }: ExportReader): boolean {
    return isUnmasked && (pii !== 'sensitive' || viewer.isCompliance)
}

/** The columns that are asked for, in that order; null: all. Refuses unknown ones, all at once. */
export function chosenColumns<T extends { readonly name: string }>(
    columns: readonly T[],
    asked: readonly string[] | null,
): readonly T[] {
    if (asked === null) return columns
    const names = columns.map(({ name }) => name)
    const unknown = [...new Set(asked)].filter((name) => !names.includes(name))
    if (unknown.length > 0) {
        throw new Refusal(
            unknown.map((column) => {
                const nearest = nearestName(column, names) ?? 'none'
                return failure('pipeline.export_column', { column, nearest })
            }),
        )
    }
    return [...new Set(asked)].flatMap((name) => columns.find((one) => one.name === name) ?? [])
}
