import { join } from 'node:path'
import type { KindId } from '#identity/kinds.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { BankContext } from '../bank-context.ts'
import { type KnownRecords, type NamedRecord, recordsOf } from './find-records.ts'
import { type MatchedPart, matchedParts, readMatchModel } from './matched-parts.ts'
import { readDecisions, type ToldDecision } from './read-decisions.ts'

/** A level of a field that speaks for two records being one, with its weight. */
export type SpokenLevel = { readonly kind: KindId; readonly level: string; readonly weight: number }

/** A record of a party, with the strongest link that it has to another one of it. */
export type LinkedRecord = NamedRecord & {
    /** Null: the founding record, or one that a person or an earlier matching brought. */
    readonly link: {
        /** In thousandths of a bit. */
        readonly weight: number
        /** What speaks for it, the strongest first. */
        readonly levels: readonly SpokenLevel[]
        /** Whether a system names the other record itself. */
        readonly isDeclared: boolean
    } | null
    /** The decision of a person that brought it, where no link does. */
    readonly decision: ToldDecision | null
}

/** The records of a party and why they are one. */
export async function partyEvidence(
    context: BankContext,
    { known, partyId }: { readonly known: KnownRecords; readonly partyId: bigint },
): Promise<readonly LinkedRecord[]> {
    const records = await recordsOf(context, { known, partyId })
    if (records.length < 2) return records.map((one) => ({ ...one, link: null, decision: null }))
    const links = await strongestLinks(context, { known, records })
    const decisions = (await readDecisions(context.db)).filter(
        ({ kind, undoneBy }) => kind === 'together' && undoneBy === null,
    )
    return records.map((one) => {
        const isFounder = one.recordId === partyId
        const link = isFounder ? null : (links.get(one.recordId) ?? null)
        const brought = decisions.findLast(({ left, right }) =>
            [...left, ...right].includes(one.recordId),
        )
        return { ...one, link, decision: isFounder || link !== null ? null : (brought ?? null) }
    })
}

type Link = NonNullable<LinkedRecord['link']>

async function strongestLinks(
    context: BankContext,
    { known, records }: { readonly known: KnownRecords; readonly records: readonly NamedRecord[] },
): Promise<ReadonlyMap<bigint, Link>> {
    const links = new Map<bigint, Link>()
    for (const part of await matchedParts(context, known.resolution?.matching ?? null)) {
        const model = await readMatchModel(part)
        for (const row of await pairsAmong(context, { ...part, records })) {
            const link = linkOf(row, { ...part, model })
            for (const id of [row.one, row.other]) {
                const best = links.get(id as bigint)
                if (best === undefined || best.weight < link.weight) links.set(id as bigint, link)
            }
        }
    }
    return links
}

async function pairsAmong(
    { warehouse }: BankContext,
    { folder, records }: Pick<MatchedPart, 'folder'> & { readonly records: readonly NamedRecord[] },
) {
    const table = (name: string): string => warehouse.parquet([join(folder, name)])
    const ids = records.map(({ recordId }) => recordId).join(', ')
    const own = `(select record_no, record_id from ${table('records')} all_records
        where record_id in (${ids}))`
    return await warehouse.rows(
        `select a.record_id as one, b.record_id as other, pairs.*
        from ${table('pairs')} pairs
        join ${own} a on a.record_no = pairs.left_no
        join ${own} b on b.record_no = pairs.right_no
        where pairs.weight > 0`,
    )
}

function linkOf(
    row: Readonly<Record<string, unknown>>,
    { comparison, model }: Pick<MatchedPart, 'comparison'> & { readonly model: MatchModel },
): Link {
    const levels = comparison.fields.flatMap(({ kind, levels: own }, place): SpokenLevel[] => {
        const at = Number(row[`l${place}`] ?? -1)
        const level = own[at]?.id
        const weight = model.fields[place]?.levels[at]?.weight ?? 0
        return level === undefined || weight <= 0 ? [] : [{ kind, level, weight }]
    })
    return {
        weight: Number(row.weight),
        levels: levels.toSorted((left, right) => right.weight - left.weight),
        isDeclared: row.is_declared === true,
    }
}
