import type { Month } from '#domain/month.ts'

/** What one run has read and made, as relations in the SQL of the warehouse. */
export type RunRelations = {
    /** The rows of a model, of one month where it is monthly; null: the run did not read it. */
    readonly snapshot: (model: string, month: Month | null) => string | null
    /** What people had decided for a close, as it read it; null: nothing. */
    readonly decided: (
        kind: 'overrides' | 'grants',
        close: { readonly ladder: string; readonly month: Month },
    ) => string | null
}
