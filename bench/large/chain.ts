import { join } from 'node:path'
import { repository } from '../repository.ts'

/** Where the bank of one size lies while it goes through the chain; absolute paths. */
export type BankPlace = {
    readonly customers: number
    /** What the sample bank's systems hand over. */
    readonly files: string
    /** Its data folder. */
    readonly data: string
    /** A customer's record key, known as soon as a list was shown; empty before. */
    readonly party: string
}

/** A command of the product, as somebody would type it behind `tong --data FOLDER`. */
export type Stage = {
    readonly name: string
    readonly words: (place: BankPlace) => readonly string[]
    /** Told as JSON, for what the bench reads of it. */
    readonly isRead?: boolean
}

const systems = [
    ...['sample', 'sample_cards', 'sample_wealth', 'sample_credit', 'sample_crm'],
    ...['sample_ledger', 'sample_desk'],
]

/** What of the chain comes before the files of the systems are needed no more. */
export const deliveryStages: readonly Stage[] = [
    {
        name: 'sample: seven systems, 24 months',
        words: ({ files, customers }) => ['sample', files, '--customers', String(customers)],
    },
    ...systems.map((system) => ({
        name: `import ${system}`,
        words: ({ files }: BankPlace) => ['import', system, join(files, system)],
    })),
]

/** A newer version of a shipped ladder, with other rules. */
const triedPolicy = join(repository, 'policies', 'wealth', '2026-01.yaml')

/** From the batches to what readers ask, with a new month on eleven that are closed. */
export const bankStages: readonly Stage[] = [
    asked('identity run: who is the same', ['identity', 'run']),
    built('run 2025-11: everything there is', ['run', '--as-of', '2025-11']),
    built('close eleven months, published', ['close', '--through', '2025-11']),
    built('run 2025-12: one month more', ['run', '--as-of', '2025-12']),
    built('close one month more, published', ['close', '--through', '2025-12']),
    { name: 'list near', words: () => ['list', 'near'], isRead: true },
    asked('list', ['list']),
    asked('list movers', ['list', 'movers']),
    { name: 'explain one customer', words: ({ party }) => ['explain', party] },
    { name: 'history of one customer', words: ({ party }) => ['history', party] },
    asked('today 2025-12-10', ['today', '--as-of', '2025-12-10']),
    asked('quality', ['quality']),
    asked('quality parties', ['quality', 'parties']),
    asked('quality reconcile', ['quality', 'reconcile']),
    asked('try a policy on twelve months', ['try', triedPolicy]),
    asked('report', ['report']),
]

function asked(name: string, words: readonly string[]): Stage {
    return { name, words: () => words }
}

function built(name: string, words: readonly string[]): Stage {
    return { name, words: () => words, isRead: true }
}
