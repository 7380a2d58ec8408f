import type { Language, Say } from '#domain/say.ts'
import type { TableColumn, ValueKind } from '#domain/table-column.ts'
import { catalogue } from '#features/catalogue.ts'
import type { ColumnCodes, ExportColumn } from '#pipeline/export/export-source.ts'
import { earnedCauses, givenCauses } from '#tiers/assignment.ts'
import type { Policy } from '#tiers/policy.ts'
import { columnName } from './export-names.ts'

/** How the columns of an export are dressed for people. */
export type ColumnDress = {
    readonly say: Say
    readonly language: Language
    readonly currency: string
    /** The rules that gave the tiers; null where there are none. */
    readonly policy: Policy | null
    /** Whether names and codes stay as the tables have them, for a program to read. */
    readonly isPlain: boolean
}

/** Columns with titles, and codes with words, where there are some in the reader's language. */
export function dressColumns(
    columns: readonly ExportColumn[],
    dress: ColumnDress,
): readonly TableColumn[] {
    return columns.map((column) => ({
        title: dress.isPlain ? column.name : titleOf(column, dress),
        kind: kindOf(column),
        words: dress.isPlain ? new Map() : wordsOf(column, dress),
    }))
}

function titleOf({ name, unit }: ExportColumn, { say, currency }: ColumnDress): string {
    const title = columnName(name, say)
    return unit === 'base currency' ? say('cli.export.amount', { title, currency }) : title
}

const monthColumns: ReadonlySet<string> = new Set([
    ...['month', 'first_month', 'maturity_month', 'from_month', 'until_month', 'due_month'],
])

function kindOf({ name, type, unit }: ExportColumn): ValueKind {
    if (type === 'date') return 'day'
    if (type === 'bigint') return /(?:^|_)id$/.test(name) ? 'id' : 'count'
    if (type === 'integer') {
        if (monthColumns.has(name)) return 'month'
        return unit === null ? 'whole' : 'count'
    }
    if (unit === 'share') return 'share'
    if (/^decimal\(\d+,2\)$/.test(type)) return 'amount'
    return type === 'double' || type.startsWith('decimal') ? 'number' : 'text'
}

function wordsOf({ name, codes }: ExportColumn, dress: ColumnDress): ReadonlyMap<string, string> {
    if (codes !== null) return codeWords(codes, dress)
    const values = catalogue.get(name)?.values ?? (codedColumns.has(name) ? allValues : [])
    return new Map(values.map((value) => [value, dress.say(`features.value.${value}`)]))
}

/** Columns of other tables whose codes are mostly those of features. */
const codedColumns: ReadonlySet<string> = new Set([
    ...['category', 'channel', 'direction', 'education', 'grade', 'guarantee', 'kind', 'list'],
    ...['loan_class', 'marital_status', 'occupation', 'outcome', 'product', 'risk_level', 'sex'],
    ...['risk_capacity', 'status'],
])

const allValues: readonly string[] = [
    ...new Set([...catalogue.values()].flatMap(({ values }) => values ?? [])),
]

function codeWords(
    codes: ColumnCodes,
    { say, language, policy }: ColumnDress,
): ReadonlyMap<string, string> {
    switch (codes) {
        case 'tier':
            return new Map((policy?.tiers ?? []).map((tier) => [tier.id, tier.name[language]]))
        case 'earned_cause':
            return new Map(earnedCauses.map((cause) => [cause, say(`cli.cause.${cause}`)]))
        case 'cause':
            return new Map(
                givenCauses.map((cause) => {
                    const key = cause === 'earned' ? 'cli.export.earned' : `cli.given.${cause}`
                    return [cause, say(key)]
                }),
            )
        case 'near':
            return new Map(
                (['up', 'down'] as const).map((near) => [near, say('cli.export.near', { near })]),
            )
        case 'feature':
            return new Map([...catalogue.keys()].map((id) => [id, say(`features.${id}.name`)]))
        case 'yes_no':
            return new Map(
                ['true', 'false'].map((value) => [value, say(`features.value.${value}`)]),
            )
    }
}
