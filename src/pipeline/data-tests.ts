import type { FailureCode } from '#domain/failures.ts'
import { type Failure, failure } from '#domain/result.ts'
import type { Cell, Warehouse } from '#warehouse/warehouse.ts'
import type { DataTest, Model } from './model.ts'
import { rowDigestSql } from './row-digest.ts'

/** What a finished snapshot is known by; only results have a digest. */
export type Measured = { readonly rows: number; readonly digest: string | null }

/** A relation in SQL that a model's `relation` test looks up. */
export type RelationOf = (model: string) => string | null

/**
 * Counts, digests and tests one snapshot. Every test that fails comes back as
 * `pipeline.test_failed` with the number of rows that break it.
 */
export async function measureSnapshot(
    { model, relation }: { readonly model: Model; readonly relation: string },
    { warehouse, relationOf }: { readonly warehouse: Warehouse; readonly relationOf: RelationOf },
): Promise<{ readonly measured: Measured; readonly failures: readonly Failure[] }> {
    const tests = rowTests(model)
    const counts = tests.map(({ broken }, index) => `count_if(${broken}) as test_${index}`)
    const columns = Object.entries(model.twin.columns).map(([name, { type }]) => ({ name, type }))
    // What one system delivers on its way to the model of the bank is known by its batch's hash.
    const isResult = model.system === null && !model.twin.intermediate
    const digest = isResult ? rowDigestSql(columns, warehouse.dialect) : 'null'
    const figures = ['count(*) as n', `cast(${digest} as varchar) as digest`, ...counts]
    const sql = `select ${figures.join(', ')} from ${relation}`
    const [row] = await warehouse.rows(sql)
    const failures: Failure[] = []
    for (const [index, test] of tests.entries()) {
        const broken = Number(row?.[`test_${index}`] ?? 0)
        if (broken === 0) continue
        const example = await examplesOf(test, { warehouse, relation })
        failures.push(testFailure(model, { test: test.name, broken, example }, test.code))
    }
    for (const { name, sql: countSql } of setTests(model, { relation, relationOf })) {
        const [count] = await warehouse.rows(countSql)
        const broken = Number(count?.n ?? 0)
        if (broken > 0) failures.push(testFailure(model, { test: name, broken, example: 'none' }))
    }
    const measured = { rows: Number(row?.n), digest: textOrNull(row?.digest) }
    return { measured, failures }
}

function textOrNull(cell: Cell | undefined): string | null {
    return typeof cell === 'string' ? cell : null
}

type RowTest = {
    readonly name: string
    /** SQL that is true of a row that breaks it. */
    readonly broken: string
    /** Columns that tell which rows do. */
    readonly show: readonly string[]
    readonly code: FailureCode
}

const examplesMax = 3

/** A few of the rows that break a test, by the columns that tell them apart. */
async function examplesOf(
    { broken, show }: RowTest,
    { warehouse, relation }: { readonly warehouse: Warehouse; readonly relation: string },
): Promise<string> {
    const cells = show.map((column) => `coalesce(cast(${column} as varchar), 'null')`)
    const sql =
        `select distinct concat_ws(' ', ${cells.join(', ')}) as example from ${relation} ` +
        `where ${broken} order by example limit ${examplesMax}`
    const rows = await warehouse.rows(sql)
    return rows.map(({ example }) => String(example)).join(', ')
}

/** Tests that look at one row at a time. */
function rowTests({ twin }: Model): readonly RowTest[] {
    const notNull = [twin.key, ...twin.tests.flatMap((test) => onlyNotNull(test))].flat()
    const laws = twin.tests.flatMap((test) => ('law' in test ? [test.law] : []))
    return [
        ...[...new Set(notNull)].map((column) => ({
            name: `${column} is not null`,
            broken: `${column} is null`,
            show: twin.key,
            code: 'pipeline.test_failed' as const,
        })),
        ...laws.map(({ name, holds, show, failure: code }) => ({
            name,
            broken: `not (${holds})`,
            show: show ?? twin.key,
            code: code ?? ('pipeline.test_failed' as const),
        })),
    ]
}

function onlyNotNull(test: DataTest): readonly string[] {
    return 'not_null' in test ? test.not_null : []
}

type SetTest = { readonly name: string; readonly sql: string }

/** Tests that look at many rows: the key is unique, related rows exist. */
function setTests(
    { twin }: Model,
    { relation, relationOf }: { readonly relation: string; readonly relationOf: RelationOf },
): readonly SetTest[] {
    const key = twin.key.join(', ')
    const unique = {
        name: `${key} is unique`,
        sql:
            `select count(*) as n from (select ${key} from ${relation} ` +
            `group by ${key} having count(*) > 1) repeated`,
    }
    const relations = twin.tests.flatMap((test) => {
        if (!('relation' in test)) return []
        const { columns, to, keys } = test.relation
        const parents = relationOf(to)
        if (parents === null) return []
        const on = columns.map((column, index) => `child.${column} = parent.${keys[index]}`)
        const present = columns.map((column) => `child.${column} is not null`)
        const sql =
            `select count(*) as n from ${relation} child where ${present.join(' and ')} ` +
            `and not exists (select 1 from ${parents} parent where ${on.join(' and ')})`
        return [{ name: `${columns.join(', ')} exists in ${to}`, sql }]
    })
    return [unique, ...relations]
}

type Broken = { readonly test: string; readonly broken: number; readonly example: string }

function testFailure(
    model: Model,
    broken: Broken,
    code: FailureCode = 'pipeline.test_failed',
): Failure {
    const at = { file: model.file.replace(/\.sql$/, '.yml') }
    return failure(code, { model: model.name, ...broken }, at)
}
