import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#domain/result.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { BankContext } from '../bank-context.ts'
import type { LoadedIdentity } from './bank-matching.ts'
import { columnsRead, type RecordKind, recordsOfKind, recordTextsSql } from './bank-records.ts'
import { buildRecords } from './bank-run.ts'
import { matchRecords } from './match-records.ts'
import { type MatchingStage, writeTable } from './matching.ts'
import type { KeyReport } from './propose-pairs.ts'
import type { Placeholder } from './write-forms.ts'

/** What the records of a bank have taught for one comparison. */
export type BankLesson = {
    readonly comparison: Comparison
    readonly kind: RecordKind
    readonly records: number
    readonly pairs: number
    readonly model: MatchModel
    readonly keys: readonly KeyReport[]
    readonly placeholders: readonly Placeholder[]
}

/** What the records of a bank have taught, and why nothing could be learned of others. */
export type BankLessons = {
    readonly lessons: readonly BankLesson[]
    readonly refusals: readonly Refusal[]
}

/** What is learned by, and who hears how far it is. */
export type TrainingWish = {
    readonly loaded: LoadedIdentity
    readonly seed: number
    readonly onStage: (kind: RecordKind, stage: MatchingStage) => void
}

/**
 * Learns the weights of persons and of companies from the records of all systems, as a matching
 * does, and keeps nothing else: no party changes. Throws Refusal `pipeline.nothing_imported`, and
 * what learning refuses where nothing at all was learned.
 */
export async function trainBank(
    context: BankContext,
    { loaded, seed, onStage }: TrainingWish,
): Promise<BankLessons> {
    const { warehouse, folders, signal } = context
    const built = await buildRecords(context)
    const work = join(folders.scratch, 'training')
    await mkdir(work, { recursive: true })
    const desk = { warehouse, folder: work, signal, onStage: () => {} }
    const comparisons = loaded.policy.comparisons.filter(({ of }) => of !== 'any')
    const lessons: BankLesson[] = []
    const refusals: Refusal[] = []
    try {
        const columns = columnsRead(comparisons)
        await writeTable(desk, 'texts', await recordTextsSql(context, { built, columns }))
        for (const comparison of comparisons) {
            try {
                const lesson = await learnKind(context, {
                    work,
                    columns,
                    comparison,
                    seed,
                    onStage,
                })
                if (lesson !== null) lessons.push(lesson)
            } catch (cause) {
                if (!(cause instanceof Refusal)) throw cause
                refusals.push(cause)
            }
        }
    } finally {
        await rm(work, { recursive: true, force: true })
    }
    const failures = refusals.flatMap((refusal) => refusal.failures)
    if (lessons.length === 0) throw new Refusal(failures)
    return { lessons, refusals }
}

type KindTraining = Pick<TrainingWish, 'seed' | 'onStage'> & {
    readonly work: string
    readonly columns: readonly string[]
    readonly comparison: Comparison
}

/** Null where there are no two records of the kind. */
async function learnKind(
    { warehouse, signal }: BankContext,
    { work, columns, comparison, seed, onStage }: KindTraining,
): Promise<BankLesson | null> {
    const asked = { comparison, columns }
    const own = await recordsOfKind({ warehouse, folder: work }, asked)
    if (own.records < 2) return null
    const { kind, table } = own
    const folder = join(work, `work-${comparison.id}`)
    await mkdir(folder)
    const found = await matchRecords(
        { warehouse, folder, signal, onStage: (stage) => onStage(kind, stage) },
        { tables: [table], comparison, isLink: false, seed },
    )
    const { records, pairs, model, keys, placeholders } = found
    return { comparison, kind, records, pairs, model, keys, placeholders }
}
