import { type Failure, failure, Refusal, refuse, valueOrThrow } from '#domain/result.ts'
import { evaluateClusters, type Groups } from '#identity/evaluate/evaluate-clusters.ts'
import { evaluatePairs, type JudgedPair } from '#identity/evaluate/evaluate-pairs.ts'
import { readGroups } from '#identity/evaluate/read-groups.ts'
import { openWorkspace, type Workspace } from '#runtime/open-workspace.ts'
import { headingsText, idHeadings, type NamedTable, readNamedTables } from './identity-tables.ts'
import type { Frame } from './run-command.ts'
import { clusterFiguresText, curvePlaces, pairFiguresText } from './terminal/evaluation-text.ts'

/** What `tong identity evaluate` is given; columns by heading where they have unusual ones. */
export type IdentityEvaluateFlags = {
    readonly truth: string
    readonly clusters?: string
    readonly pairs?: string
    readonly at: string
    readonly id?: string
    readonly entity?: string
    readonly cluster?: string
    readonly score?: string
}

/** Headings as linkage data has them, in the order in which they are looked for. */
const headings = {
    entity: ['entity_id', 'cluster', 'group', 'ground_truth'],
    cluster: ['cluster_id', 'cluster', 'entity_id'],
    left: ['id_l'],
    right: ['id_r'],
    score: ['score', 'match_probability'],
} as const

/**
 * `tong identity evaluate --truth FILE`: how good clusters, or scored pairs, are against the truth.
 * The figures are those of `evaluateClusters` and `evaluatePairs`.
 */
export async function evaluateIdentity(frame: Frame, flags: IdentityEvaluateFlags): Promise<void> {
    const { clusters, pairs } = flags
    if (clusters !== undefined && pairs !== undefined) {
        refuse('cli.flags_together', { one: '--clusters', other: '--pairs' })
    }
    const file = clusters ?? pairs ?? refuse('cli.identity_nothing_to_evaluate')
    const scores = scoresFlag(flags.at)
    const workspace = await openWorkspace(frame.config, frame.signal)
    try {
        frame.progress.begin({ label: frame.say('cli.progress.evaluating'), total: 2 })
        const [truthTable, table] = await readNamedTables(
            [flags.truth, file],
            workspace,
            frame.signal,
        )
        if (truthTable === undefined || table === undefined) throw new Error('both were read')
        const reading = { workspace, flags, truthTable, table }
        if (clusters === undefined) await answerPairs(frame, reading, scores)
        else await answerClusters(frame, reading)
    } finally {
        await workspace.close()
    }
}

type Reading = {
    readonly workspace: Workspace
    readonly flags: IdentityEvaluateFlags
    readonly truthTable: NamedTable
    readonly table: NamedTable
}

async function answerClusters(frame: Frame, reading: Reading): Promise<void> {
    const { flags, table, truthTable, workspace } = reading
    const [record, entity, id, cluster] = columnsOf([
        ...truthColumns(reading),
        { table, asked: flags.id, flag: '--id', names: idHeadings },
        { table, asked: flags.cluster, flag: '--cluster', names: headings.cluster },
    ])
    const truth = await groupsOf(workspace, { table: truthTable, id: record, group: entity })
    const found = await groupsOf(workspace, { table, id, group: cluster })
    const figures = inFile(table, () => valueOrThrow(evaluateClusters(found, truth)))
    frame.answer({ json: figures, text: () => clusterFiguresText(frame, figures) })
}

async function answerPairs(
    frame: Frame,
    reading: Reading,
    scores: readonly number[],
): Promise<void> {
    const { flags, table, truthTable, workspace } = reading
    const [record, entity, left, right, score] = columnsOf([
        ...truthColumns(reading),
        { table, asked: undefined, flag: '', names: headings.left },
        { table, asked: undefined, flag: '', names: headings.right },
        { table, asked: flags.score, flag: '--score', names: headings.score },
    ])
    const truth = await groupsOf(workspace, { table: truthTable, id: record, group: entity })
    const pairs: JudgedPair[] = []
    let row = 0
    const columns = [left, right, score].join(', ')
    for await (const cells of workspace.warehouse.chunks(
        `select ${columns} from ${table.relation} texts`,
    )) {
        frame.signal.throwIfAborted()
        const [lefts = [], rights = [], found = []] = cells
        for (const [place, cell] of found.entries()) {
            row++
            const text = String(cell ?? '').trim()
            const value = text === '' ? Number.NaN : Number(text)
            if (Number.isNaN(value)) {
                refuse('cli.identity_score', { row, value: text }, { file: table.path })
            }
            const [one, other] = [lefts[place], rights[place]].map((id) => String(id ?? ''))
            pairs.push({ left: one ?? '', right: other ?? '', score: value })
        }
    }
    const figures = inFile(table, () => valueOrThrow(evaluatePairs(pairs, truth, scores)))
    const curve = curvePlaces(figures.curve)
    frame.answer({
        json: { ...figures, curve },
        text: () => pairFiguresText(frame, { figures, curve }),
    })
}

type WantedColumn = {
    readonly table: NamedTable
    readonly asked: string | undefined
    /** The flag that names it; empty where there is none. */
    readonly flag: string
    readonly names: readonly string[]
}

function truthColumns({ flags, truthTable: table }: Reading): readonly WantedColumn[] {
    return [
        { table, asked: flags.id, flag: '--id', names: idHeadings },
        { table, asked: flags.entity, flag: '--entity', names: headings.entity },
    ]
}

/** SQL of the columns in their order. Throws Refusal `cli.identity_column`, all at once. */
function columnsOf(wanted: readonly WantedColumn[]): readonly string[] {
    const failures: Failure[] = []
    const found = wanted.map(({ table, asked, flag, names }) => {
        const looked = asked === undefined ? names : [asked]
        const name = looked.find((one) => table.columns[one] !== undefined)
        if (name !== undefined) return table.columns[name] ?? ''
        const params = { wanted: looked.join(' / '), columns: headingsText(table) }
        const told = flag === '' ? { flag: 'none' } : { flag }
        failures.push(failure('cli.identity_column', { ...params, ...told }, { file: table.path }))
        return ''
    })
    if (failures.length > 0) throw new Refusal(failures)
    return found
}

type GroupsAsked = {
    readonly table: NamedTable
    readonly id: string | undefined
    readonly group: string | undefined
}

async function groupsOf(
    { warehouse }: Workspace,
    { table, id = 'null', group = 'null' }: GroupsAsked,
): Promise<Groups> {
    const rows: { record: string; group: string }[] = []
    const sql = `select ${id}, ${group} from ${table.relation} texts`
    for await (const [records = [], groups = []] of warehouse.chunks(sql)) {
        for (const [place, record] of records.entries()) {
            rows.push({ record: String(record ?? ''), group: String(groups[place] ?? '') })
        }
    }
    return inFile(table, () => valueOrThrow(readGroups(rows)))
}

/** Says of what goes wrong in which file it is. */
function inFile<T>({ path }: NamedTable, work: () => T): T {
    try {
        return work()
    } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause
        throw new Refusal(cause.failures.map((one) => ({ ...one, at: { file: path } })))
    }
}

/** Numbers with commas between them, each once. */
function scoresFlag(text: string): readonly number[] {
    const parts = text.split(',').map((part) => part.trim())
    const isFit = parts.every((part) => part !== '' && Number.isFinite(Number(part)))
    return isFit ? [...new Set(parts.map(Number))] : refuse('cli.identity_at', { value: text })
}
