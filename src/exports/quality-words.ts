import type { Language, Say } from '#domain/say.ts'
import type { QualityIssue, TableQuality } from '#serving/quality-report.ts'
import type { Dimension, QualityCount } from '#sources/quality.ts'
import { passedMillionths } from '#sources/quality.ts'
import { countText } from './number-text.ts'

/** A language and its texts. */
type Spoken = { readonly language: Language; readonly say: Say }

const million = 1_000_000

/** A share that passes, cut after two digits: `99.99%` is not perfect; `–`: none was checked. */
export function gradeText(millionths: number | null, language: Language): string {
    if (millionths === null) return '–'
    const format = new Intl.NumberFormat(language, {
        style: 'percent',
        minimumFractionDigits: millionths === million ? 0 : 2,
        maximumFractionDigits: 2,
        roundingMode: 'floor',
    })
    return format.format(millionths / million)
}

/** The share of a count that fails, `3.24%`; never a zero that is none. */
export function failedText(count: QualityCount, language: Language): string {
    const format = new Intl.NumberFormat(language, {
        style: 'percent',
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        roundingMode: 'ceil',
    })
    const passed = passedMillionths(count)
    return passed === null ? '–' : format.format((million - passed) / million)
}

/** The name of a dimension. */
export function dimensionName(dimension: Dimension, { say }: Pick<Spoken, 'say'>): string {
    return say(`exports.quality.dimension.${dimension}`)
}

/** Where something is amiss: `sample_cards.holders.id_number`. */
export function placeOf({ system, table, field }: QualityIssue): string {
    return [system, table, ...(field === null ? [] : [field])].join('.')
}

/** What is amiss, in a few words: `12 of 1,204 have a wrong check digit`. */
export function issueText(issue: QualityCount, { say, language }: Spoken): string {
    return say(`exports.quality.check.${issue.check}`, {
        failed: issue.failed,
        shown: countText(issue.failed, language),
        checked: countText(issue.checked, language),
    })
}

/** What to do about a check that fails. */
export function remedyText(check: QualityCount['check'], { say }: Pick<Spoken, 'say'>): string {
    return say(`exports.quality.remedy.${check}`)
}

/** Whether a table is as fresh as its contract asks, in words. */
export function freshText({ freshness }: TableQuality, { say }: Pick<Spoken, 'say'>): string {
    if (freshness === null) return '–'
    const { isLate, reach, expected } = freshness
    if (!isLate) return say('exports.quality.in_time')
    return reach === null
        ? say('exports.quality.late_nothing')
        : say('exports.quality.late', { reach, expected })
}

/** The same for a narrow column: without the day that it was due for. */
export function freshShort(table: TableQuality, { say }: Pick<Spoken, 'say'>): string {
    const { freshness } = table
    if (freshness?.isLate !== true || freshness.reach === null) return freshText(table, { say })
    return say('exports.quality.late_short', { reach: freshness.reach })
}
