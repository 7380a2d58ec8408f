import type { Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import type { RunFolders, RunOptions } from './run-steps.ts'

/** What a data folder's `tong.yaml` says of its bank. */
export type BankSettings = {
    readonly baseCurrency: string
    readonly ladders: readonly string[]
    readonly firstClose: Month
}

/** An open bank, as the pipeline needs it: engines, folders, settings and who is asking. */
export type BankContext = Omit<RunOptions, 'models' | 'folders'> & {
    readonly folders: BankFolders
    readonly settings: BankSettings
    readonly db: Kysely<Tables>
    /** Shipped models first, then the bank's own. */
    readonly modelRoots: readonly string[]
    /** Where the policies lie that come with Tong; a bank's own ladders are in its store. */
    readonly policyRoots: readonly string[]
    readonly runsFolder: string
    readonly codeVersion: string
    readonly actor: string
}

/** The places of a data folder that the pipeline reads and writes. */
export type BankFolders = RunFolders & {
    /** The bank's own rules of scores, stages and cuts; it may have none. */
    readonly policies: string
    /** What matchings have found: `<digest>/`, whole and never changed. */
    readonly identity: string
}

/** What is needed to read rules that are no ladder's: shipped ones, and the bank's own. */
export type RulesContext = Pick<BankContext, 'policyRoots' | 'settings'> & {
    readonly folders: Pick<BankFolders, 'policies'>
}

/** What is needed to read what runs have built. */
export type BuiltContext = Pick<BankContext, 'db' | 'warehouse' | 'runsFolder' | 'folders'>

/** The same, with the rules that runs follow. */
export type RuledContext = BuiltContext & RulesContext
