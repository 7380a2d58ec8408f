import { join } from 'node:path'
import {
    compileComparison,
    isForbidden,
    readRecord,
    type TextRow,
    textOf,
} from '#identity/compare-records.ts'
import { different } from '#identity/kind.ts'
import type { KindId } from '#identity/kinds.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { parseRecordKey } from '#identity/record-key.ts'
import type { BankContext } from '../bank-context.ts'
import { recordTables } from '../quality/record-tables.ts'
import { recordTexts } from '../quality/record-texts.ts'
import { columnsRead } from './bank-records.ts'
import type { NamedRecord } from './find-records.ts'
import { type MatchedPart, matchedParts, readMatchModel } from './matched-parts.ts'
import type { PartyResolution } from './resolve-parties.ts'

/** What one field says about two records. */
export type FieldEvidence = {
    readonly field: string
    readonly kind: KindId
    /** The level that holds; null: a side is unknown, which says nothing. */
    readonly level: string | null
    /** In thousandths of a bit, without what a rare value adds. */
    readonly weight: number
    /** The texts as delivered: to be masked before anybody sees them. */
    readonly texts: readonly [string | null, string | null]
}

/** Why two records are one person or firm, or are not. Weights in thousandths of a bit. */
export type PairEvidence = {
    readonly comparison: string
    readonly fields: readonly FieldEvidence[]
    /** What is known before anything is compared: most pairs are two. */
    readonly prior: number
    /** What rare values add; null where no key ever proposed the pair. */
    readonly rarity: number | null
    /** What it counts for that a system names the other record itself; 0: none does. */
    readonly declared: number
    /** The whole; where the pair was never proposed, of the fields alone. */
    readonly weight: number
    /** Weights from which on pairs are joined, and looked at. */
    readonly thresholds: Comparison['thresholds']
    /** Whether both have a valid number of a kind that one has only one of, and they differ. */
    readonly isForbidden: boolean
}

/** Compares two records as the last matching did; null where it has compared neither. */
export async function explainPair(
    context: BankContext,
    {
        resolution,
        pair,
    }: {
        readonly resolution: PartyResolution
        readonly pair: readonly [NamedRecord, NamedRecord]
    },
): Promise<PairEvidence | null> {
    const { matching } = resolution
    if (matching === null) return null
    for (const part of await matchedParts(context, matching)) {
        const numbers = await numbersIn(context, { ...part, pair })
        if (numbers === null) continue
        const { comparison } = part
        const model = await readMatchModel(part)
        const stored = await storedPair(context, { ...part, numbers })
        return await evidenceOf(context, { comparison, model, pair, stored })
    }
    return null
}

type Pair = readonly [NamedRecord, NamedRecord]
type Numbers = { readonly left: bigint; readonly right: bigint }

async function numbersIn(
    { warehouse }: BankContext,
    { folder, pair }: Pick<MatchedPart, 'folder'> & { readonly pair: Pair },
): Promise<Numbers | null> {
    const rows = await warehouse.rows(
        `select record_no from ${warehouse.parquet([join(folder, 'records')])} records
        where record_id in ($1, $2) order by record_no`,
        pair.map(({ recordId }) => recordId),
    )
    const [left, right] = rows.map(({ record_no: number }) => BigInt(String(number)))
    return left === undefined || right === undefined ? null : { left, right }
}

type StoredPair = {
    readonly weight: number
    readonly isDeclared: boolean
    readonly isSeen: boolean
}

async function storedPair(
    { warehouse }: BankContext,
    { folder, numbers }: Pick<MatchedPart, 'folder'> & { readonly numbers: Numbers },
): Promise<StoredPair | null> {
    const [row] = await warehouse.rows(
        `select weight, found_weight, is_declared
        from ${warehouse.parquet([join(folder, 'pairs')])} pairs
        where left_no = $1 and right_no = $2`,
        [numbers.left, numbers.right],
    )
    if (row === undefined) return null
    return {
        weight: Number(row.found_weight ?? row.weight),
        isDeclared: row.is_declared === true,
        isSeen: row.found_weight !== null,
    }
}

async function evidenceOf(
    context: BankContext,
    {
        comparison,
        model,
        pair,
        stored,
    }: {
        readonly comparison: Comparison
        readonly model: MatchModel
        readonly pair: Pair
        readonly stored: StoredPair | null
    },
): Promise<PairEvidence> {
    const tables = await recordTables(context)
    const asked = { tables, fields: columnsRead([comparison]) }
    const textsOf = async ({ recordKey }: NamedRecord): Promise<TextRow> => {
        const record = parseRecordKey(recordKey)
        if (record === null) return {}
        return Object.fromEntries(await recordTexts(context, { ...asked, record }))
    }
    const rows = [await textsOf(pair[0]), await textsOf(pair[1])] as const
    const [a, b] = [readRecord(rows[0], comparison), readRecord(rows[1], comparison)]
    const pattern = compileComparison(comparison)({ a, b })
    const fields = comparison.fields.map((field, place): FieldEvidence => {
        const at = pattern[place] ?? -1
        const weight = model.fields[place]?.levels[at]?.weight ?? 0
        return {
            ...{ field: field.id, kind: field.kind, weight },
            level: at < 0 ? null : (field.levels[at]?.id ?? different),
            texts: [textOf(rows[0], field), textOf(rows[1], field)],
        }
    })
    const prior = model.priorWeight
    const plain = fields.reduce((sum, { weight }) => sum + weight, prior)
    const rarity = stored?.isSeen === true ? stored.weight - plain : null
    const declared = stored?.isDeclared === true ? declaredWeight : 0
    return {
        ...{ comparison: comparison.id, fields, prior, rarity, declared },
        weight: plain + (rarity ?? 0) + declared,
        thresholds: comparison.thresholds,
        isForbidden: isForbidden({ a, b }, comparison),
    }
}

/** A system that names the record of another errs once in about 33,000 times: log2 of the odds. */
export const declaredWeight = 15_000
