import type { Kysely } from 'kysely'
import { formatDecimal } from '#domain/decimal.ts'
import type { Tables } from '#store/tables.ts'
import type { Among } from './among.ts'
import type { PublishedClose } from './read-closes.ts'
import { readPolicy } from './read-policy.ts'
import { readSummary } from './read-summary.ts'
import type { Summary } from './summary.ts'

/** Which close to sum up, of which bank. */
export type SummaryQuestion = {
    readonly db: Kysely<Tables>
    readonly close: PublishedClose
    readonly bank: { readonly baseCurrency: string; readonly demo: boolean }
    readonly findings: Summary['findings']
    /** Of whom; everybody where not told. */
    readonly among?: Among
}

/** The summary of a close, under the rules that it was made with. */
export async function summarise(question: SummaryQuestion): Promise<Summary> {
    const { db, close, bank, findings, among } = question
    const { baseCurrency } = bank
    const policy = await readPolicy(db, { policyKey: close.policyKey, baseCurrency })
    const run = await db
        .selectFrom('serving.runs')
        .select(['as_of', 'code_version', 'engine'])
        .where('run_id', '=', close.runId)
        .executeTakeFirstOrThrow()
    const systems = await db
        .selectFrom('workbench.batches')
        .select('system')
        .distinct()
        .where('status', '=', 'taken')
        .orderBy('system')
        .execute()
    return await readSummary(db, {
        bank: { ...bank, systems: systems.map(({ system }) => system) },
        ladder: { id: policy.ladder, name: policy.name },
        tiers: policy.tiers.map(({ id, name, atLeast }) => ({
            id,
            name,
            atLeast: atLeast === null ? null : formatDecimal(atLeast),
        })),
        close,
        run: { asOf: run.as_of, codeVersion: run.code_version, engine: run.engine },
        findings,
        ...(among !== undefined && { among }),
    })
}
