import { sqlTokens } from '#warehouse/sql-tokens.ts'
import { contractsOf, modelsOf, type TwinFile, yamlOf } from './model-files.ts'
import type { Check, Tree } from './tree.ts'

const hidden = new Set<unknown>(['id_number', 'phone'])

/** A column of a source table that the contract calls an ID or a phone number. */
type Raw = { readonly place: string; readonly column: string; readonly pii: unknown }

/**
 * A column that the contract calls an ID or a phone number has a masked twin in staging, under its
 * own name or under the one that staging gives it, and no model after staging reads the raw one:
 * what the server reads holds neither.
 */
export const personalData: Check = (tree) => {
    const raw = [...contractsOf(tree)].flatMap(([system, { tables = {} }]) =>
        Object.entries(tables).flatMap(([table, { columns = {} }]) =>
            Object.entries(columns)
                .filter(([, column]) => hidden.has(column?.pii))
                .map(([column, { pii }]): Raw => {
                    return { place: `models/staging/${system}__${table}.yml`, column, pii }
                }),
        ),
    )
    const unmasked = raw
        .filter(({ place }) => tree.has(place))
        .flatMap(({ place, column, pii }) => {
            const staged = stagedNames(tree, { place, column, pii })
            const says = `${column} is personal: staging gives ${column}_masked beside it`
            return staged === null ? [{ place, says }] : []
        })
    const renamed = raw.flatMap((one) => stagedNames(tree, one) ?? [])
    const names = new Set([...raw.map(({ column }) => column), ...renamed])
    const read = modelsOf(tree)
        .filter(({ stage }) => stage !== 'staging')
        .flatMap(({ path, sql }) =>
            sqlTokens(sql)
                .filter(({ kind, text }) => /^(?:word|quoted)$/.test(kind) && names.has(bare(text)))
                .map(({ text, line }) => ({
                    place: `${path}:${line}`,
                    says: `${text} is personal and stays in staging: read ${bare(text)}_masked`,
                })),
        )
    return [...unmasked, ...read]
}

/** The names under which staging hands on a raw column; null where one has no masked twin. */
function stagedNames(tree: Tree, { place, column, pii }: Raw): readonly string[] | null {
    const { columns = {} } = yamlOf<TwinFile>(tree, place)
    if (column in columns || `${column}_masked` in columns) {
        return `${column}_masked` in columns ? [column] : null
    }
    const alike = Object.keys(columns).filter((name) => columns[name]?.pii === pii)
    const isMasked = alike.length > 0 && alike.every((name) => `${name}_masked` in columns)
    return isMasked ? alike : null
}

function bare(name: string): string {
    return name.replaceAll('"', '')
}
