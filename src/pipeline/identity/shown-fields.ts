import { formatDecimal } from '#domain/decimal.ts'
import type { RecordKey } from '#identity/record-key.ts'
import {
    type PartyField,
    partyFields,
    type ToldField,
    toldFields,
} from '#identity/survivorship/party-fields.ts'
import type { PiiClass } from '#sources/contract.ts'
import { maskValue } from '#sources/mask-value.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { keyText, recordTables } from '../quality/record-tables.ts'
import { recordTexts } from '../quality/record-texts.ts'
import {
    type OriginContext,
    type OriginReason,
    type PartyMember,
    partyOrigins,
} from './choose-origin.ts'

/** A field of a party as it is shown, with the record that tells it. */
export type ShownField = {
    readonly field: PartyField
    /** Personal data masked. */
    readonly value: string
    /** `sample:customer:1` */
    readonly record: string
    readonly reason: OriginReason
    /** How many other records of the party tell the field. */
    readonly others: number
}

const masks: Readonly<Partial<Record<PartyField, PiiClass>>> = {
    id_number: 'id_number',
    phone: 'phone',
    email: 'email',
    address: 'address',
    birth_date: 'birth_date',
}

/**
 * What is shown of the party that a record belongs to, field by field, and which record tells it
 * by which rule; fields that none tells are left out. By the parties of the last run.
 */
export async function shownFields(
    context: OriginContext,
    record: RecordKey,
): Promise<readonly ShownField[]> {
    const { members, originOf } = await partyOrigins(context, record)
    const texts = await textsOf(context, members)
    return partyFields.flatMap((field): ShownField[] => {
        const telling = members.flatMap((member) => {
            const value = toldBy(member, { field, texts })
            return value === null ? [] : [{ record: member, value }]
        })
        const origin = originOf(field, telling)
        const shown = telling.find((one) => keyText(one.record) === origin?.record)
        if (origin === null || shown === undefined) return []
        const bare = field === 'name' ? textOf(shown.record.row.name_masked) : shown.value
        const value = maskValue(bare ?? '', masks[field] ?? null)
        return [{ field, value, ...origin, others: telling.length - 1 }]
    })
}

type Texts = ReadonlyMap<string, ReadonlyMap<ToldField, string>>
type Asked = { readonly field: PartyField; readonly texts: Texts }

function toldBy(member: PartyMember, { field, texts }: Asked): string | null {
    const told = toldFields.find((one) => one === field)
    const delivered = told === undefined ? null : (texts.get(keyText(member))?.get(told) ?? null)
    if (field !== 'name') return told === undefined ? textOf(member.row[field]) : delivered
    // What has no masked twin is not shown, so it is not asked.
    const masked = textOf(member.row.name_masked)
    return masked === null ? null : (delivered ?? masked)
}

/** The texts of records as they were delivered last. */
async function textsOf(context: OriginContext, members: readonly PartyMember[]): Promise<Texts> {
    const tables = await recordTables(context)
    const found = new Map<string, ReadonlyMap<ToldField, string>>()
    for (const record of members) {
        const asked = { tables, record, fields: toldFields }
        found.set(keyText(record), await recordTexts(context, asked))
    }
    return found
}

function textOf(value: unknown): string | null {
    const cell = (value ?? null) as Cell
    if (cell === null) return null
    return typeof cell === 'object' ? formatDecimal(cell) : String(cell)
}
