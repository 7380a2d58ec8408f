import type { DeskCell } from './chunk.ts'
import type { Fault } from './faults.ts'
import { shelfColumns, shelfRows } from './shelf.ts'
import { type SheetCell, writeSheet } from './workbook.ts'

const shelfFile = 'sample_wealth/shelf.xlsx'
const deskFile = 'sample_desk/desk.xlsx'

/** Where a workbook goes and whether something is wrong in it. */
export type WorkbookOrder = { readonly path: string; readonly hasFaults: boolean }

/** What was written: rows below the heading, and what is wrong with them. */
export type WrittenWorkbook = { readonly rows: number; readonly faults: readonly Fault[] }

/** The shelf; nobody holds the two products whose rows are spoilt. */
export async function writeShelf({ path, hasFaults }: WorkbookOrder): Promise<WrittenWorkbook> {
    const rows = shelfRows().map((row) => [...row])
    const first = 3
    const faults: Fault[] = []
    const spoil = (code: string, column: (typeof shelfColumns)[number]): Fault | null => {
        const at = rows.findIndex(([one]) => one === code)
        const row = rows[at]
        const cell = shelfColumns.indexOf(column)
        if (row === undefined) return null
        const right = String(row[cell])
        const isRisk = column === '风险等级'
        row[cell] = isRisk ? 'R6' : null
        const kind = isRisk ? 'unknown_code' : 'missing_value'
        return { file: shelfFile, line: first + at, key: code, column, kind, right }
    }
    if (hasFaults) {
        for (const fault of [spoil('LC036', '风险等级'), spoil('JJ024', '产品名称')]) {
            if (fault !== null) faults.push(fault)
        }
    }
    const above = ['产品货架 · 财富管理部 · 2025年12月31日']
    await writeSheet(path, {
        ...{ name: '产品货架', above, heading: [shelfColumns], merged: ['A1:M1'], rows },
    })
    return { rows: rows.length, faults }
}

/** Headings stand in two rows: what is above several columns is one cell. */
const deskHeading: readonly (readonly (string | null)[])[] = [
    [...['序号', '客户', null, null, null, '他行资产', null, null, null, '下次联系', null], '备注'],
    [
        ...[null, '姓名', '手机', '核心客户号', '生日', '银行', '产品', '金额（万元）', '到期日'],
        ...['日期', '事项', null],
    ],
]
const deskMerged = ['A3:A4', 'B3:E3', 'F3:I3', 'J3:K3', 'L3:L4', 'A1:L1']
const amountAt = 7
const nextAt = 9

/** The workbook of a manager. */
export async function writeDesk(
    { path, hasFaults }: WorkbookOrder,
    notes: readonly (readonly DeskCell[])[],
): Promise<WrittenWorkbook> {
    const rows = notes.map((row): SheetCell[] => [...row])
    const first = 5
    const faults: Fault[] = []
    const inYuan = rows.findIndex((row) => row[amountAt] !== null && Number(row[amountAt]) > 3)
    const vague = rows.findLastIndex((row) => row[nextAt] !== null)
    if (hasFaults && rows.length >= 30) {
        const base = { file: deskFile } as const
        const amount = rows[inYuan]?.[amountAt] ?? 0
        const day = rows[vague]?.[nextAt] ?? ''
        if (rows[inYuan] !== undefined) rows[inYuan][amountAt] = Number(amount) * 10_000
        if (rows[vague] !== undefined) rows[vague][nextAt] = '3月底'
        const keyOf = (at: number): string => String(rows[at]?.[0])
        faults.push(
            {
                ...{ ...base, line: first + inYuan, key: keyOf(inYuan), kind: 'mixed_units' },
                ...{ column: '他行资产/金额（万元）', right: String(amount) },
            },
            {
                ...{ ...base, line: first + vague, key: keyOf(vague), kind: 'bad_form' },
                ...{ column: '下次联系/日期', right: String(day) },
            },
        )
    }
    await writeSheet(path, {
        name: '客户台账',
        above: ['客户台账（客户经理自用）', '金额单位：万元'],
        heading: deskHeading,
        merged: deskMerged,
        rows,
    })
    return { rows: rows.length, faults }
}
