import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { refuse } from '#domain/result.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/**
 * The way a base is written and values are read. It is raised with every change of either, so that
 * forms of two readings never meet in one matching.
 */
export const baseFormat = 2

/** The file of a base that says what it is; a folder without it is none. */
export const cardName = 'base.json'

const fieldSchema = z.strictObject({
    most: z.number().int().nullable(),
    known: z.number().int(),
    values: z.number().int(),
})

const cardSchema = z.strictObject({
    kind: z.literal('tong-identity-base'),
    format: z.number().int(),
    engine: z.string(),
    version: z.string(),
    seed: z.number().int(),
    comparison: z.looseObject({ id: z.string() }),
    model: z.looseObject({ priorWeight: z.number() }),
    isLink: z.boolean(),
    ids: z.array(z.string()),
    fields: z.array(fieldSchema),
    records: z.number().int(),
    numbers: z.number().int(),
    whole: z.number().int(),
    changed: z.number().int(),
    parts: z.record(
        z.string(),
        z.array(z.strictObject({ folder: z.string(), bytes: z.number().int() })),
    ),
})

/** What frequencies of a field were when the weights were learned; they stay with the weights. */
export type FieldFigures = {
    /** From how many holders on a value is a placeholder; null: none is. */
    readonly most: number | null
    /** Records that know the field. */
    readonly known: number
    /** Numbers of values that are given out. */
    readonly values: number
}

/** A part of a table: a folder below that of the base, and the bytes of the files in it. */
export type BasePart = { readonly folder: string; readonly bytes: number }

/** What a base says of itself. */
export type BaseCard = {
    readonly kind: 'tong-identity-base'
    readonly format: number
    /** Hashes of keys are good within one engine only. */
    readonly engine: string
    /** The version of Tong that read the values. */
    readonly version: string
    readonly seed: number
    readonly comparison: Comparison
    readonly model: MatchModel
    readonly isLink: boolean
    /** The heading of the ids of each table; in a bank `record_id`. */
    readonly ids: readonly string[]
    readonly fields: readonly FieldFigures[]
    /** Records that are there, and numbers of records that are given out. */
    readonly records: number
    readonly numbers: number
    /** Records when the weights were learned, and how many came, changed or went since. */
    readonly whole: number
    readonly changed: number
    /** The folders of each table, the first one first. */
    readonly parts: Readonly<Record<string, readonly BasePart[]>>
}

/**
 * What a matching has kept so that later records can be matched with its own: numbers of records
 * with a hash of what they say (`records`), who is no longer there (`gone`), values and their forms
 * (`values`, `forms-<place>`, `counts-<place>`), hashes of keys and of valid numbers
 * (`keys-<key>`, `codes-<place>`), and, without a bank, pairs and clusters (`scored`, `clusters`).
 */
export type MatchBase = { readonly folder: string; readonly card: BaseCard }

/** SQL that reads a table of a base. */
export function baseTable(
    warehouse: Pick<Warehouse, 'parquet'>,
    { folder, card }: MatchBase,
    name: string,
): string {
    const parts = card.parts[name] ?? []
    if (parts.length === 0) throw new Error(`the base has no table ${name}`)
    return warehouse.parquet(parts.map((part) => join(folder, part.folder)))
}

/** SQL of the records of a base that are there: record_no, source, record_id, digest. */
export function recordsThere(warehouse: Pick<Warehouse, 'parquet'>, base: MatchBase): string {
    const [records, gone] = ['records', 'gone'].map((name) => baseTable(warehouse, base, name))
    return (
        `(select * from ${records} records ` +
        `where record_no not in (select record_no from ${gone} gone))`
    )
}

/** The engine as a card names it. */
export function engineName({ engine }: Pick<Warehouse, 'engine'>): string {
    return `${engine.name} ${engine.version}`
}

/**
 * Opens a base. Throws Refusal: `identity.base_missing` where there is none, `identity.base_broken`
 * where something is missing in it or cannot be read, `identity.base_version` where another version
 * of Tong or of its engine has written it.
 */
export async function openBase(
    warehouse: Pick<Warehouse, 'engine'>,
    {
        folder,
        path,
        version,
    }: { readonly folder: string; readonly path: string; readonly version: string },
): Promise<MatchBase> {
    const text = await readFile(join(folder, cardName), 'utf8').catch(() => null)
    if (text === null) return refuse('identity.base_missing', { path })
    const read = readCard(text)
    if (read === null) return refuse('identity.base_broken', { path, part: cardName })
    const { format, engine } = read
    const isOwn = format === baseFormat && engine === engineName(warehouse)
    if (!isOwn || read.version !== version) refuse('identity.base_version', { path })
    const parsed = cardSchema.safeParse(read.card)
    if (!parsed.success) return refuse('identity.base_broken', { path, part: cardName })
    // Only Tong writes cards; of what it wrote itself the rest fits once the frame does.
    const card = parsed.data as unknown as BaseCard
    for (const part of Object.values(card.parts).flat()) {
        const bytes = await folderBytes(join(folder, part.folder))
        if (bytes !== part.bytes) refuse('identity.base_broken', { path, part: part.folder })
    }
    return { folder, card }
}

type ReadCard = {
    readonly card: unknown
    readonly format: unknown
    readonly engine: unknown
    readonly version: unknown
}

function readCard(text: string): ReadCard | null {
    try {
        const card: unknown = JSON.parse(text)
        if (typeof card !== 'object' || card === null) return null
        const { kind, format, engine, version } = card as Readonly<Record<string, unknown>>
        return kind === 'tong-identity-base' ? { card, format, engine, version } : null
    } catch {
        return null
    }
}

/** Bytes of all files in a folder; −1 where it is not there. */
export async function folderBytes(folder: string): Promise<number> {
    const names = await readdir(folder).catch(() => null)
    if (names === null) return -1
    const sizes = await Promise.all(
        names.map(async (name) => (await stat(join(folder, name))).size),
    )
    return sizes.reduce((sum, size) => sum + size, 0)
}

/** Whether a comparison is the one of a base: all that decides on forms, keys and weights. */
export function isSameComparison(one: Comparison, other: Comparison): boolean {
    return JSON.stringify(one) === JSON.stringify(other)
}
