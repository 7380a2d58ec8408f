import { addMonths } from '#domain/month.ts'
import { caseKinds, type NearCase, type TierCase } from '#serving/checkup.ts'
import {
    allCases,
    type CheckupView,
    doubtTexts,
    fitShare,
    joined,
    ruleSentences,
    tableRemarks,
    waitText,
    wordOf,
} from './checkup-words.ts'
import {
    sheetRowsMax,
    type WorkbookCell,
    type WorkbookColumn,
    type WorkbookSheet,
    writeWorkbook,
} from './workbook.ts'

/** Where all cases come from, in the order in which they are to stand, in portions. */
export type CaseRows = {
    readonly cases: (side: 'low' | 'high' | 'all') => AsyncIterable<readonly TierCase[]>
    readonly near: () => AsyncIterable<readonly NearCase[]>
}

/** Writes the check-up as a workbook: summary, rule, and every case customer by customer. */
export async function writeCheckupWorkbook(
    path: string,
    view: CheckupView,
    rows: CaseRows,
): Promise<void> {
    const sheets = [
        summarySheet(view),
        ruleSheet(view),
        caseSheet(view, { name: 'too_low', rows: rows.cases('low') }),
        caseSheet(view, { name: 'too_high', rows: rows.cases('high') }),
        nearSheet(view, rows.near()),
        caseSheet(view, { name: 'all', rows: rows.cases('all') }),
    ]
    await writeWorkbook(path, sheets)
}

function summarySheet(view: CheckupView): WorkbookSheet {
    const { checkup, say } = view
    const { table, totals, near, concerned, fit } = checkup
    const all = allCases(checkup)
    const line = (key: string, cell: WorkbookCell, amount: WorkbookCell = null) => [
        { text: say(`exports.checkup.line.${key}`) },
        cell,
        amount,
    ]
    const remark = (text: string): readonly WorkbookCell[] => [{ text }]
    const rows: readonly (readonly WorkbookCell[])[] = [
        line('file', { text: table.file }),
        line('first', { month: table.first }),
        line('last', { month: table.last }),
        line('rows', { count: table.rows }),
        line('customers', { count: table.customers }),
        line('currency', { text: table.currency }),
        line('fit', { share: fitShare(checkup) }),
        line('changes', { count: fit.changes }),
        line('same_changes', { count: fit.sameChanges }),
        line('cases', { count: all.cases }),
        line('case_months', { count: all.months }),
        line('concerned', { count: concerned.customers }),
        line('open', { count: concerned.open }, { amount: concerned.assets }),
        ...caseKinds.map((kind): readonly WorkbookCell[] => [
            { text: say(`exports.checkup.kind.${kind}`) },
            { count: totals[kind].cases },
            { amount: totals[kind].assets },
        ]),
        line('near_up', { count: near.up.customers }, { amount: near.up.assets }),
        line('near_down', { count: near.down.customers }, { amount: near.down.assets }),
        [],
        ...ruleSentences(view).map(remark),
        ...tableRemarks(view).map(remark),
        ...(all.cases > sheetRowsMax ? [remark(say('exports.checkup.remark.sheet_full'))] : []),
        remark(say('exports.checkup.nothing_published')),
    ]
    const columns = titled(view, [
        ['item', 46],
        ['value', 22],
        ['assets', 22],
    ])
    return { name: say('exports.checkup.sheet.summary'), columns, rows, hasFilter: false }
}

function ruleSheet(view: CheckupView): WorkbookSheet {
    const { checkup, say } = view
    const rows = checkup.rule.tiers.map((tier): readonly WorkbookCell[] => {
        const { word, threshold, wait } = tier
        const amount = (text: string | null | undefined): WorkbookCell =>
            text == null ? null : { amount: text }
        const number = (count: number | undefined): WorkbookCell =>
            count === undefined ? null : { count }
        return [
            { text: word },
            amount(threshold?.atLeast),
            amount(threshold?.above),
            amount(threshold?.upTo),
            number(threshold?.cases),
            { text: waitText(tier, view) },
            number(wait?.cases),
            number(wait?.errors),
            { text: joined(doubtTexts(tier, say), view.language) },
        ]
    })
    const columns = titled(view, [
        ...([
            ['tier', 18],
            ['threshold', 16],
            ['above', 16],
            ['up_to', 16],
            ['rises', 12],
        ] as const),
        ...([
            ['wait', 20],
            ['runs', 12],
            ['run_errors', 14],
            ['doubts', 60],
        ] as const),
    ])
    return { name: say('exports.checkup.sheet.rule'), columns, rows, hasFilter: false }
}

function caseSheet(
    view: CheckupView,
    part: {
        readonly name: 'too_low' | 'too_high' | 'all'
        readonly rows: AsyncIterable<readonly TierCase[]>
    },
): WorkbookSheet {
    const { checkup, say } = view
    const rule = checkup.rule
    const cells = (one: TierCase): readonly WorkbookCell[] => [
        { text: one.customer },
        { text: say(`exports.checkup.kind.${one.kind}`) },
        { month: one.from },
        { month: one.to },
        { count: one.months },
        { text: wordOf(rule, one.given) },
        { text: wordOf(rule, one.due) },
        { amount: one.measure },
        { text: say('exports.checkup.open', { open: one.isOpen ? 'yes' : 'no' }) },
    ]
    const columns = titled(view, [
        ...([
            ['customer', 20],
            ['kind', 22],
            ['from', 10],
            ['to', 10],
            ['months', 9],
        ] as const),
        ...([
            ['given', 16],
            ['due', 16],
            ['average', 18],
            ['open', 16],
        ] as const),
    ])
    const name = say(`exports.checkup.sheet.${part.name}`)
    return { name, columns, rows: each(part.rows, cells), hasFilter: true }
}

function nearSheet(view: CheckupView, near: AsyncIterable<readonly NearCase[]>): WorkbookSheet {
    const { checkup, say } = view
    const { rule, table } = checkup
    const cells = (one: NearCase): readonly WorkbookCell[] => [
        { text: one.customer },
        { text: say(`exports.checkup.near.${one.direction}`) },
        { text: wordOf(rule, one.given) },
        { text: wordOf(rule, one.tier) },
        { amount: rule.tiers[one.tier]?.threshold?.atLeast ?? '0' },
        { amount: one.measure },
        { amount: one.gap },
        { month: addMonths(table.last, -rule.shift) },
    ]
    const columns = titled(view, [
        ...([
            ['customer', 20],
            ['direction', 22],
            ['given', 16],
            ['near_tier', 16],
        ] as const),
        ...([
            ['threshold', 16],
            ['average', 18],
            ['gap', 16],
            ['month', 10],
        ] as const),
    ])
    const name = say('exports.checkup.sheet.near')
    return { name, columns, rows: each(near, cells), hasFilter: true }
}

function titled(
    { checkup, say }: CheckupView,
    columns: readonly (readonly [name: string, width: number])[],
): readonly WorkbookColumn[] {
    const { currency } = checkup.table
    return columns.map(([name, width]) => ({
        title: say(`exports.checkup.column.${name}`, { currency }),
        width,
    }))
}

async function* each<T>(
    portions: AsyncIterable<readonly T[]>,
    cells: (one: T) => readonly WorkbookCell[],
): AsyncIterable<readonly WorkbookCell[]> {
    for await (const portion of portions) yield* portion.map(cells)
}
