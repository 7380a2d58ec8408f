import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { csvField } from '#domain/csv-field.ts'
import { refuse } from '#domain/result.ts'
import type { Among } from '#serving/among.ts'
import type { PublishedClose } from '#serving/read-closes.ts'
import { type EditionQuestion, readEdition } from '#serving/read-edition.ts'
import type { ListKind } from '#serving/read-list.ts'
import { readPolicy } from '#serving/read-policy.ts'
import { countRestricted, readWholeList } from '#serving/read-whole-list.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Policy } from '#tiers/policy.ts'
import type { BankContext } from '../bank-context.ts'
import { findScope, type ScopeAsked, wholeBank } from '../report/find-scope.ts'
import { createTextFile } from '../text-file.ts'
import { type ExportReader, type ExportSource, scopeFilter } from './export-source.ts'
import { type ListColumn, listColumns } from './list-columns.ts'
import { chosenColumns } from './show-columns.ts'

/** Which list of which close is to leave. */
export type ListAsked = EditionQuestion & {
    readonly kind: ListKind
    /** Only customers in this tier; null for all. */
    readonly tier: string | null
    /** Of what part of the bank; all of it where that is left out. */
    readonly scope?: ScopeAsked
    /** Null for all. */
    readonly columns: readonly string[] | null
    readonly reader: ExportReader
    /** Told of the parties that were read, of how many the close has. */
    readonly onParties: (done: number, total: number) => void
}

/**
 * A whole list of a close, in its order. It comes out of the store portion by portion into a
 * table that the warehouse reads. Refuses as `readEdition` does, with `cli.tier_unknown` where the
 * policy has no such tier, with `pipeline.export_column`, and as `findScope` does.
 */
export async function listSource(context: BankContext, asked: ListAsked): Promise<ExportSource> {
    const { db, settings } = context
    const { ladder, month, edition, kind, tier, reader } = asked
    const columns = chosenColumns(listColumns, asked.columns)
    const close = await readEdition(db, { ladder, month, edition })
    const { policyKey } = close
    const { baseCurrency } = settings
    const policy = await readPolicy(db, { policyKey, baseCurrency })
    assertTier(policy, tier)
    const part = asked.scope ?? wholeBank
    const { scope, among } = await findScope(context, { asked: part, month: close.month })
    const table = await writeList(context, { asked, close, among, columns })
    const restricted = reader.viewer.isCompliance ? 0 : await countRestricted(db, close)
    return {
        ...{ kind: 'list', name: kind, month: close.month, runId: close.runId },
        policy: { key: policyKey, policy },
        filter: {
            ...{ ladder, edition: String(close.edition) },
            ...(tier === null ? {} : { tier }),
            ...scopeFilter(scope),
        },
        columns: columns.map(({ cell: _, ...column }) => ({ ...column, isMasked: false })),
        sql: `select ${columns.map(({ name }) => quoted(name)).join(', ')}
            from ${table} listed order by place`,
        withheld: restricted,
    }
}

function assertTier({ tiers }: Policy, tier: string | null): void {
    if (tier === null || tiers.some(({ id }) => id === tier)) return
    refuse('cli.tier_unknown', { tier, known: tiers.map(({ id }) => id).join(', ') })
}

type Written = {
    readonly asked: ListAsked
    readonly close: PublishedClose
    readonly among: Among
    readonly columns: readonly ListColumn[]
}

/** Returns SQL that reads the list, each row with its `place`. */
async function writeList(
    { db, warehouse, folders, signal }: BankContext,
    { asked, close, among, columns }: Written,
): Promise<string> {
    const { kind, tier, reader, onParties } = asked
    const path = join(folders.scratch, 'list.csv')
    await mkdir(folders.scratch, { recursive: true })
    const file = createTextFile(path)
    let place = 0
    const question = { close, kind, tier, among, viewer: reader.viewer }
    await readWholeList(db, question, async (parties) => {
        signal.throwIfAborted()
        for (const party of parties) {
            const cells = columns.map(({ cell }) => cell(party))
            const fields = cells.map((cell) => csvField(cell === null ? null : String(cell)))
            file.add(`${place++},${fields.join(',')}\n`)
        }
        await file.flush()
        onParties(place, close.parties)
    })
    await file.end()
    const text = warehouse.delimited({
        ...{ path, delimiter: ',', quote: '"', hasHeader: false },
        columns: ['place', ...columns.map((_, index) => `c${index}`)],
    })
    const casts = columns.map(
        ({ name, type }, index) => `cast(nullif(c${index}, '') as ${type}) as ${quoted(name)}`,
    )
    const folder = join(folders.scratch, 'list')
    const sql = `select cast(place as bigint) as place, ${casts.join(', ')} from ${text} listed`
    await warehouse.writeParquet({ sql, folder })
    return warehouse.parquet([folder])
}
