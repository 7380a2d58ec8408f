import type { Day, Month } from '#domain/month.ts'
import type { Policy } from '#tiers/policy.ts'
import type { CloseTemplates } from '#tiers/write-close.ts'
import type { SourceTable } from './batches/source-table.ts'

/** The policy in force on a ladder at a close, as template text for `tiers.assignments`. */
export type LadderRules = CloseTemplates & { readonly policyKey: string }

/** Everything a plan depends on besides the models. Two equal ones give equal plans. */
export type BankInputs = {
    readonly asOf: Day
    readonly baseCurrency: string
    /** Systems that have delivered; models of other systems do not exist for this bank. */
    readonly systems: readonly string[]
    /** Of which batches a table is put together; null where its system has delivered nothing. */
    readonly sourceTable: (name: {
        readonly system: string
        readonly table: string
    }) => SourceTable | null
    /** The first month that monthly models are built for. */
    readonly firstMonth: Month
    /** The first month that ladders are closed for. */
    readonly firstClose: Month
    readonly rulesOf: (close: Close) => LadderRules
    /**
     * The scorecards of a month and the rules of its lifecycle, as template texts of
     * `models/scores` by their parameters.
     */
    readonly scoresOf: (month: Month) => Readonly<Record<string, string>>
    /** Where the snapshot of a close that stands lies; null: it is not made, or to be made anew. */
    readonly closedPath: (close: Close) => string | null
    /** Where a table of what people decided lies below the human folder; null: nothing. */
    readonly humanPath: (close: Close, word: HumanWord) => string | null
    /**
     * The parties as identity has them, and which ladders had others at their last close; null:
     * every record is a party of its own, and always was.
     */
    readonly parties: PartyInputs | null
    /** Which record tells what is shown of a party: template texts by their parameters. */
    readonly survivorship: Readonly<Record<string, string>>
    /** The states that another system left before the first close; null: none. */
    readonly openingOf: (ladder: string) => OpeningTable | null
}

/** What people decide for a close, by the words of its template. */
export type HumanWord = 'overrides' | 'grants'

/** Imported opening states: where they lie below the human folder; the rules they begin under. */
export type OpeningTable = { readonly path: string; readonly policy: Policy }

/** Parties as a run knows them, as folders below the human folder; null: all records alone. */
export type PartyInputs = {
    readonly path: string | null
    /** The first close of a ladder in this run whose parties are others than at its last one. */
    readonly since: readonly (Close & { readonly path: string | null })[]
}

/** One ladder's close of one month. */
export type Close = { readonly ladder: string; readonly month: Month }
