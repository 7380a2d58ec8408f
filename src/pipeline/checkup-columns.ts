import { nearestName } from '#domain/nearest-name.ts'
import { type Failure, failure, ok, type Place, type Result, refused } from '#domain/result.ts'
import { type ColumnType, parseColumnType } from '#sources/column-type.ts'
import { type ContractTable, plainColumn, plainTable } from '#sources/contract.ts'

/** What a table of given tiers holds; the average may be left out. */
export const givenRoles = ['customer', 'month', 'tier', 'average'] as const
export type GivenRole = (typeof givenRoles)[number]

/** The columns of a table of given tiers, by what they hold. */
export type GivenColumns = {
    /** All columns in the order of the file; those without a role are read and left alone. */
    readonly table: ContractTable
    readonly names: Readonly<Record<Exclude<GivenRole, 'average'>, string>>
    readonly average: string | null
    /** What one unit of the average is in the currency: 1, or 10,000 where the header says 万. */
    readonly averageUnit: 1 | 10_000
}

/** The words of a header line, folded by {@link fold}: English first, then Chinese. */
const headerWords: Readonly<Record<GivenRole, readonly string[]>> = {
    customer: [
        ...['customer', 'customerno', 'customerid', 'cust', 'custno', 'custid', 'party', 'partyid'],
        ...['client', 'clientid', 'clientno', '客户', '客户号', '客户编号', '客户id', '统一客户号'],
        ...['客戶', '客戶號', '客戶編號', '客戶id', '統一客戶號', '核心客户号', '核心客戶號'],
    ],
    month: [
        ...['month', 'period', 'yearmonth', 'yyyymm', 'datamonth', '月', '月份', '年月'],
        ...['统计月份', '數據月份', '数据月份', '评定月份', '統計月份', '資料月份', '評定月份'],
    ],
    tier: [
        ...['tier', 'level', 'grade', 'class', 'customertier', 'customerlevel', '等级', '客户等级'],
        ...['级别', '客户级别', '层级', '等級', '客戶等級', '級別', '客戶級別', '層級'],
    ],
    average: [
        ...['average', 'avg', 'monthaverage', 'monthlyaverage', 'avgbalance', 'avgassets', 'aum'],
        ...[
            'assets',
            'measure',
            'avgaum',
            'averagebalance',
            '月日均',
            '日均',
            '月均',
            '月日均资产',
        ],
        ...['日均资产', '月均资产', '资产', '日均余额', '月日均余额', '月日均aum', '日均aum'],
        ...['月日均資產', '日均資產', '月均資產', '資產', '日均餘額', '月日均餘額'],
    ],
}

/** The forms in which a month may be written, one in a file. */
export const monthForms = ['%Y-%m', '%Y%m', '%Y/%m', '%Y年%m月', '%Y-%m-%d', '%Y%m%d', '%Y/%m/%d']

/**
 * Reads the header of a table of given tiers: English or Chinese words in any order. Codes:
 * `pipeline.given_column_missing`, `given_column_twice`, `given_column_blank`.
 */
export function readGivenColumns(
    header: readonly string[],
    { at, monthForm }: { readonly at: Place; readonly monthForm: string },
): Result<GivenColumns> {
    const failures: Failure[] = []
    header.forEach((name, index) => {
        if (name.trim() === '') {
            failures.push(failure('pipeline.given_column_blank', { position: index + 1 }, at))
        }
    })
    const places = new Map<GivenRole, number>()
    for (const role of givenRoles) {
        const found = header.flatMap((name, index) =>
            headerWords[role].includes(fold(name)) ? [index] : [],
        )
        const [first, second] = found.map((index) => header[index] ?? '')
        if (first !== undefined && second !== undefined) {
            failures.push(failure('pipeline.given_column_twice', { role, first, second }, at))
        }
        if (found[0] !== undefined) places.set(role, found[0])
        else if (role !== 'average') failures.push(missing(header, { role, at }))
    }
    failures.push(...repeatedNames(header, at))
    if (failures.length > 0) return refused(failures)
    const name = (role: GivenRole): string => header[places.get(role) ?? -1] ?? ''
    const average = places.has('average') ? name('average') : null
    const columns = header.map((one, index) => {
        const role = givenRoles.find((each) => places.get(each) === index) ?? null
        return column(one, { role, monthForm })
    })
    return ok({
        table: {
            ...plainTable,
            name: 'given',
            file: at.file,
            description: 'given tiers',
            key: [name('customer'), name('month')],
            columns,
        },
        names: { customer: name('customer'), month: name('month'), tier: name('tier') },
        average,
        averageUnit: average !== null && /[万萬]/.test(average) ? 10_000 : 1,
    })
}

/** The place of the month among the columns of a header; −1 where none holds it. */
export function monthPlace(header: readonly string[]): number {
    return header.findIndex((name) => headerWords.month.includes(fold(name)))
}

/** A header word without case, spaces, joints and what stands in brackets. */
function fold(name: string): string {
    return name
        .toLowerCase()
        .replaceAll(/[(（[【].*?[)）\]】]/g, '')
        .replaceAll(/[\s_.-]/g, '')
}

function missing(
    header: readonly string[],
    { role, at }: { readonly role: GivenRole; readonly at: Place },
): Failure {
    const words = headerWords[role]
    const near = header.find((name) => name !== '' && nearestName(fold(name), words) !== null)
    const params = { role, found: header.join(', '), near: near ?? 'none' }
    return failure('pipeline.given_column_missing', params, at)
}

/** The engine does not tell `Tier` from `tier`. */
function repeatedNames(header: readonly string[], at: Place): readonly Failure[] {
    const lower = header.map((name) => name.toLowerCase())
    return header
        .filter((name, index) => name !== '' && lower.indexOf(name.toLowerCase()) !== index)
        .map((name) =>
            failure('pipeline.given_column_twice', { role: 'none', first: name, second: name }, at),
        )
}

const amountType = parseColumnType('decimal(18,4)')

function column(
    name: string,
    { role, monthForm }: { readonly role: GivenRole | null; readonly monthForm: string },
): ContractTable['columns'][number] {
    const text: ColumnType = { name: 'varchar' }
    const type =
        role === 'month' ? { name: 'date' as const } : role === 'average' ? amountType : text
    return {
        ...plainColumn,
        name,
        type: type ?? text,
        format: role === 'month' ? monthForm : null,
        nulls: role === 'average' ? ['NULL', 'null', '-', '\\N'] : [],
        required: role === 'customer' || role === 'month',
        description: '',
    }
}
