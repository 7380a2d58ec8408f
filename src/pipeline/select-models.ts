import { failure, ok, type Result, refused } from '#domain/result.ts'
import type { Model } from './model.ts'
import { renderTemplate, unquoted } from './template.ts'

/**
 * The models that a choice of people means: `features.party_months` or `features.*`; with a `+`
 * behind it also everything that is built on it. What a model needs is always built with it.
 */
export function selectModels(
    models: ReadonlyMap<string, Model>,
    choices: readonly string[],
): Result<readonly string[]> {
    const chosen = new Set<string>()
    const unknown: string[] = []
    for (const choice of choices) {
        const text = choice.replace(/^\+/, '')
        const downstream = text.endsWith('+')
        const pattern = text.replace(/\+$/, '')
        const named = [...models.keys()].filter((name) => matches(name, pattern))
        if (named.length === 0) unknown.push(choice)
        for (const name of named) chosen.add(name)
        if (downstream) for (const name of builtOn(models, named)) chosen.add(name)
    }
    if (unknown.length === 0) return ok([...chosen])
    const known = [...models.keys()].sort().join(', ')
    return refused(unknown.map((model) => failure('pipeline.model_unknown', { model, known })))
}

/**
 * Unions of systems in which nothing lies, for this bank delivers no such thing, and that no other
 * model reads: they are there for whoever asks for them by name.
 */
export function idleUnions(models: ReadonlyMap<string, Model>): ReadonlySet<string> {
    const refs = new Map([...models.values()].map((model) => [model.name, readsOf(model)]))
    const read = new Set([...refs.values()].flat())
    const members = [...models.values()].filter(({ system }) => system !== null)
    const isEmpty = (ref: string): boolean =>
        ref.includes('*') && !members.some(({ name }) => matches(name, ref))
    const idle = [...refs].filter(
        ([name, all]) => !read.has(name) && all.length > 0 && all.every(isEmpty),
    )
    return new Set(idle.map(([name]) => name))
}

function builtOn(models: ReadonlyMap<string, Model>, from: readonly string[]): ReadonlySet<string> {
    const found = new Set(from)
    for (;;) {
        const before = found.size
        for (const model of models.values()) {
            if (readsOf(model).some((ref) => [...found].some((name) => matches(name, ref)))) {
                found.add(model.name)
            }
        }
        if (found.size === before) return found
    }
}

/** Names and patterns of the models that a template reads. */
export function readsOf(model: Model): readonly string[] {
    const reads: string[] = []
    renderTemplate(model.template, (call) => {
        if (call.name === 'ref') reads.push(unquoted(call))
        return ''
    })
    return reads
}

function matches(name: string, pattern: string): boolean {
    const [before = '', after] = pattern.split('*')
    if (after === undefined) return name === pattern
    return name.startsWith(before) && name.endsWith(after)
}
