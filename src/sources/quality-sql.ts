import type { ContractColumn, ContractTable } from './contract.ts'
import { formatLaw } from './law.ts'
import {
    checkOfReject,
    type QualityCheck,
    type QualityCount,
    type RejectCount,
    type TableIntake,
} from './quality.ts'
import {
    birthDateFits,
    checkDigit,
    type IdNumberSql,
    placeholder,
    seventeenDigits,
    type ValueCheck,
} from './quality-conditions.ts'
import { literal, quoted } from './sql-text.ts'

/** A check that the statement counts in its columns `f<place>` (failed) and `c<place>`. */
export type AskedCheck = Pick<QualityCount, 'field' | 'check'>

/** One statement over a table's rows, and what its columns mean, by their place. */
export type QualityQuery = { readonly sql: string; readonly asked: readonly AskedCheck[] }

/** More records than this on one value are suspicious: a family shares a phone, not an ID. */
const sharedMax = { id_number: 1, phone: 4 } as const

type Counted = AskedCheck & { readonly failed: string; readonly checked: string }

/**
 * The one statement that counts all checks of a table's accepted rows, in the SQL of DuckDB.
 * `relation` is SQL with the columns of the contract.
 */
export function qualityQuery(table: ContractTable, relation: string): QualityQuery {
    const counted = [
        ...table.columns.flatMap((column) => columnChecks(table, { column, relation })),
        ...pairChecks(table),
        ...table.laws.map((law): Counted => {
            const right = law.right.map(quoted).join(' + ')
            const kept = `coalesce(${quoted(law.left)} ${law.operator} ${right}, true)`
            const check: ValueCheck = { looked: 'true', fails: `not ${kept}` }
            return countedBy({ field: formatLaw(law), check: 'law' }, check)
        }),
    ]
    const sums = counted.map(({ failed, checked }, place) => {
        return `${failed} as f${place}, ${checked} as c${place}`
    })
    // In a CTE they would be kept whole, with columns that nobody asks for.
    const rows = rowsSql(table, relation)
    const sql = `select ${['count(*) as n', ...sums].join(',\n')} from ${rows} delivered`
    return { sql, asked: counted.map(({ field, check }) => ({ field, check })) }
}

function columnChecks(
    table: ContractTable,
    { column, relation }: { readonly column: ContractColumn; readonly relation: string },
): readonly Counted[] {
    const value = quoted(column.name)
    const field = column.name
    const found: Counted[] = []
    if (column.required) {
        // A row without it was rejected: of those that were taken there is nothing to look at.
        found.push({ field, check: 'absent', failed: '0', checked: 'count(*)' })
    }
    const looked = expectedSql(column)
    if (looked !== null) {
        found.push(countedBy({ field, check: 'absent' }, { looked, fails: `${value} is null` }))
    }
    const odd = placeholder(column, value)
    if (odd !== null) found.push(countedBy({ field, check: 'placeholder' }, odd))
    const { pii } = column
    if (isIdNumber(column)) {
        found.push(countedBy({ field, check: 'check_digit' }, checkDigit(idNumberSql(column))))
    }
    if (table.record !== null && (pii === 'id_number' || pii === 'phone')) {
        const groups =
            `(select count(*) as n from ${relation} delivered where ${value} is not null ` +
            `group by ${value} having count(*) > ${sharedMax[pii]})`
        const failed = `(select coalesce(sum(n), 0) from ${groups} shared)`
        found.push({ field, check: 'shared', failed, checked: `count(${value})` })
    }
    return found
}

/** SQL of the rows that should have a value of the column and need not; null: none. */
function expectedSql({ required, expected }: ContractColumn): string | null {
    if (required || expected === null) return null
    const same = Object.entries(expected).map(([column, value]) => {
        return `cast(${quoted(column)} as varchar) = ${literal(value)}`
    })
    return same.length === 0 ? 'true' : `(${same.join(' and ')})`
}

function isIdNumber({ pii, type }: ContractColumn): boolean {
    return pii === 'id_number' && type.name === 'varchar'
}

/** The names of a column of identity numbers and of what {@link rowsSql} works out of it. */
function idNumberSql({ name }: ContractColumn): IdNumberSql {
    return { value: quoted(name), body: quoted(`#${name}`) }
}

/** The rows with what several checks look at, worked out once. */
function rowsSql({ columns }: ContractTable, relation: string): string {
    const bodies = columns.filter(isIdNumber).map((column) => {
        const { value, body } = idNumberSql(column)
        return `, ${seventeenDigits(value)} as ${body}`
    })
    return `(select *${bodies.join('')} from ${relation} delivered)`
}

function pairChecks(table: ContractTable): readonly Counted[] {
    const idNumber = table.columns.find(isIdNumber)
    const birthDate = table.columns.find(({ pii, type }) => {
        return pii === 'birth_date' && type.name === 'date'
    })
    if (idNumber === undefined || birthDate === undefined) return []
    const fits = birthDateFits(idNumberSql(idNumber), quoted(birthDate.name))
    return [countedBy({ field: birthDate.name, check: 'birth_date' }, fits)]
}

function countedBy(asked: AskedCheck, { looked, fails }: ValueCheck): Counted {
    return {
        ...asked,
        failed: `count(*) filter (where ${looked} and ${fails})`,
        checked: `count(*) filter (where ${looked})`,
    }
}

/**
 * All counts of a table: those of its accepted rows, in the order of `asked`, together with what
 * was rejected. A value that is missing counts as absent whether the row was borne or not; of
 * records that were rejected for another reason nothing else is known.
 */
export function qualityCounts(
    table: ContractTable,
    {
        asked,
        counts,
        intake,
    }: {
        readonly asked: readonly AskedCheck[]
        readonly counts: readonly { readonly failed: number; readonly checked: number }[]
        readonly intake: TableIntake
    },
): readonly QualityCount[] {
    const { read, accepted, rejects } = intake
    const name = table.name
    const recordsWith = (check: QualityCheck, column: string | null): number =>
        sumOf(rejects.filter((one) => checkOfReject(one.code) === check && one.column === column))
    const allWith = (check: QualityCheck): number =>
        sumOf(rejects.filter((one) => checkOfReject(one.code) === check))
    const ofRows = asked.map(({ field, check }, place): QualityCount => {
        const { failed = 0, checked = 0 } = counts[place] ?? {}
        const missing = check === 'absent' ? recordsWith(check, field) : 0
        return { table: name, field, check, failed: failed + missing, checked: checked + missing }
    })
    const malformed = table.columns.flatMap((column): readonly QualityCount[] => {
        const failed = recordsWith('malformed', column.name)
        const count = { table: name, field: column.name, check: 'malformed', failed } as const
        return failed === 0 ? [] : [{ ...count, checked: accepted + failed }]
    })
    const whole = (check: QualityCheck, failed: number): QualityCount => {
        return { table: name, field: null, check, failed, checked: read }
    }
    return [
        whole('rejected', read - accepted),
        whole('misshapen', allWith('misshapen')),
        whole('key_twice', allWith('key_twice')),
        ...(table.relations.length === 0 ? [] : [whole('orphan', allWith('orphan'))]),
        ...ofRows,
        ...malformed,
    ]
}

function sumOf(counts: readonly RejectCount[]): number {
    return counts.reduce((sum, { count }) => sum + count, 0)
}
