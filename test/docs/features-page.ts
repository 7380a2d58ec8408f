import { type Language, languages, type Say } from '#domain/say.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Feature, FeatureTable } from '#features/feature.ts'
import { loadSay } from '#runtime/texts.ts'

const say: Readonly<Record<Language, Say>> = {
    en: loadSay('en'),
    'zh-CN': loadSay('zh-CN'),
    'zh-TW': loadSay('zh-TW'),
}

const intro = [
    'What Tong knows of a customer in a month, by the model that holds it; every customer of the',
    'month is in `features.party_months`. Policies, scorecards and conditions name a feature by',
    'its id. The same for programs: [features.schema.json](features.schema.json).',
    '',
    '*Window*: the time that the value looks at, back from the last day of the month. *Absent*:',
    'the value of a customer with no such holding while the data is complete. *Unknown part*: what',
    'one account without a value makes of the whole. *Sensitive*: tells of a trait that must not',
    'decide what a customer gets ([sensitive traits](../concepts/sensitive-traits.md)). *Hidden*:',
    'the customer may not be told it. `tong features show ID` tells how a feature is spread,',
    '`tong features explain PARTY ID` which rows it comes from.',
].join('\n')

/** The page of all features, by table, with their names in every language. */
export function featuresPage(generated: string): string {
    const tables = [...featuresByTable()].map(([table, features]) =>
        [`## ${table}`, listOf(features), ...features.map(part)].join('\n\n'),
    )
    const count = `There are ${catalogue.size} features.`
    return `${[generated, '# The features', `${count}\n${intro}`, ...tables].join('\n\n')}\n`
}

function featuresByTable(): ReadonlyMap<FeatureTable, readonly Feature[]> {
    return Map.groupBy(catalogue.values(), ({ table }) => table)
}

function listOf(features: readonly Feature[]): string {
    const rows = features.map(({ id }) => {
        const names = languages.map((language) => say[language](`features.${id}.name`))
        return `| [\`${id}\`](#${id}) | ${names.join(' | ')} |`
    })
    const head = `| feature | ${languages.join(' | ')} |\n|---|${'---|'.repeat(languages.length)}`
    return `${head}\n${rows.join('\n')}`
}

function part(feature: Feature): string {
    const { id, type, unit, grain, window, absent, partial, values, source } = feature
    const facts = [
        ['type', `${type}${unit === null ? '' : `, ${spaced(unit)}`}`],
        ['grain and window', `${grain}; ${spaced(window)}`],
        ['absent', absentText(absent)],
        ['unknown part', partial === 'null' ? 'makes it null' : 'is skipped'],
        ...(values === null ? [] : [['values', values.map((one) => `\`${one}\``).join(', ')]]),
        ...(feature.sensitive === false ? [] : [['sensitive', spaced(feature.sensitive)]]),
        ...(feature.hidden ? [['hidden', 'yes']] : []),
    ]
    const lines = facts.map(([name, text]) => `- ${name}: ${text}`)
    const meaning = say.en(`features.${id}.description`)
    return `### ${id}\n\n${meaning}.\n\n${[...lines, `- source: ${source}`].join('\n')}`
}

function spaced(word: string): string {
    return word.replaceAll('_', ' ')
}

function absentText(absent: Feature['absent']): string {
    if (typeof absent === 'object') return `\`${absent.text}\``
    return absent === 'zero' ? '0' : 'null'
}

/**
 * The JSON schema (draft 2020-12) of a customer's features in one month, as the API and `--json`
 * write them: amounts, which must not be rounded, are decimals in text.
 */
export function featuresSchema(): string {
    const properties = Object.fromEntries(
        [...catalogue.values()].map((feature) => [feature.id, schemaOf(feature)]),
    )
    const schema = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Features of a customer in a month',
        description: 'Written from the catalogue by `npm run docs`; null is unknown.',
        type: 'object',
        additionalProperties: false,
        properties,
    }
    return `${JSON.stringify(schema, null, 2)}\n`
}

function schemaOf(feature: Feature): unknown {
    const { id, table, unit, grain, window, source, absent, partial, sensitive, hidden } = feature
    return {
        title: say.en(`features.${id}.name`),
        description: say.en(`features.${id}.description`),
        ...valueSchema(feature),
        'x-names': Object.fromEntries(
            languages.map((language) => [language, say[language](`features.${id}.name`)]),
        ),
        'x-table': table,
        'x-unit': unit,
        'x-grain': grain,
        'x-window': window,
        'x-source': source,
        'x-absent': typeof absent === 'object' ? absent.text : absent,
        'x-partial': partial,
        'x-sensitive': sensitive,
        'x-hidden': hidden,
    }
}

/** Shares and points have decimals and are text like amounts; counts are whole numbers. */
function valueSchema({ type, unit, values }: Feature): Readonly<Record<string, unknown>> {
    if (values !== null) return { enum: [...values, null] }
    if (type === 'boolean') return { type: ['boolean', 'null'] }
    if (type === 'date') return { type: ['string', 'null'], format: 'date' }
    if (type === 'text') return { type: ['string', 'null'] }
    if (type === 'money') return { type: ['string', 'null'], pattern: '^-?\\d+\\.\\d{2}$' }
    if (unit === 'share') return { type: ['string', 'null'], pattern: '^-?\\d+\\.\\d{6}$' }
    return { type: ['integer', 'string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' }
}
