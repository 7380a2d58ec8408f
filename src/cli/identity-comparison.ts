import { type Failure, failure, Refusal, refuse, valueOrThrow } from '#domain/result.ts'
import { draftComparison } from '#identity/draft/draft-comparison.ts'
import type { SampledColumn } from '#identity/draft/draft-kind.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { parseIdentityPolicy } from '#identity/policy/parse-identity-policy.ts'
import { sampleTable } from '#pipeline/identity/sample-table.ts'
import type { Workspace } from '#runtime/open-workspace.ts'
import { headingsText, idsOf, type NamedTable, readNamedTables } from './identity-tables.ts'
import { readRulesFile } from './scores-file.ts'

/** A comparison and where it comes from. */
export type ChosenComparison = {
    readonly comparison: Comparison
    /** The file; null: a draft from the tables themselves. */
    readonly policy: string | null
    /** The rules that the file holds, and their version. */
    readonly version: { readonly id: string; readonly version: string } | null
}

/** The tables that a user names, and by what flags their rows are told apart and compared. */
export type TablesAsked = {
    readonly input: readonly string[]
    readonly policy?: string
    readonly comparison?: string
    readonly id?: string
}

/** Tables as they were asked for. */
export type AskedTables = {
    readonly tables: readonly NamedTable[]
    /** The heading of the ids of each table. */
    readonly ids: readonly string[]
    readonly chosen: ChosenComparison
}

/**
 * Reads the tables that were asked for and chooses what they are compared by. Throws Refusal
 * `cli.identity_records_few`, and what {@link readNamedTables}, {@link idsOf} and
 * {@link chooseComparison} refuse, in this order.
 */
export async function readAskedTables(
    { input, policy, comparison, id }: TablesAsked,
    workspace: Workspace,
    signal: AbortSignal,
): Promise<AskedTables> {
    const { warehouse } = workspace
    const tables = await readNamedTables(input, workspace, signal)
    refuseFew(tables)
    const ids = await idsOf(tables, { asked: id ?? null, warehouse })
    const chosen = await chooseComparison(tables, { policy, comparison, ids, warehouse })
    return { tables, ids, chosen }
}

/** One record alone is nobody else's. */
function refuseFew(tables: readonly NamedTable[]): void {
    const records = tables.reduce((sum, { rows }) => sum + rows, 0)
    const file = tables.map(({ path }) => path).join(', ')
    if (records < 2) refuse('cli.identity_records_few', { records }, { file })
}

/** What decides on the comparison. */
export type ComparisonAsked = {
    readonly policy: string | undefined
    readonly comparison: string | undefined
    /** The ids of the tables, which are never compared. */
    readonly ids: readonly string[]
    readonly warehouse: Workspace['warehouse']
}

/**
 * The comparison of a policy file that was asked for, else the only one, else the one whose columns
 * all tables have; a drafted one where no file is named. Throws Refusal: the faults of the file,
 * `cli.comparison_unknown`, `cli.comparison_choose`, and all columns that are missing in any table.
 */
export async function chooseComparison(
    tables: readonly NamedTable[],
    asked: ComparisonAsked,
): Promise<ChosenComparison> {
    const { policy, comparison: id } = asked
    if (policy === undefined) {
        if (id !== undefined) {
            refuse('cli.flag_alone', { flag: '--comparison', needs: '--policy' })
        }
        return { comparison: await draftOf(tables, asked), policy: null, version: null }
    }
    const read = valueOrThrow(parseIdentityPolicy(await readRulesFile(policy), policy))
    const { comparisons, id: name, version } = read
    const known = comparisons.map((one) => one.id).join(', ')
    const at = { file: policy }
    const fitting = comparisons.filter((one) => missingIn(tables, one).length === 0)
    const [only, ...others] = comparisons.length === 1 ? comparisons : fitting
    const comparison =
        id === undefined
            ? others.length === 0 && only !== undefined
                ? only
                : refuse('cli.comparison_choose', { known, fitting: fitting.length }, at)
            : (comparisons.find((one) => one.id === id) ??
              refuse('cli.comparison_unknown', { comparison: id, known }, at))
    const failures = missingIn(tables, comparison)
    if (failures.length > 0) throw new Refusal(failures)
    return { comparison, policy, version: { id: name, version } }
}

/** The columns of a comparison that tables do not have, a failure a table. */
export function missingIn(
    tables: readonly NamedTable[],
    comparison: Comparison,
): readonly Failure[] {
    const wanted = [...new Set(comparison.fields.flatMap(({ columns }) => columns))]
    return tables.flatMap((table) => {
        const missing = wanted.filter((name) => table.columns[name] === undefined)
        if (missing.length === 0) return []
        const params = {
            ...{ comparison: comparison.id, count: missing.length, missing: missing.join(', ') },
            columns: headingsText(table),
        }
        return [failure('cli.comparison_columns', params, { file: table.path })]
    })
}

/** Only what every table has can be compared; an id says which row it is, not who. */
async function draftOf(
    tables: readonly NamedTable[],
    { ids, warehouse }: ComparisonAsked,
): Promise<Comparison> {
    const shared = new Map<string, readonly string[]>()
    for (const [place, table] of tables.entries()) {
        for (const { name, samples } of await sampleTable(warehouse, table)) {
            if (ids.includes(name)) continue
            const before = place === 0 ? [] : shared.get(name)
            if (before !== undefined) shared.set(name, [...before, ...samples])
        }
        for (const name of shared.keys()) {
            if (table.columns[name] === undefined) shared.delete(name)
        }
    }
    const columns = [...shared].map(([name, samples]): SampledColumn => ({ name, samples }))
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    const drafted = draftComparison({ columns, rows })
    const file = tables.map(({ path }) => path).join(', ')
    return drafted?.comparison ?? refuse('cli.identity_nothing_to_compare', {}, { file })
}
