import type { ColumnType } from './column-type.ts'
import { type ContractColumn, type PiiClass, plainColumn } from './contract.ts'
import type { Spelling } from './contract-words.ts'
import { type ColumnFacts, type DraftNote, doubt, reason, type ValueShape } from './draft.ts'
import { type DateForm, dateForms } from './draft-date.ts'
import { type NumberForm, numberForm } from './draft-number.ts'
import { headingSays } from './draft-words.ts'

/** What a column may be; the first candidate that all of its texts fit is proposed. */
export type DraftCandidate = Pick<ContractColumn, 'type' | 'format' | 'accepts'> & {
    readonly notes: readonly DraftNote[]
}

/** A column with what was found out about it. */
export type FoundColumn = {
    readonly name: string
    readonly facts: ColumnFacts
    readonly pii: PiiClass | null
}

const integerDigitsMax = 9
const bigintDigitsMax = 18
/** Longer runs of digits are numbers of cards or accounts: nobody adds them up. */
const countedDigitsMax = 14
const scaleMax = 9
const varchar: ColumnType = { name: 'varchar' }

/**
 * What a column may be, the likeliest first and text last. A candidate is no more than that: the
 * caller holds each against every text of the column.
 */
export function draftCandidates(found: FoundColumn): readonly DraftCandidate[] {
    const { facts, pii } = found
    const asText = (why: DraftNote | null): DraftCandidate => ({
        ...plain(varchar),
        accepts: facts.padded * 2 > facts.present ? ['padding'] : [],
        notes: why === null ? [] : [why],
    })
    if (facts.present === 0) return [asText(doubt('sources.draft.empty_column'))]
    const { shapes } = facts
    if (facts.shapesLeft > 0) return [asText(null)]
    const dates = dateCandidates(found, shapes)
    if (pii !== null && pii !== 'birth_date') return [asText(null)]
    const number = numberForm(shapes)
    const why = textReason(found, number)
    if (why !== null) return [...dates, asText(why)]
    const truths = truthCandidates(found)
    const numbers = number === null ? [] : numberCandidates(found, number)
    return [...dates, ...truths, ...numbers, asText(null)]
}

/** Years and months written as one number, 202601. */
export function isMonthNumber({ name, facts }: Pick<FoundColumn, 'name' | 'facts'>): boolean {
    const [only] = facts.shapes
    const isShape = facts.shapes.length === 1 && facts.shapesLeft === 0 && only?.shape === '999999'
    if (!isShape || only === undefined) return false
    const isMonth = (text: string): boolean => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])$/.test(text)
    if (!isMonth(only.least) || !isMonth(only.greatest)) return false
    return headingSays(name, 'month') || facts.commonest.every(({ text }) => isMonth(text))
}

function plain(type: ColumnType): Omit<DraftCandidate, 'notes'> {
    return { type, format: null, accepts: [] }
}

/** Why digits are no number here; null where they may be one. */
function textReason({ name, facts }: FoundColumn, number: NumberForm | null): DraftNote | null {
    if (number === null) return null
    if (number.scale > 0 || number.spellings.some((one) => one !== 'padding')) return null
    if (facts.leadingZeros > 0) {
        return reason('sources.draft.leading_zeros', { count: facts.leadingZeros })
    }
    if (number.whole > countedDigitsMax) {
        return reason('sources.draft.long_digits', { digits: number.whole })
    }
    if (facts.isQuoted) return reason('sources.draft.quoted_digits')
    if (headingSays(name, 'card')) return reason('sources.draft.card_number')
    return null
}

function dateCandidates(
    { name, facts, pii }: FoundColumn,
    shapes: readonly ValueShape[],
): readonly DraftCandidate[] {
    const says = headingSays(name, 'date') || headingSays(name, 'birth') || pii === 'birth_date'
    const forms = dateForms(shapes).filter((form) => {
        if (!form.isBare || says) return true
        const isCompact = form.format === '%Y%m%d'
        return isCompact && facts.distinct >= 10 && !headingSays(name, 'identifier')
    })
    return forms.map((form) => ({
        type: { name: form.type },
        format: form.format,
        accepts: form.spellings,
        notes: form.doubt === null ? [] : [dateDoubt(form, shapes[0]?.least ?? '')],
    }))
}

function dateDoubt({ doubt: about, format }: DateForm, example: string): DraftNote {
    if (about === 'century') return doubt('sources.draft.century', { value: example })
    if (about === 'serial') return doubt('sources.draft.serial', { value: example })
    return doubt('sources.draft.day_or_month', { format: format ?? '' })
}

const truthPairs: readonly (readonly [RegExp, readonly Spelling[]])[] = [
    [/^(?:true|false)$/i, []],
    [/^[01]$/, []],
    [/^(?:y|n|yes|no|是|否)$/i, ['yes_no']],
]

/** Two values of which one says yes and one says no. */
function truthCandidates({ name, facts }: FoundColumn): readonly DraftCandidate[] {
    if (facts.distinct !== 2 || !facts.isDistinctExact) return []
    if (headingSays(name, 'count') || headingSays(name, 'money')) return []
    const texts = facts.commonest.map(({ text }) => text)
    return truthPairs
        .filter(([pattern]) => texts.every((text) => pattern.test(text)))
        .map(([, accepts]) => ({
            ...plain({ name: 'boolean' }),
            accepts,
            notes: [reason('sources.draft.truth', { values: texts.join(', ') })],
        }))
}

function numberCandidates(found: FoundColumn, number: NumberForm): readonly DraftCandidate[] {
    const { name, facts } = found
    const isMoney = headingSays(name, 'money') && !headingSays(name, 'code')
    const accepts = number.spellings
    const notes = [reason('sources.draft.number', { ...boundsOf(facts) })]
    const double: DraftCandidate = { ...plain({ name: 'double' }), accepts, notes }
    if (number.isScientific || number.scale > scaleMax) return [double]
    const decimal = (scale: number): DraftCandidate => {
        const precision = number.whole + scale <= bigintDigitsMax ? bigintDigitsMax : 38
        return { ...plain({ name: 'decimal', precision, scale }), accepts, notes }
    }
    if (number.scale > 0 || accepts.includes('percent')) {
        return [decimal(isMoney ? Math.max(number.scale, 2) : number.scale), double]
    }
    const isAmount = isMoney && !headingSays(name, 'identifier') && !isMonthNumber(found)
    if (isAmount) return [decimal(2)]
    const isId = headingSays(name, 'identifier')
    const fits = number.whole <= integerDigitsMax
    const bigint: DraftCandidate = { ...plain({ name: 'bigint' }), accepts, notes }
    if (number.whole > bigintDigitsMax) return [decimal(0)]
    if (isId || !fits) return [bigint]
    const month = isMonthNumber(found) ? [reason('sources.draft.month_number')] : []
    return [{ ...plain({ name: 'integer' }), accepts, notes: [...notes, ...month] }, bigint]
}

/** The least and the greatest number among the commonest, as they are written. */
function boundsOf({ shapes }: ColumnFacts): { readonly least: string; readonly greatest: string } {
    const numbers = shapes
        .flatMap(({ least, greatest }) => [least, greatest])
        .map((text) => ({ text, value: Number(text.replaceAll(/[^0-9.eE+-]/g, '')) }))
        .filter(({ value }) => Number.isFinite(value))
        .sort((one, other) => one.value - other.value)
    return { least: numbers[0]?.text ?? '', greatest: numbers[numbers.length - 1]?.text ?? '' }
}

/** The column that a candidate makes, with all else that can be said of it. */
export function draftedColumn(
    found: FoundColumn,
    candidate: DraftCandidate,
): { readonly column: ContractColumn; readonly notes: readonly DraftNote[] } {
    const { name, facts, pii } = found
    const nulls = facts.nulls.map(({ text }) => text)
    const absent = facts.nulls.map(({ text, count }) =>
        reason('sources.draft.absent_as', { value: text, count }),
    )
    const isRequired = facts.present === facts.rows && facts.rows > 0
    const { type, format, accepts, notes } = candidate
    const codes = draftCodes(found, type)
    const unit = draftUnit(name, type)
    const column: ContractColumn = {
        ...plainColumn,
        name,
        type,
        format,
        accepts,
        nulls,
        required: isRequired,
        codes: codes === null ? null : Object.fromEntries(codes.map((code) => [code, '?'])),
        ...natural(name, type),
        pii,
        unit,
        description: name,
    }
    const coded = codes === null ? [] : [doubt('sources.draft.codes', { count: codes.length })]
    return { column, notes: [factsNote(facts), ...notes, ...absent, ...coded] }
}

function factsNote({ distinct, present, rows, isDistinctExact }: ColumnFacts): DraftNote {
    const params = { distinct, present, rows }
    return reason(isDistinctExact ? 'sources.draft.facts' : 'sources.draft.facts_about', params)
}

const codesMax = 20
const codeLettersMax = 30
const rowsPerCode = 20

/** The values of a column that has few, each of them often; null where it has no such list. */
function draftCodes({ name, facts, pii }: FoundColumn, type: ColumnType): readonly string[] | null {
    const isSure = headingSays(name, 'code') && type.name === 'integer'
    if (pii !== null || facts.distinct < 2 || (type.name !== 'varchar' && !isSure)) return null
    const isFew = facts.distinct <= codesMax && facts.present >= facts.distinct * rowsPerCode
    const texts = facts.commonest.map(({ text }) => text)
    if (!isFew || !facts.isDistinctExact || texts.length !== facts.distinct) return null
    if (texts.some((text) => text.length > codeLettersMax || text !== text.trim())) return null
    return texts.toSorted()
}

/** Bounds that hold by nature, not because these files happen to keep them. */
function natural(name: string, type: ColumnType): Partial<Pick<ContractColumn, 'min' | 'max'>> {
    if (type.name !== 'integer') return {}
    if (/(?:^|_)age(?:_|$)/i.test(name) || name === '年龄' || name === '年齡') {
        return { min: '0', max: '150' }
    }
    return {}
}

function draftUnit(name: string, type: ColumnType): string | null {
    if (type.name === 'varchar' || type.name === 'date' || type.name === 'boolean') return null
    if (/万元|萬元/.test(name)) return '10,000 CNY'
    if (/元|¥|￥|rmb|cny/i.test(name)) return 'CNY'
    if (/(?:^|_)age(?:_|$)|年龄|年齡/i.test(name)) return 'years'
    const isCount = type.name === 'integer' || type.name === 'bigint'
    if (isCount && /(?:^|_)months(?:_|$)|月数|月數/i.test(name)) return 'months'
    if (isCount && /(?:^|_)days(?:_|$)|天数|天數/i.test(name)) return 'days'
    return /percent|pct|%/i.test(name) ? 'percent' : null
}
