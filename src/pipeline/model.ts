import { z } from 'zod'

/** Stages in the order of the data; a model reads its own stage and those before it. */
export const stages = ['sources', 'staging', 'identity', 'features', 'scores', 'tiers'] as const
export type Stage = (typeof stages)[number]

/** What may be amiss in the data; each has a text `exports.finding.<code>`. */
export const findingCodes = [
    'balance_days_off',
    'ledger_differences',
    'ownerless_accounts',
    'unknown_balances',
    'untied_balances',
] as const

const columnSchema = z.strictObject({
    type: z
        .string()
        .regex(
            /^(bigint|integer|varchar|date|timestamp|boolean|double|decimal\(\d{1,2},\d{1,2}\))$/,
        ),
    description: z.string(),
    unit: z.string().optional(),
    pii: z.string().optional(),
    /** Has few different values: rows are gathered by it when they are digested and tested. */
    few: z.boolean().default(false),
    /** A text of about as many values as there are rows: to gather rows by it would be in vain. */
    many: z.boolean().optional(),
})

const testSchema = z.union([
    z.strictObject({ not_null: z.array(z.string()).min(1) }),
    z.strictObject({
        relation: z.strictObject({
            columns: z.array(z.string()).min(1),
            to: z.string(),
            keys: z.array(z.string()).min(1),
        }),
    }),
    z.strictObject({
        law: z.strictObject({
            name: z.string(),
            holds: z.string(),
            /** Columns that tell which rows break it; left out: the key. */
            show: z.array(z.string()).min(1).optional(),
            /** The failure that says it better than the law's name. */
            failure: z.enum(['pipeline.rate_missing']).optional(),
        }),
    }),
])

/** How the rows of a model lie in time, so that a month reads no more of them than it may know. */
const monthsSchema = z.union([
    z.strictObject({
        /** A row belongs to the month of this column, a date or a month (yyyymm). */
        of: z.string(),
    }),
    z.strictObject({
        /** A row is known from the month of this column on; never null. */
        from: z.string(),
        /** Dates, or months, that are null in every month before their own. */
        later: z.array(z.string()).default([]),
    }),
])

/** The YAML beside a model: what its rows are, what its columns mean, what must hold. */
export const twinSchema = z.strictObject({
    description: z.string(),
    /** Built once, once a month, or once a ladder and month. */
    grain: z.enum(['none', 'month', 'ladder_month']),
    key: z.array(z.string()).min(1),
    /** Is never stored: its SQL stands in the models that read it. Its key is not looked at. */
    view: z.boolean().default(false),
    /** Built where it is asked for by name, and not with everything else. */
    on_demand: z.boolean().default(false),
    /** What a month reads of it; left out: all of it. Only for what is built once. */
    months: monthsSchema.optional(),
    /** Only other models read it: its recipe stands for it, no digest is taken. */
    intermediate: z.boolean().default(false),
    /** Each row is something amiss in the data. */
    finding: z.enum(findingCodes).optional(),
    /** Columns that rows are stored in order of, so that a month is found without a scan. */
    sort: z.array(z.string()).default([]),
    columns: z.record(z.string(), columnSchema),
    tests: z.array(testSchema).default([]),
})
export type Twin = z.infer<typeof twinSchema>
/** How the rows of a model lie in time. */
export type MonthRows = NonNullable<Twin['months']>
export type DataTest = z.infer<typeof testSchema>

/** A SQL template with its twin. `name` is its path: `features.party_months`. */
export type Model = {
    readonly name: string
    readonly stage: Stage
    /** The source system of `berka__accounts`; null where a model serves all systems. */
    readonly system: string | null
    /** Path of the template, for messages. */
    readonly file: string
    readonly template: string
    readonly twin: Twin
}

/** A relation without rows, with a twin's columns. */
export function emptyRelation(twin: Twin): string {
    const columns = Object.entries(twin.columns).map(
        ([name, { type }]) => `cast(null as ${type}) as ${name}`,
    )
    return `(select ${columns.join(', ')} where 1 = 0)`
}
