import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import { allPairsSql, allRecordsSql, clusterMore } from '#pipeline/identity/cluster-more.ts'
import { countFound } from '#pipeline/identity/count-found.ts'
import { keepMore } from '#pipeline/identity/keep-base.ts'
import { isSameComparison, type MatchBase, openBase } from '#pipeline/identity/match-base.ts'
import { matchMore } from '#pipeline/identity/match-more.ts'
import { type MatchingDesk, matchingStages, tableOf } from '#pipeline/identity/matching.ts'
import { openWorkspace, type Workspace } from '#runtime/open-workspace.ts'
import { codeVersion } from '#runtime/shipped.ts'
import { chooseComparison, missingIn } from './identity-comparison.ts'
import { type AskedFiles, askedFiles, writeFound } from './identity-files.ts'
import { deskOf, type IdentityRunFlags } from './identity-run.ts'
import { headingsText, matchedTable, type NamedTable, readNamedTables } from './identity-tables.ts'
import { flagName } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type FoundMore, moreJson, moreText } from './terminal/more-text.ts'

/** What `tong identity run --base FOLDER` is given. */
export type IdentityMoreFlags = Omit<IdentityRunFlags, 'input'> & {
    readonly base: string
    readonly input?: readonly string[]
    readonly removed?: string
}

/** What the base has decided on already. */
const decided = [
    ...(['comparison', 'id', 'link', 'oneToOne', 'labels', 'model'] as const),
    ...(['page', 'threshold'] as const),
] as const

/**
 * `tong identity run --base FOLDER`: matches new and changed records with those that an earlier run
 * has kept, by its weights. The answer is of all records; what it writes are new files.
 */
export async function runMore(frame: Frame, flags: IdentityMoreFlags): Promise<void> {
    const { config, progress, say, signal } = frame
    const wrong = decided.find((name) => flags[name] !== undefined)
    if (wrong !== undefined) {
        refuse('cli.flags_together', { one: '--base', other: flagName(wrong) })
    }
    if (flags.input === undefined && flags.removed === undefined) {
        refuse('cli.flag_alone', { flag: '--base', needs: '--input' })
    }
    const asked = await askedFiles(flags)
    const workspace = await openWorkspace(config, signal)
    try {
        progress.begin({ label: say('cli.progress.matching'), total: matchingStages.length + 1 })
        const { warehouse } = workspace
        const folder = resolve(flags.base)
        const base = await openBase(warehouse, {
            ...{ folder, path: flags.base, version: codeVersion() },
        })
        const tables = await readNamedTables(flags.input ?? [], workspace, signal)
        await refuseOther(tables, { base, flags, warehouse })
        const removed = await removedOf(flags, { base, workspace, signal })
        const desk = await deskOf(frame, workspace)
        const { ids } = base.card
        const given = tables.map((table, place) => matchedTable(table, ids[place] ?? ''))
        const more = await matchMore(desk, { base, tables: given, removed })
        await clusterMore(desk, { base, more })
        progress.advance(matchingStages.length, say('cli.identity.stage.writing'))
        const found = await writeMore(desk, { base, more, asked })
        progress.advance(matchingStages.length + 1)
        const told = { ...found, base, more, from: flags.base }
        frame.answer({ json: moreJson(told), text: () => moreText(frame, told) })
    } finally {
        await workspace.close()
    }
}

async function writeMore(
    desk: MatchingDesk,
    { base, more, asked }: Pick<FoundMore, 'base' | 'more'> & { readonly asked: AskedFiles },
): Promise<Pick<FoundMore, 'figures' | 'written'>> {
    const { ids, comparison } = base.card
    const clusters = tableOf(desk, 'clusters')
    const found = {
        ...{ records: allRecordsSql(desk, base), clusters },
        scored: allPairsSql(desk, { base, more }),
    }
    const { thresholds } = comparison
    return await writeFound(desk, {
        ...{ found, hasSources: ids.length > 1, asked, page: null },
        keep: (lane, folder) => keepMore(lane, folder, { base, more }),
        count: ({ warehouse }) => countFound(warehouse, { ...found, thresholds }),
    })
}

type Asked = {
    readonly base: MatchBase
    readonly flags: IdentityMoreFlags
    readonly warehouse: Workspace['warehouse']
}

/** Files that are not those of the base: all that does not fit, at once. */
async function refuseOther(
    tables: readonly NamedTable[],
    { base, flags, warehouse }: Asked,
): Promise<void> {
    const { ids, comparison } = base.card
    if (tables.length > 0 && tables.length !== ids.length) {
        refuse('cli.identity_base_files', { wanted: ids.length, files: tables.length })
    }
    const failures: Failure[] = [...missingIn(tables, comparison)]
    for (const [place, table] of tables.entries()) {
        const id = ids[place] ?? ''
        if (table.columns[id] !== undefined) continue
        failures.push(failureOf(table, id))
    }
    if (failures.length > 0) throw new Refusal(failures)
    if (flags.policy === undefined) return
    const asked = { policy: flags.policy, comparison: comparison.id, ids, warehouse }
    const chosen = await chooseComparison(tables, asked)
    // A threshold may have been given with the base; it has been kept with it.
    const { thresholds } = comparison
    if (!isSameComparison({ ...chosen.comparison, thresholds }, comparison)) {
        refuse(
            'identity.base_comparison',
            { path: flags.base, comparison: comparison.id },
            {
                file: flags.policy,
            },
        )
    }
}

function failureOf(table: NamedTable, id: string): Failure {
    const params = { id, columns: headingsText(table) }
    return failure('cli.identity_base_id', params, { file: table.path })
}

/** SQL of the records that a file names as removed: its place among the tables, and its id. */
async function removedOf(
    { removed }: IdentityMoreFlags,
    {
        base,
        workspace,
        signal,
    }: { readonly base: MatchBase; readonly workspace: Workspace; readonly signal: AbortSignal },
): Promise<string | null> {
    if (removed === undefined) return null
    // A folder of its own: that of the workspace has the tables that were given.
    const folder = join(workspace.folder, 'removed')
    await mkdir(folder)
    const [table] = await readNamedTables([removed], { ...workspace, folder }, signal)
    if (table === undefined) return null
    const { ids } = base.card
    const name = [...ids, 'record_id'].find((id) => table.columns[id] !== undefined)
    if (name === undefined) throw new Refusal([failureOf(table, ids[0] ?? '')])
    const { source } = table.columns
    if (ids.length > 1 && source === undefined) throw new Refusal([failureOf(table, 'source')])
    const place = ids.length > 1 ? `try_cast(${source} as integer) - 1` : '0'
    return `select ${place} as source, cast(${table.columns[name]} as varchar) as record_id
        from ${table.relation} removed where ${table.columns[name]} is not null`
}
