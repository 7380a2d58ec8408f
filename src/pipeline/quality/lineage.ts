import type { Model } from '../model.ts'
import { readsOf } from '../select-models.ts'
import { renderTemplate, unquoted } from '../template.ts'

/** Tables of source systems, as `sample.balances`, that a model is built from, sorted. */
export function sourceTablesOf(
    models: ReadonlyMap<string, Model>,
    name: string,
): readonly string[] {
    const found = new Set<string>()
    const seen = new Set<string>()
    const visit = (one: string): void => {
        const model = models.get(one)
        if (model === undefined || seen.has(one)) return
        seen.add(one)
        for (const table of sourcesIn(model)) found.add(table)
        for (const ref of readsOf(model)) if (!ref.includes('*')) visit(ref)
    }
    visit(name)
    return [...found].sort()
}

function sourcesIn({ template }: Model): readonly string[] {
    const tables: string[] = []
    renderTemplate(template, (call) => {
        if (call.name === 'source') tables.push(`${unquoted(call)}.${unquoted(call, 1)}`)
        return ''
    })
    return tables
}
