import type { FailureCode } from '#domain/failures.ts'
import { type Failure, failure } from '#domain/result.ts'
import type { Dialect } from '#warehouse/dialect.ts'
import { sqlTokens } from '#warehouse/sql-tokens.ts'
import type { Questions } from '#warehouse/warehouse.ts'
import type { DataTest, Model } from './model.ts'
import { isTimed, type MonthDigests, monthDigestsOf, monthFiguresSql } from './month-rows.ts'
import { digestOfFigures, rowDigestSql } from './row-digest.ts'

/** What a finished snapshot is known by; only results have a digest. */
export type Measured = {
    readonly rows: number
    readonly digest: string | null
    /** Of what months read a part of; left out elsewhere. */
    readonly months?: MonthDigests
}

/** A relation in SQL that a model's `relation` test looks up. */
export type RelationOf = (model: string) => string | null

/** A relation to be measured. `rows` is the number of its rows; null: it is not known. */
export type MeasuredRelation = {
    readonly model: Model
    readonly relation: string
    readonly rows: number | null
}

/** Up to so many rows a question more costs less than the asking. */
const fewRows = 65_536

/**
 * Counts, digests and tests one snapshot. Every test that fails comes back as
 * `pipeline.test_failed` with the number of rows that break it.
 */
export async function measureSnapshot(
    { model, relation, rows: known }: MeasuredRelation,
    { warehouse, relationOf }: { readonly warehouse: Questions; readonly relationOf: RelationOf },
): Promise<{ readonly measured: Measured; readonly failures: readonly Failure[] }> {
    const tests = rowTests(model)
    // Nothing is asked of such a view: the tests of what is made of it see its rows.
    if (model.twin.view && tests.length === 0) {
        return { measured: { rows: 0, digest: null }, failures: [] }
    }
    const sets = [...relationTests(model, { relation, relationOf })]
    const isSmall = known !== null && known <= fewRows
    if (isSmall) sets.push({ name: uniqueName(model), sql: repeatedSql({ model, relation }) })
    const scan = scanSql({ model, relation, tests }, warehouse.dialect)
    const beside = sets.map(({ sql }, index) => `, (${sql}) as set_${index}`)
    const [row = {}] = await warehouse.rows(`select scan.*${beside.join('')} from (${scan}) scan`)
    const failures: Failure[] = []
    for (const [index, test] of tests.entries()) {
        const broken = Number(row[`test_${index}`] ?? 0)
        if (broken === 0) continue
        const example = await examplesOf(test, { warehouse, relation })
        failures.push(testFailure(model, { test: test.name, broken, example }, test.code))
    }
    const broken = sets.map(({ name }, index) => ({
        test: name,
        broken: Number(row[`set_${index}`] ?? 0),
    }))
    if (!isSmall && !model.twin.view) {
        const repeated = await countRepeated({ model, relation }, warehouse)
        broken.push({ test: uniqueName(model), broken: repeated })
    }
    for (const one of broken) {
        if (one.broken > 0) failures.push(testFailure(model, { ...one, example: 'none' }))
    }
    const digest = isResult(model) ? digestOfFigures(row) : null
    const months = await readMonths({ model, relation }, warehouse)
    return { measured: { rows: Number(row.n ?? 0), digest, ...months }, failures }
}

/** What months know of a stored relation, where its twin says how its rows lie in time. */
async function readMonths(
    { model: { twin }, relation }: Stored,
    warehouse: Questions,
): Promise<Pick<Measured, 'months'>> {
    if (twin.view || !isTimed(twin)) return {}
    const { dialect } = warehouse
    const rows = await warehouse.rows(monthFiguresSql(twin, { relation, dialect }))
    return { months: monthDigestsOf(twin, rows) }
}

/** What one system delivers on its way to the model of the bank is known by its batch's hash. */
function isResult({ system, twin }: Model): boolean {
    return system === null && !twin.intermediate && !twin.view
}

type Scan = {
    readonly model: Model
    readonly relation: string
    readonly tests: readonly RowTest[]
}

/**
 * One pass over the rows. They are gathered by the columns of few values: a test that reads only
 * those looks at each combination once, and so does the digest.
 */
function scanSql({ model, relation, tests }: Scan, dialect: Dialect): string {
    const { twin } = model
    const columns = Object.entries(twin.columns).map(([name, { type }]) => ({ name, type }))
    const few = columns.filter(({ name }) => twin.columns[name]?.few).map(({ name }) => name)
    const many = columns.filter(({ name }) => twin.columns[name]?.many).map(({ name }) => name)
    const { groups, ofGroups, figures } = isResult(model)
        ? rowDigestSql({ columns, key: twin.key, few, many }, dialect)
        : { groups: few, ofGroups: ['count(*) as row_count'], figures: [] }
    const names = new Set(columns.map(({ name }) => name))
    const gathered = new Set(groups)
    const readsGroups = ({ broken }: RowTest): boolean =>
        sqlTokens(broken).every(({ text }) => !names.has(text) || gathered.has(text))
    const inner = [...groups, ...ofGroups]
    const outer = ['coalesce(sum(row_count), 0) as n', ...figures]
    for (const [index, test] of tests.entries()) {
        if (readsGroups(test)) {
            outer.push(`sum(case when ${test.broken} then row_count end) as test_${index}`)
        } else {
            inner.push(`count(case when ${test.broken} then 1 end) as broken_${index}`)
            outer.push(`sum(broken_${index}) as test_${index}`)
        }
    }
    const by = groups.length === 0 ? '' : ` group by ${groups.join(', ')}`
    return `select ${outer.join(', ')} from (select ${inner.join(', ')} from ${relation}${by}) one`
}

function uniqueName({ twin }: Model): string {
    return `${twin.key.join(', ')} is unique`
}

type Stored = { readonly model: Model; readonly relation: string }

/** How many keys occur more than once. */
function repeatedSql({ model: { twin }, relation }: Stored): string {
    const key = twin.key.join(', ')
    return (
        `select count(*) as n from (select ${key} from ${relation} ` +
        `group by ${key} having count(*) > 1) repeated`
    )
}

/**
 * How many keys occur more than once. Rows that are found in rising order of a number of the key
 * are all different: that is quickly seen, and only where it is not so are the keys gathered. What
 * a month adds up has no order, and is not asked for one.
 */
async function countRepeated(stored: Stored, warehouse: Questions): Promise<number> {
    const { twin } = stored.model
    const number = twin.key.find((name) => twin.columns[name]?.type === 'bigint')
    if (twin.grain === 'none' && number !== undefined) {
        const before = warehouse.dialect.row_before(number)
        const [row] = await warehouse.rows(
            `select count_if(not rises) as n from (
                select ${number} > coalesce(${before}, ${number} - 1) as rises
                from ${stored.relation}
            ) neighbours`,
        )
        if (Number(row?.n ?? 1) === 0) return 0
    }
    const [row] = await warehouse.rows(repeatedSql(stored))
    return Number(row?.n ?? 0)
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
    { warehouse, relation }: { readonly warehouse: Questions; readonly relation: string },
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
    const key = twin.view ? [] : twin.key
    const notNull = [key, ...twin.tests.flatMap((test) => onlyNotNull(test))].flat()
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

/** Tests that look at two relations: what is referred to exists. */
function relationTests(
    { twin }: Model,
    { relation, relationOf }: { readonly relation: string; readonly relationOf: RelationOf },
): readonly SetTest[] {
    return twin.tests.flatMap((test) => {
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
