import type { TextParams } from '#domain/say.ts'
import type { ContractColumn, FileFormat } from './contract.ts'

/**
 * Why something is proposed: a text of this room and what it names. `isDoubt` where a person
 * should look before the contract is used.
 */
export type DraftNote = {
    readonly key: string
    readonly params: TextParams
    readonly isDoubt: boolean
}

/** A column as it is proposed; its description says no more than its heading. */
export type DraftColumn = { readonly column: ContractColumn; readonly notes: readonly DraftNote[] }

/** Columns whose values are all keys of another table; `isSure` where the names say so too. */
export type DraftRelation = {
    readonly columns: readonly string[]
    readonly to: string
    readonly isSure: boolean
    readonly notes: readonly DraftNote[]
}

/** A table as it is proposed from one file. */
export type DraftTable = {
    readonly name: string
    /** The name of the file, with `*` where it holds a day or month. */
    readonly file: string
    readonly header: 'names' | 'none'
    readonly format: FileFormat
    /** The words of `read` where the file is no text; null: it is one. */
    readonly special: Readonly<Record<string, string | number>> | null
    /** Records below the heading. */
    readonly rows: number
    readonly key: readonly string[]
    /** The entity whose records its rows describe, as in a contract; null: none. */
    readonly record: string | null
    readonly columns: readonly DraftColumn[]
    readonly relations: readonly DraftRelation[]
    /** Rows that do not fit what is proposed; 0 where all do. */
    readonly misfits: number
    readonly notes: readonly DraftNote[]
}

/** A contract as it is proposed from unknown files. */
export type Draft = { readonly system: string; readonly tables: readonly DraftTable[] }

/** Texts of one form: digits stand as 9, capitals as A, small letters as a. */
export type ValueShape = {
    readonly shape: string
    readonly count: number
    /** The first and the last of them in the order of their bytes. */
    readonly least: string
    readonly greatest: string
}

/** What was counted over all texts of a column; nothing here is from a sample but `isQuoted`. */
export type ColumnFacts = {
    readonly rows: number
    /** Texts that are there: neither empty nor a spelling of absent. */
    readonly present: number
    /** Different texts among those. Approximate (about 2%) where `isDistinctExact` is not set. */
    readonly distinct: number
    readonly isDistinctExact: boolean
    /** Spellings of absent that stand in the column. */
    readonly nulls: readonly { readonly text: string; readonly count: number }[]
    /** The commonest texts, at most 40, commonest first. */
    readonly commonest: readonly { readonly text: string; readonly count: number }[]
    /** The commonest shapes; `shapesLeft` texts have others. */
    readonly shapes: readonly ValueShape[]
    readonly shapesLeft: number
    readonly lengthMin: number
    readonly lengthMax: number
    /** Texts with blanks before or behind them. */
    readonly padded: number
    /** Numbers that begin with a 0 before another digit. */
    readonly leadingZeros: number
    /** Whether the first records quote every value of the column, and numbers elsewhere are not. */
    readonly isQuoted: boolean
}

/** A note that says why. */
export function reason(key: string, params: TextParams = {}): DraftNote {
    return { key, params, isDoubt: false }
}

/** A note that asks a person to look. */
export function doubt(key: string, params: TextParams = {}): DraftNote {
    return { key, params, isDoubt: true }
}
