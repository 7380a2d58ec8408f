import { formatMonth, type Month, monthsBetween, monthsOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Checkup, GivenTable } from '#serving/checkup.ts'
import type { OrderedTier } from '#tiers/infer-order.ts'
import { policyOfRule } from '#tiers/infer-rule.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { type CaseTables, keepCases, readCases, readFit } from './checkup-cases.ts'
import type { GivenFile } from './checkup-file.ts'
import { inferRule, readOrder, tiersMax } from './checkup-infer.ts'
import { openingSql } from './checkup-opening.ts'
import { compareOther } from './checkup-other.ts'
import { factsSql, replayPolicy } from './checkup-replay.ts'
import { customersSql, type Desk, keep, numberedSql, plainRows } from './checkup-tables.ts'
import type { Model } from './model.ts'

/** What a check-up is given. */
export type CheckupOptions = {
    readonly desk: Desk
    readonly file: GivenFile
    readonly models: ReadonlyMap<string, Model>
    readonly currency: string
    /** Words of the tiers, lowest first, where a person says them; null: by the median measure. */
    readonly order: readonly string[] | null
    /** The bank's own measures, where the file has none. */
    readonly bank: BankMeasures | null
    /** Another policy to lay beside the old system. */
    readonly other: { readonly policy: Policy; readonly policyKey: string } | null
    readonly onProgress: (step: CheckupStep, done: number, all: number) => void
}

/** What a check-up is busy with. */
export type CheckupStep = 'inferring' | 'replaying' | 'comparing'

/** SQL that gives rows of a file their measures, from the closes of a bank. */
export type BankMeasures = {
    readonly ladder: string
    /** Rows in, the same rows with the bank's measure out; customers it does not know left out. */
    readonly withMeasures: (rows: string) => string
    /** Customers of the rows that the bank does not know. */
    readonly unknownCustomers: (rows: string) => string
}

/** A check-up with SQL that reads all of its cases. */
export type FinishedCheckup = { readonly checkup: Checkup; readonly tables: CaseTables }

const monthsMin = 3
const monthsMax = 60

/**
 * Checks an old system up: infers its rule from months and tiers, replays it through the closes,
 * and lists where the two differ. Nothing is published and no bank changes.
 */
export async function checkUp(options: CheckupOptions): Promise<FinishedCheckup> {
    const { desk, file, models, currency, other, onProgress } = options
    const { rows, table, order } = await readTable(options)
    const words = order.map(({ tier }) => tier)
    const customers = await keep(desk, 'customers', customersSql(rows))
    const plain = numberedSql({ rows, customers, words })
    const numbered = await keep(desk, 'numbered', plain)
    onProgress('inferring', 0, 1)
    const { rule, observed } = await inferRule(desk, { numbered, words })
    const [span] = await desk.warehouse.rows(
        `select min(month) as first, max(month) as last from ${observed} observed`,
    )
    const firstClose = Number(span?.first)
    const lastClose = Number(span?.last)
    const months = monthsOf({ from: firstClose, to: lastClose })
    const policy = policyOfRule(rule, { currency, firstClose })
    const facts = await keep(desk, 'facts', factsSql(observed, months))
    const model = models.get('tiers.assignments')
    if (model === undefined) throw new Error('the closes have a model')
    const opening = await keep(desk, 'opening', openingSql({ observed, rule, firstClose, model }))
    const all = months.length * (other === null ? 1 : 2)
    let done = 0
    const onMonth = (): void => onProgress('replaying', ++done, all)
    const replay = { models, policy, months, facts, opening, name: 'close', onMonth }
    const replayed = await replayPolicy(desk, replay)
    const compared =
        other === null
            ? null
            : await compareOther(desk, { ...other, models, months, facts, observed, onMonth })
    onProgress('comparing', 0, 1)
    const parts = { observed, replayed, customers, rule, policy, firstClose, lastClose }
    const tables = await keepCases(desk, parts)
    const found = await readCases(desk, tables)
    const fit = await readFit(desk, tables)
    const gapMonths = await countGaps(desk, customers)
    const whole: GivenTable = { ...table, currency, gapMonths, file: file.name }
    return { checkup: { table: whole, rule, fit, ...found, other: compared }, tables }
}

type ReadTable = {
    readonly rows: string
    readonly table: Omit<GivenTable, 'currency' | 'gapMonths' | 'file'>
    readonly order: readonly OrderedTier[]
}

async function readTable(options: CheckupOptions): Promise<ReadTable> {
    const { desk, file, bank } = options
    const { warehouse } = desk
    const plain = await keep(desk, 'plain', plainRows(file, warehouse))
    const rows = bank === null ? plain : await keep(desk, 'rows', bank.withMeasures(plain))
    const unknown =
        bank === null ? null : await unknownCustomers(desk, bank.unknownCustomers(plain))
    const [count] = await warehouse.rows(
        `select count(*) as n, count(distinct customer) as customers, min(month) as first, ` +
            `max(month) as last, count(distinct month) as months, ` +
            `count(*) filter (where measure is null) as without_measure, ` +
            `count(*) filter (where tier is null) as without_tier from ${rows} given_rows`,
    )
    checkSpan(count, file.name)
    const order = orderOf(await readOrder(desk, rows), options)
    return {
        rows,
        order,
        table: {
            rows: Number(count?.n),
            customers: Number(count?.customers),
            first: Number(count?.first),
            last: Number(count?.last),
            measure: bank === null ? { from: 'file' } : { from: 'ladder', ladder: bank.ladder },
            rowsWithoutMeasure: Number(count?.without_measure),
            rowsWithoutTier: Number(count?.without_tier),
            unknown: unknown ?? { customers: 0, some: [] },
        },
    }
}

async function unknownCustomers(desk: Desk, sql: string): Promise<GivenTable['unknown']> {
    const [count] = await desk.warehouse.rows(`select count(*) as n from (${sql}) unknown`)
    const some = await desk.warehouse.rows(
        `select customer from (${sql}) unknown order by 1 limit 20`,
    )
    return { customers: Number(count?.n), some: some.map(({ customer }) => String(customer)) }
}

function checkSpan(count: Row | undefined, file: string): void {
    const rows = Number(count?.n ?? 0)
    if (rows === 0) refuse('pipeline.given_customers_unknown', {}, { file })
    const first: Month = Number(count?.first)
    const last: Month = Number(count?.last)
    const months = monthsBetween({ from: first, to: last }) + 1
    const params = { first: formatMonth(first), last: formatMonth(last), months }
    if (months > monthsMax) {
        refuse('pipeline.given_months_many', { ...params, max: monthsMax }, { file })
    }
    if (Number(count?.months) < monthsMin) {
        refuse('pipeline.given_months_few', { ...params, min: monthsMin }, { file })
    }
    if (Number(count?.without_measure) === rows) refuse('pipeline.given_no_measure', {}, { file })
}

/** The order that a person says, or the one that the medians have. */
function orderOf(
    found: readonly OrderedTier[],
    { file, order }: Pick<CheckupOptions, 'file' | 'order'>,
): readonly OrderedTier[] {
    const at = { file: file.name }
    const words = found.map(({ tier }) => tier)
    if (words.length < 2 || words.length > tiersMax) {
        const some = words.slice(0, tiersMax + 1).join(', ')
        refuse('pipeline.given_tiers_number', { count: words.length, max: tiersMax, some }, at)
    }
    if (order === null) return found
    const isSame = order.length === words.length && words.every((word) => order.includes(word))
    if (!isSame) {
        refuse(
            'pipeline.given_order_differs',
            { order: order.join(','), found: words.join(',') },
            at,
        )
    }
    return order.flatMap((word) => found.find(({ tier }) => tier === word) ?? [])
}

async function countGaps(desk: Desk, customers: string): Promise<number> {
    const index = (month: string): string => desk.warehouse.dialect.month_index(month)
    const [row] = await desk.warehouse.rows(
        `select sum(${index('last_month')} - ${index('first_month')} + 1 - months) as gaps ` +
            `from ${customers} customers`,
    )
    return Number(row?.gaps ?? 0)
}
