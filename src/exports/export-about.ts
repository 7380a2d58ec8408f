import { formatMonth, type Month } from '#domain/month.ts'
import type { Language, Say } from '#domain/say.ts'
import { countText } from './number-text.ts'
import type { WorkbookCell, WorkbookSheet } from './workbook.ts'

/** What a workbook says of itself on its second sheet. */
export type ExportAbout = {
    readonly kind: 'table' | 'list' | 'cut'
    readonly name: string
    readonly month: Month | null
    readonly runId: string
    readonly policyKey: string | null
    readonly filter: Readonly<Record<string, string>>
    readonly rows: number
    readonly withheld: number
    /** The titles of columns of which nothing is left but what a message may show. */
    readonly maskedTitles: readonly string[]
    readonly isMasked: boolean
    /** Null where nobody gave one. */
    readonly reason: string | null
    readonly madeBy: string
    /** `2026-01-31 08:15:04 UTC` */
    readonly madeAt: string
}

/** The sheet that tells where the rows of a workbook come from and what was kept back. */
export function aboutSheet(
    about: ExportAbout,
    { say, language }: { readonly say: Say; readonly language: Language },
): WorkbookSheet {
    const line = (key: string, value: string): readonly WorkbookCell[] => [
        { text: say(`exports.about.${key}`) },
        { text: value },
    ]
    const filter = Object.entries(about.filter).map(([name, value]) =>
        say('exports.about.filter_part', { name, value }),
    )
    const optional = (key: string, value: string | null): readonly (readonly WorkbookCell[])[] =>
        value === null || value === '' ? [] : [line(key, value)]
    const rows = [
        line('what', say('exports.about.kind', { kind: about.kind, name: about.name })),
        ...optional('month', about.month === null ? null : formatMonth(about.month)),
        line('run', about.runId),
        ...optional('policy', about.policyKey),
        ...optional('filter', filter.join(', ')),
        line('rows', countText(about.rows, language)),
        ...optional('withheld', withheldText(about, { say, language })),
        line('masked', say('exports.about.is_masked', { masked: about.isMasked ? 'yes' : 'no' })),
        ...optional('masked_columns', about.maskedTitles.join(', ')),
        ...optional('reason', about.reason),
        line('by', about.madeBy),
        line('at', about.madeAt),
    ]
    const columns = [
        { title: say('exports.about.column.item'), width: 28 },
        { title: say('exports.about.column.value'), width: 70 },
    ]
    return { name: say('exports.about.sheet'), columns, rows, hasFilter: false }
}

function withheldText(
    { withheld }: ExportAbout,
    { say, language }: { readonly say: Say; readonly language: Language },
): string | null {
    if (withheld === 0) return null
    return say('exports.about.is_withheld', { withheld, shown: countText(withheld, language) })
}
