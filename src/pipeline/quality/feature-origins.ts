import { catalogue } from '#features/catalogue.ts'
import { followColumn, type LineageOptions } from '../features/column-lineage.ts'
import type { Model } from '../model.ts'
import { readsOf } from '../select-models.ts'

/**
 * Where a feature comes from: what makes it unknown when it is not there. `balances` of accounts;
 * a field of the party's `record`; `nouns` of the one model of the bank, such as `loans`; or
 * nothing can make it unknown: it `always` has a value, or it is a `score`, made of features that
 * have origins of their own.
 */
export type FeatureOrigin =
    | { readonly kind: 'balances'; readonly products: readonly string[] }
    | { readonly kind: 'record'; readonly column: string }
    | { readonly kind: 'nouns'; readonly nouns: readonly string[] }
    | { readonly kind: 'none'; readonly reason: 'always' | 'score' }

/** Products of accounts, as `identity.accounts` has them. */
const products = ['deposit', 'wealth', 'fund', 'insurance', 'mortgage', 'loan', 'card']

/** Where balances enter the features; what lies behind says nothing more of them. */
const balanceTable = 'features.account_months'
const balanceColumns = ['balance_avg', 'balance_end']

/** Models that say whose rows they are, which every feature reads and none lacks. */
const keepers = ['identity.party_map', 'identity.calendar', 'identity.calendar_days']

/**
 * Where a feature of the catalogue comes from, as the texts of the models say. Throws where there
 * is no such feature, or where its model reads nothing: that is a bug.
 */
export function originOf(feature: string, options: LineageOptions): FeatureOrigin {
    const known = catalogue.get(feature)
    if (known === undefined) throw new Error(`there is no feature ${feature}`)
    const { table, absent } = known
    if (table.startsWith('scores.')) return { kind: 'none', reason: 'score' }
    const twin = options.models.get(table)?.twin
    const never = twin?.tests.flatMap((test) => ('not_null' in test ? test.not_null : [])) ?? []
    if (absent !== 'null' && never.includes(feature)) return { kind: 'none', reason: 'always' }
    const reached = reach({ table, column: feature }, options)
    if (reached.hasBalances) {
        const named = products.filter((product) => reached.texts.has(product))
        return { kind: 'balances', products: named.length === 0 ? products : named }
    }
    const own = options.models.get('identity.records')?.twin.columns ?? {}
    const fields = [...(reached.columns.get('identity.parties') ?? [])].filter((one) => one in own)
    const nouns = [...reached.columns.keys()].filter((name) => name !== 'identity.parties')
    const [column] = fields
    if (column !== undefined && fields.length === 1 && nouns.length === 0) {
        return { kind: 'record', column }
    }
    const told = [
        ...nouns,
        ...(fields.length > 0 || nouns.length === 0 ? ['identity.records'] : []),
    ]
    return { kind: 'nouns', nouns: told.map((name) => name.replace('identity.', '')).sort() }
}

type Reached = {
    readonly hasBalances: boolean
    /** Texts that are compared with on the way, the names of products among them. */
    readonly texts: ReadonlySet<string>
    /** Columns of models of identity that are read, by model. */
    readonly columns: ReadonlyMap<string, ReadonlySet<string>>
}

/** Follows a column upstream to where balances begin and to the models of identity. */
function reach(
    start: { readonly table: string; readonly column: string },
    options: LineageOptions,
): Reached {
    const texts = new Set<string>()
    const columns = new Map<string, Set<string>>()
    const seen = new Set<string>()
    let hasBalances = false
    const visit = (name: string, column: string): void => {
        const id = `${name}.${column}`
        const model = options.models.get(name)
        if (model === undefined || seen.has(id)) return
        seen.add(id)
        if (name === balanceTable) {
            if (balanceColumns.includes(column)) hasBalances = true
            return
        }
        if (model.stage !== 'features') {
            if (!keepers.includes(name))
                columns.set(name, (columns.get(name) ?? new Set()).add(column))
            return
        }
        const followed = followColumn(model, column, options)
        for (const text of followed.texts) texts.add(text)
        for (const behind of followed.columns) visit(behind.from, behind.column)
        if (followed.columns.length === 0) {
            for (const noun of nounsBehind(model, options)) columns.set(noun, new Set())
        }
    }
    visit(start.table, start.column)
    return { hasBalances, texts, columns }
}

/** All models of identity that a model is built from, where its text names no columns. */
function nounsBehind(model: Model, { models }: LineageOptions): ReadonlySet<string> {
    const found = new Set<string>()
    const visit = (one: Model): void => {
        for (const name of readsOf(one)) {
            const next = models.get(name)
            if (next === undefined || keepers.includes(name)) continue
            if (next.stage === 'features') visit(next)
            else found.add(name)
        }
    }
    visit(model)
    return found
}
