import { sqlTokens } from '#warehouse/sql-tokens.ts'
import { contractsOf, modelsOf, type TwinFile, yamlOf } from './model-files.ts'
import type { Check } from './tree.ts'

const hidden = new Set<unknown>(['id_number', 'phone'])

/**
 * A column that the contract calls an ID or a phone number has a masked twin in staging, and no
 * model after staging reads the raw one: what the server reads holds neither.
 */
export const personalData: Check = (tree) => {
    const raw = [...contractsOf(tree)].flatMap(([system, { tables = {} }]) =>
        Object.entries(tables).flatMap(([table, { columns = {} }]) =>
            Object.entries(columns)
                .filter(([, column]) => hidden.has(column?.pii))
                .map(([column]) => ({ system, table, column })),
        ),
    )
    const unmasked = raw.flatMap(({ system, table, column }) => {
        const place = `models/staging/${system}__${table}.yml`
        const { columns = {} } = yamlOf<TwinFile>(tree, place)
        const says = `${column} is personal: staging gives ${column}_masked beside it`
        return !tree.has(place) || `${column}_masked` in columns ? [] : [{ place, says }]
    })
    const names = new Set(raw.map(({ column }) => column))
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

function bare(name: string): string {
    return name.replaceAll('"', '')
}
