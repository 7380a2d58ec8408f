import type { Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import type { RunOptions } from './run-steps.ts'

/** What a data folder's `tong.yaml` says of its bank. */
export type BankSettings = {
    readonly baseCurrency: string
    readonly ladders: readonly string[]
    readonly firstClose: Month
}

/** An open bank, as the pipeline needs it: engines, folders, settings and who is asking. */
export type BankContext = Omit<RunOptions, 'models'> & {
    readonly settings: BankSettings
    readonly db: Kysely<Tables>
    /** Shipped models first, then the bank's own. */
    readonly modelRoots: readonly string[]
    /** Where the policies lie that come with Tong; a bank's own are in its store. */
    readonly policyRoots: readonly string[]
    readonly runsFolder: string
    readonly codeVersion: string
    readonly actor: string
}
