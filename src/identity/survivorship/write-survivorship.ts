import { literal } from '#sources/sql-text.ts'
import { firstKnownDay, founding, unknownDayRank } from './choose-record.ts'
import { type PartyField, partyFields, type ToldField, toldFields } from './party-fields.ts'
import { rulesOfField, type SurvivorRule, type Survivorship } from './survivorship.ts'
import { idleSigns, lengthMax } from './value-quality.ts'
import {
    writeIsChinese,
    writeIsFiller,
    writeIsValid,
    writeLength,
    writeNumberForms,
} from './write-value-quality.ts'

/** Digits of the place that a record has in its party. */
const placeDigits = 6

/** What fits into a bigint; longer keys need 128 bits. */
const shortDigits = 18

/**
 * Template texts of `identity.party_origins`, by the name that `param()` asks for. Of the records
 * of a party that tell a field, the one with the lowest key is shown. A key is the ranks of the
 * rules one after the other, and then the record's place in its party; null where it tells nothing.
 * The same as `chooseRecord` for all parties at once.
 */
export function writeSurvivorship(
    policy: Survivorship,
    { ranks }: { readonly ranks: ReadonlyMap<string, number> },
): Readonly<Record<'survivorship_forms' | 'survivorship_keys', string>> {
    const forms = (['id_number', 'phone'] as const).flatMap((field) =>
        writeNumberForms(columnOf(field), { signs: idleSigns[field], when: `${field}_differs` }),
    )
    const keys = partyFields.map((field) => {
        const own = rulesOfField(policy, field)
        const rules = own.some(({ word }) => word === 'founding') ? own : [...own, founding]
        const value = columnOf(field)
        const parts = rules.map((rule) => partOf(rule, { field, value, ranks }))
        const key = joined([...parts, { rank: 'place', digits: placeDigits }])
        return `case when ${tellerOf(field)} is not null then ${key} end as ${field}_key`
    })
    return {
        survivorship_forms: forms.join(',\n        '),
        survivorship_keys: keys.join(',\n        '),
    }
}

/** The column of a member that tells a field; texts as they were delivered. */
function columnOf(field: PartyField): string {
    return isTold(field) ? `told_${field}` : field
}

/** The column without which a record tells nothing: what is shown of a name is its masked twin. */
function tellerOf(field: PartyField): string {
    return field === 'name' ? 'name_masked' : columnOf(field)
}

function isTold(field: PartyField): field is ToldField {
    return (toldFields as readonly PartyField[]).includes(field)
}

/** Part of a key: a whole number from 0 on of no more than so many digits. */
type KeyPart = { readonly rank: string; readonly digits: number }

function joined(parts: readonly KeyPart[]): string {
    const total = parts.reduce((sum, { digits }) => sum + digits, 0)
    const type = total > shortDigits ? 'decimal(38,0)' : 'bigint'
    let after = total
    const terms = parts.map(({ rank, digits }) => {
        after -= digits
        const value = `cast(${rank} as ${type})`
        return after === 0 ? value : `${value} * cast('1${'0'.repeat(after)}' as ${type})`
    })
    return terms.join(' + ')
}

type Written = {
    readonly field: PartyField
    readonly value: string
    readonly ranks: ReadonlyMap<string, number>
}

function partOf({ word, sources }: SurvivorRule, { field, value, ranks }: Written): KeyPart {
    switch (word) {
        case 'sources': {
            const whens = sources.map(({ system, entity }, place) => {
                const ofEntity = entity === null ? '' : ` and entity = ${literal(entity)}`
                return `when system = ${literal(system)}${ofEntity} then ${place}`
            })
            return {
                rank: `case ${whens.join(' ')} else ${sources.length} end`,
                digits: String(sources.length).length,
            }
        }
        case 'latest_delivered': {
            const whens = [...ranks].map(([system, rank]) => `when ${literal(system)} then ${rank}`)
            const rank = `case system ${whens.join(' ')} else ${ranks.size} end`
            return { rank: whens.length === 0 ? '0' : rank, digits: String(ranks.size).length }
        }
        case 'latest_known': {
            const days = `{{ days_between(date '${firstKnownDay}', known_since) }}`
            const rank =
                `case when known_since is null then ${unknownDayRank} ` +
                `when ${days} < 0 then ${unknownDayRank - 1} ` +
                `when ${days} > ${unknownDayRank - 1} then 0 ` +
                `else ${unknownDayRank - 1} - ${days} end`
            return { rank, digits: 6 }
        }
        case 'founding':
            return { rank: `case when record_id = party_id then 0 else 1 end`, digits: 1 }
        case 'chinese':
            return flag(field, writeIsChinese(value))
        case 'longest':
            return { rank: weighed(field, `${lengthMax} - ${writeLength(value)}`), digits: 4 }
        case 'not_placeholder':
            return flag(field, `not ${writeIsFiller(field, value)}`)
        case 'valid':
            return flag(field, writeIsValid(field, value))
    }
}

/** What is weighed of a value: nothing where all records of the party tell the same. */
function weighed(field: PartyField, rank: string): string {
    return `case when ${field}_differs then ${rank} else 0 end`
}

/** 0 where it holds, else 1. */
function flag(field: PartyField, condition: string): KeyPart {
    return { rank: weighed(field, `case when ${condition} then 0 else 1 end`), digits: 1 }
}
