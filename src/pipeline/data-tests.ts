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
    tests.forEach(({ name }, index) => {
        const broken = Number(row?.[`test_${index}`] ?? 0)
        if (broken > 0) failures.push(testFailure(model, { test: name, broken }))
    })
    for (const { name, sql: countSql } of setTests(model, { relation, relationOf })) {
        const [count] = await warehouse.rows(countSql)
        const broken = Number(count?.n ?? 0)
        if (broken > 0) failures.push(testFailure(model, { test: name, broken }))
    }
    const measured = { rows: Number(row?.n), digest: textOrNull(row?.digest) }
    return { measured, failures }
}

function textOrNull(cell: Cell | undefined): string | null {
    return typeof cell === 'string' ? cell : null
}

type RowTest = { readonly name: string; readonly broken: string }

/** Tests that look at one row at a time. */
function rowTests({ twin }: Model): readonly RowTest[] {
    const notNull = [twin.key, ...twin.tests.flatMap((test) => onlyNotNull(test))].flat()
    const laws = twin.tests.flatMap((test) => ('law' in test ? [test.law] : []))
    return [
        ...[...new Set(notNull)].map((column) => ({
            name: `${column} is not null`,
            broken: `${column} is null`,
        })),
        ...laws.map(({ name, holds }) => ({ name, broken: `not (${holds})` })),
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

function testFailure(
    model: Model,
    { test, broken }: { readonly test: string; readonly broken: number },
): Failure {
    const at = { file: model.file.replace(/\.sql$/, '.yml') }
    return failure('pipeline.test_failed', { model: model.name, test, broken }, at)
}
