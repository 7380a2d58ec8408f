import { refusedWords } from '#warehouse/refused-words.ts'
import { sqlTokens } from '#warehouse/sql-tokens.ts'
import {
    contractsOf,
    type ModelFile,
    modelStages,
    modelsOf,
    type TwinFile,
    yamlOf,
} from './model-files.ts'
import { type Check, type Found, filesOf, linesOf } from './tree.ts'

const snake = /^[a-z][a-z0-9]*(?:_{1,2}[a-z0-9]+)*$/
const grains = ['none', 'month', 'ladder_month']

/** Every model lies in a known stage, under its name. */
export const modelPaths: Check = (tree) =>
    filesOf(tree, /^models\/.*\.(?:sql|yml)$/).flatMap(([path]) => {
        const parts = path.split('/')
        const [, stage = '', file = ''] = parts
        const name = file.replace(/\.(?:sql|yml)$/, '')
        const known = stage === 'sources' || modelStages.some((one) => one === stage)
        if (parts.length !== 3 || !known) {
            return [{ place: path, says: `models lie in models/{sources,${modelStages}}/` }]
        }
        return snake.test(name) ? [] : [{ place: path, says: 'a model has a snake_case name' }]
    })

/** Every model has its YAML twin, and every twin its model. */
export const twins: Check = (tree) =>
    filesOf(tree, /^models\/(?!sources\/).*\.(?:sql|yml)$/).flatMap(([path]) => {
        const other = path.endsWith('.sql')
            ? path.replace(/sql$/, 'yml')
            : path.replace(/yml$/, 'sql')
        return tree.has(other) ? [] : [{ place: path, says: `${other} is missing` }]
    })

/** A twin ends its description in the grain, names its key and explains each column. */
export const twinGrain: Check = (tree) =>
    modelsOf(tree).flatMap(({ path }) => {
        const place = path.replace(/sql$/, 'yml')
        if (!tree.has(place)) return []
        const twin = yamlOf<TwinFile>(tree, place)
        const columns = Object.entries(twin.columns ?? {})
        const names = columns.map(([name]) => name)
        const key: readonly unknown[] = Array.isArray(twin.key) ? twin.key : []
        const wrong: string[] = []
        if (!/(?:^|[.!)]\s+)One row per [^.]+\.\s*$/.test(String(twin.description ?? ''))) {
            wrong.push('the description ends in its grain: "One row per party and month."')
        }
        if (!grains.some((grain) => grain === twin.grain)) wrong.push(`grain: one of ${grains}`)
        if (key.length === 0 || key.some((name) => !names.includes(String(name)))) {
            wrong.push('key: names columns of the model, one at least')
        }
        for (const [name, column] of columns) {
            if (typeof column?.type !== 'string') wrong.push(`${name} has no type`)
            if (typeof column?.description !== 'string') wrong.push(`${name} has no description`)
            const exact = String(column?.type).startsWith('decimal')
            if (exact && typeof column?.unit !== 'string') wrong.push(`${name} has no unit`)
        }
        return wrong.map((says) => ({ place, says }))
    })

/** Models keep to the words that DuckDB and Trino share. */
export const sharedWords: Check = (tree) =>
    modelsOf(tree).flatMap(({ path, sql }) =>
        refusedWords(sql).map(({ word, line, column, instead }) => ({
            place: `${path}:${line}:${column}`,
            says: `${word} is refused; write ${instead}`,
        })),
    )

/** A model looks at its own stage and those before it, at models that are there. */
export const modelsUpstream: Check = (tree) => {
    const models = modelsOf(tree)
    const names = new Set(models.map(({ name }) => name))
    return models.flatMap((model) =>
        model.calls
            .filter(({ word }) => word === 'ref')
            .flatMap(({ texts, line }) => {
                const says = faultOfRef(model, { target: texts[0] ?? '', names })
                return says === null ? [] : [{ place: `${model.path}:${line}`, says }]
            }),
    )
}

function faultOfRef(
    model: ModelFile,
    { target, names }: { readonly target: string; readonly names: ReadonlySet<string> },
): string | null {
    const [stage = '', name = ''] = target.split('.')
    const order: readonly string[] = modelStages
    if (!order.includes(stage)) return `${target}: no such stage`
    if (order.indexOf(stage) > order.indexOf(model.stage)) {
        return `${target} lies downstream of ${model.stage}`
    }
    if (target === model.name) return 'a model reads itself by previous() only'
    const system = /^([^*]+?)__/.exec(name)?.[1] ?? null
    if (system !== null && system !== model.system) {
        return `${target} belongs to one system: read the union, or ref('${stage}.*__…')`
    }
    return target.includes('*') || names.has(target) ? null : `there is no model ${target}`
}

const beyondRenaming = new Set([
    ...['join', 'group', 'union', 'distinct', 'over', 'having', 'order', 'limit', 'where'],
    ...['intersect', 'except', 'sum', 'count', 'min', 'max'],
])

/** Staging renames and casts one source table; sources are read nowhere else. */
export const stagingRenames: Check = (tree) => {
    const staged = modelsOf(tree).flatMap((model): readonly Found[] => {
        const sources = model.calls.filter(({ word }) => word === 'source')
        if (model.stage !== 'staging') {
            return sources.map(({ line }) => ({
                place: `${model.path}:${line}`,
                says: 'source() stands in staging only',
            }))
        }
        const read = sources.map(({ texts }) => `staging.${texts.join('__')}`)
        const refs = model.calls.filter(({ word }) => word === 'ref' || word === 'previous')
        const named = read.length === 1 && read[0] === model.name && refs.length === 0
        return [
            ...(named
                ? []
                : [{ place: model.path, says: 'reads the one source table it is named after' }]),
            ...sqlTokens(model.sql)
                .filter(({ kind, text }) => kind === 'word' && beyondRenaming.has(text))
                .map(({ text, line }) => ({
                    place: `${model.path}:${line}`,
                    says: `${text}: staging renames and casts, nothing else`,
                })),
        ]
    })
    const unstaged = [...contractsOf(tree)].flatMap(([system, { tables = {} }]) =>
        Object.keys(tables)
            .filter((table) => !tree.has(`models/staging/${system}__${table}.sql`))
            .map((table) => ({
                place: `models/sources/${system}.yml`,
                says: `${table} has no model staging.${system}__${table}`,
            })),
    )
    return [...staged, ...unstaged]
}

/** SQL is lower case, four spaces, commas at line ends, imports first, `select * from` last. */
export const sqlStyle: Check = (tree) =>
    modelsOf(tree).flatMap(({ path, sql }) => {
        const at = (line: number, says: string): Found => ({ place: `${path}:${line}`, says })
        const lines = linesOf(sql)
        const faults = lines.flatMap((line, index) => {
            if (/\t/.test(line)) return [at(index + 1, 'a tab')]
            if (/\s$/.test(line)) return [at(index + 1, 'white space at the end of the line')]
            if (/^\s*,/.test(line)) return [at(index + 1, 'the comma stands at the end of a line')]
            if ((/^ */.exec(line)?.[0].length ?? 0) % 4 !== 0) {
                return [at(index + 1, 'steps of four spaces')]
            }
            return []
        })
        const capitals = sqlTokens(sql)
            .filter(({ kind, text }) => kind === 'word' && text !== text.toLowerCase())
            .map(({ text, line }) => at(line, `${text} is not lower case`))
        const last = /^select \* from [a-z][a-z0-9_]*$/.test(lines.at(-1) ?? '')
        const ends = last ? [] : [at(lines.length, 'the last line is `select * from final_name`')]
        return [...faults, ...capitals, ...ends, ...lateImports(sql).map((line) => at(line, late))]
    })

const late = 'imports first: ref(), source() and previous() stand in the first CTEs'

/** Lines of CTEs that import another model after a CTE that does not. */
function lateImports(sql: string): readonly number[] {
    const found: number[] = []
    let depth = 0
    let working = false
    let cte: { reads: boolean; line: number; params: boolean } | null = null
    for (const [index, { kind, text, line, phrase }] of sqlTokens(sql).entries()) {
        if (text === '(' && kind === 'sign') depth += 1
        if (depth === 1 && cte === null && index > 0) cte = { reads: false, line, params: false }
        if (cte !== null && phrase) {
            if (/^(?:ref|source|previous)$/.test(text)) cte.reads = true
            if (text === 'param') cte.params = true
        }
        if (text === ')' && kind === 'sign') depth -= 1
        if (depth > 0 || cte === null) continue
        if (cte.reads && working) found.push(cte.line)
        if (!cte.reads && !cte.params) working = true
        cte = null
    }
    return found
}
