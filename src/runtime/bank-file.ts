import { z } from 'zod'
import { type Month, parseMonth } from '#domain/month.ts'
import type { Person } from '#domain/person.ts'
import { readYaml } from '#domain/read-yaml.ts'
import { ok, type Result } from '#domain/result.ts'
import { type Language, languageOf } from '#domain/say.ts'

/** What one data folder says of its bank. */
export type BankSettings = {
    /** Three capital letters, `CNY`; all assets are counted in it. */
    readonly baseCurrency: string
    /** The ladders in force, by id. */
    readonly ladders: readonly string[]
    /** The first month that is closed. */
    readonly firstClose: Month
    /** Whether the folder holds the sample bank: made-up people, safe to throw away. */
    readonly demo: boolean
}

/** What a new data folder begins with. */
export type NewBank = BankSettings & { readonly people?: readonly Person[] }

/** The values that a setting may have, wherever it is given. */
export const settingShapes = {
    /** Tags such as `zh_TW.UTF-8` will do. */
    language: z
        .string()
        .regex(/^(en|zh)([-_.]|$)/i)
        .transform(languageOf),
    databaseUrl: z.string().regex(/^postgres(ql)?:\/\/./),
    threads: z.coerce.number().int().min(1).max(512),
    memoryLimitGb: z.coerce.number().min(0.25).max(65_536),
}

const systemShape = z.string().regex(/^[a-z][a-z0-9_]*$/)
const idShape = z.string().regex(/^[a-z0-9]+([-_][a-z0-9]+)*$/)

const personSchema = z.strictObject({
    name: z.string().trim().min(1).max(100),
    compliance: z.boolean().optional(),
    policies: z.boolean().optional(),
    approves: z.record(idShape, idShape).optional(),
})

/** People are told apart by their names: who is there twice would have two sets of rights. */
const peopleSchema = z.array(personSchema).superRefine((people, context) => {
    for (const [index, { name }] of people.entries()) {
        if (people.findIndex((one) => one.name === name) === index) continue
        context.addIssue({ code: 'custom', message: 'twice', path: [index, 'name'] })
    }
})

/** Where everything that a person may set in `tong.yaml` stands. */
const bankFileSchema = z.strictObject({
    base_currency: z.string().regex(/^[A-Z]{3}$/),
    ladders: z.array(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)).min(1),
    first_close: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    demo: z.boolean().optional(),
    people: peopleSchema.optional(),
    language: settingShapes.language.optional(),
    database_url: settingShapes.databaseUrl.optional(),
    /** The databases that systems are imported from, by the name of the system. */
    source_databases: z.record(systemShape, settingShapes.databaseUrl).optional(),
    threads: settingShapes.threads.optional(),
    memory_limit_gb: settingShapes.memoryLimitGb.optional(),
})

/** `tong.yaml` as read: the bank, and settings that flags and environment may override. */
export type BankFile = {
    readonly bank: BankSettings
    /** Who may do more than ask and look; nobody where the file names none. */
    readonly people: readonly Person[]
    readonly defaults: {
        readonly language: Language | undefined
        readonly databaseUrl: string | undefined
        readonly sourceDatabases: Readonly<Record<string, string>>
        readonly threads: number | undefined
        readonly memoryLimitGb: number | undefined
    }
}

/** Reads the text of a `tong.yaml`; `file` is named in failures, all of them at once. */
export function parseBankFile(text: string, file: string): Result<BankFile> {
    const read = readYaml(text, { file, schema: bankFileSchema })
    if (!read.ok) return read
    const { value } = read.value
    const firstClose = parseMonth(value.first_close)
    if (firstClose === null) throw new Error('the schema lets only months through')
    return ok({
        bank: {
            baseCurrency: value.base_currency,
            ladders: value.ladders,
            firstClose,
            demo: value.demo ?? false,
        },
        people: (value.people ?? []).map((person) => ({
            name: person.name,
            isCompliance: person.compliance ?? false,
            mayApprovePolicies: person.policies ?? false,
            approves: person.approves ?? {},
        })),
        defaults: {
            language: value.language,
            databaseUrl: value.database_url,
            sourceDatabases: value.source_databases ?? {},
            threads: value.threads,
            memoryLimitGb: value.memory_limit_gb,
        },
    })
}
