import { z } from 'zod'
import { different } from '#identity/kind.ts'
import { kindIds, kinds } from '#identity/kinds.ts'
import { policySchema } from '#identity/policy/policy-text.ts'
import { partyFields, rulesFitting, ruleWords } from '#identity/survivorship/party-fields.ts'
import { survivorshipSchema } from '#identity/survivorship/survivorship-text.ts'
import { type ProbedKey, probeRules } from './probe-rules.ts'
import { type Meaning, ruleMeanings } from './rule-meanings.ts'
import { kindsOfRules } from './rules-kinds.ts'

/**
 * The page of all keys of all rules: what each takes is what its reader says when it is asked
 * (`probe-rules.ts`), what it means stands in `rule-meanings.ts`. Throws where the two differ.
 */
export function policiesPage(generated: string): string {
    const parts = kindsOfRules().map((kind) => [
        `## ${kind.title}`,
        kind.lead,
        keysTable(probeRules(kind), meaningsOf(kind.id)),
    ])
    return [
        generated,
        '# The keys of policies',
        'Every key of every file of rules. `[]` is each member of a list, `*` a name that the\n' +
            'bank chooses. What a key takes is what its reader answers when it is given\n' +
            'something else; `tong policies check FILE` and `tong scores check FILE` give the\n' +
            'same answers with line and column.',
        ...parts.flat(),
        ...identityPart(),
        ...survivorshipPart(),
        '',
    ].join('\n\n')
}

function meaningsOf(id: string): Readonly<Record<string, Meaning>> {
    const meanings = ruleMeanings[id]
    if (meanings === undefined) throw new Error(`test/docs/rule-meanings.ts has no ${id}`)
    return meanings
}

type Meanings = Readonly<Record<string, Meaning>>

function keysTable(keys: readonly ProbedKey[], meanings: Meanings): string {
    const paths = keys.map(({ path }) => path)
    const wrong = [
        ...paths.filter((path) => !(path in meanings)).map((path) => `no meaning of ${path}`),
        ...Object.keys(meanings)
            .filter((path) => !paths.includes(path))
            .map((path) => `no key ${path}`),
        ...keys
            .filter(({ path, isRequired }) => isRequired !== (meanings[path]?.leftOut === null))
            .map(({ path, isRequired }) => `${path} is ${isRequired ? '' : 'not '}required`),
    ]
    if (wrong.length > 0) throw new Error(`test/docs/rule-meanings.ts: ${wrong.join(', ')}`)
    const rows = keys.map(({ path, takes, example }) => {
        const { means, leftOut } = meanings[path] ?? { means: '', leftOut: null }
        const shown = example === null ? '' : `\`${example}\``
        return `| \`${path}\` | ${takes} | ${means} | ${leftOut ?? 'required'} | ${shown} |`
    })
    const title = '| key | takes | meaning | left out | for example |'
    return [title, '|---|---|---|---|---|', ...rows].join('\n')
}

/** The policy of identity has a schema, which tells of itself. */
function identityPart(): readonly string[] {
    const schema = z.toJSONSchema(policySchema) as Schema
    const rows = kindIds.map((id) => {
        const { levels, forms } = kinds[id]
        const words = [...levels.map((level) => level.id), different]
        return `| \`${id}\` | ${codes(words)} | ${codes(forms)} |`
    })
    return [
        '## Who is the same',
        '`identity: NAME`, how records are compared ([explained](../concepts/identity.md)).',
        keysTable(keysOf(schema, { path: '', isRequired: true }), meaningsOf('identity')),
        '### Kinds of values',
        'What a field can be, the levels of agreement between two values, and the forms that\n' +
            'keys of `blocking`, `sure` and `never` may name.',
        ['| kind | levels | forms |', '|---|---|---|', ...rows].join('\n'),
    ]
}

/** The policy of survivorship: its keys by its schema, and its rules with the fields they fit. */
function survivorshipPart(): readonly string[] {
    const schema = z.toJSONSchema(survivorshipSchema) as Schema
    const meanings = meaningsOf('survivor_rules')
    const wrong = Object.keys(meanings).filter((word) => !ruleWords.some((one) => one === word))
    if (wrong.length > 0) throw new Error(`test/docs/rule-meanings.ts: no rule ${wrong.join(', ')}`)
    const rows = ruleWords.map((word) => {
        const meaning = meanings[word]
        if (meaning === undefined) throw new Error(`test/docs/rule-meanings.ts has no rule ${word}`)
        const fitting = partyFields.filter((field) => rulesFitting(field).includes(word))
        const fields = fitting.length === partyFields.length ? 'all' : codes(fitting)
        return `| \`${word}\` | ${meaning.means} | ${fields} |`
    })
    return [
        '## What is shown of a customer',
        '`survivorship: NAME`, which record tells what is shown\n' +
            '([explained](../concepts/parties.md#what-is-shown-of-a-party)). Fields are\n' +
            `${codes(partyFields)}.`,
        keysTable(keysOf(schema, { path: '', isRequired: true }), meaningsOf('survivorship')),
        '### Rules of survivorship',
        ['| rule | best by it | fields |', '|---|---|---|', ...rows].join('\n'),
    ]
}

function codes(words: readonly string[]): string {
    return words.map((word) => `\`${word}\``).join(' · ')
}

type Schema = {
    readonly type?: string
    readonly properties?: Readonly<Record<string, Schema>>
    readonly required?: readonly string[]
    readonly additionalProperties?: Schema | false
    readonly items?: Schema
    readonly enum?: readonly string[]
    readonly pattern?: string
}

type Place = { readonly path: string; readonly isRequired: boolean }

function keysOf(schema: Schema, { path, isRequired }: Place): readonly ProbedKey[] {
    const own = path === '' || path.endsWith('*') ? [] : [{ path, isRequired, ...shapeOf(schema) }]
    const { properties = {}, required = [], additionalProperties } = schema
    const named = Object.entries(properties).flatMap(([key, inner]) =>
        keysOf(inner, { path: below(path, key), isRequired: required.includes(key) }),
    )
    const any =
        typeof additionalProperties === 'object'
            ? keysOf(additionalProperties, { path: below(path, '*'), isRequired: true })
            : []
    return [...own, ...named, ...any]
}

function below(path: string, key: string): string {
    return path === '' ? key : `${path}.${key}`
}

function shapeOf({ type, enum: words, items, properties, pattern }: Schema): {
    readonly takes: string
    readonly example: null
} {
    const takes = (): string => {
        if (words !== undefined) return codes(words)
        if (properties !== undefined) return `keys: ${codes(Object.keys(properties))}`
        if (type === 'array') return items?.type === 'array' ? 'a list of lists' : 'a list'
        if (type === 'object') return 'keys with values'
        if (type === 'number') return 'a number between 0 and 1'
        if (type === 'boolean') return 'true or false'
        return pattern?.includes('\\d{4}') === true ? 'a month, `2026-01`' : 'a text'
    }
    return { takes: takes(), example: null }
}
