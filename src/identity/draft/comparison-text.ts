import type { Say } from '#domain/say.ts'
import type { DraftNote } from '#sources/draft.ts'
import { yamlComment, yamlEntry, yamlItem } from '#sources/draft-yaml.ts'
import type { KindId } from '../kinds.ts'
import { type Comparison, formatFieldForm, type PolicyField } from '../policy/identity-policy.ts'
import { sayKind } from '../say-comparison.ts'
import type { DraftedComparison } from './draft-comparison.ts'

/**
 * Writes a drafted comparison as a policy file, with the reason of each field as a comment in the
 * language of `say`. Doubts begin with `?`. The text fits `parseIdentityPolicy`.
 */
export function comparisonText(
    { comparison, notes }: DraftedComparison,
    { version, say }: { readonly version: string; readonly say: Say },
): string {
    const { id, of, fields, blocking, sure, never, thresholds } = comparison
    const used = new Set(fields.flatMap(({ columns }) => columns))
    const noted = (column: string): readonly string[] =>
        notes
            .filter((one) => one.column === column)
            .flatMap(({ note }) => noteLines(note, { column, say }))
    const left = notes.filter(({ column }) => !used.has(column))
    const lines = [
        ...yamlComment(say('identity.draft.head'), 0),
        ...yamlEntry('identity', 'draft', 0),
        ...yamlEntry('version', version, 0),
        'comparisons:',
        `    ${id}:`,
        ...yamlEntry('of', of, 2),
        '        fields:',
        ...fields.flatMap((field) => [...field.columns.flatMap(noted), ...fieldLines(field)]),
        ...left.flatMap(({ column }) => noted(column)),
        ...yamlComment(say('identity.draft.blocking'), 2),
        '        blocking:',
        ...blocking.map((key) => yamlItem(key.map(formatFieldForm), 3)),
        ...yamlComment(say('identity.draft.sure'), 2),
        '        sure:',
        '            rules:',
        ...sure.rules.map((rule) => yamlItem(rule.map(formatFieldForm), 4)),
        ...yamlEntry('recall', sure.recall, 3),
        ...(never.length === 0 ? [] : yamlEntry('never', never.map(formatFieldForm), 2)),
        ...yamlEntry('thresholds', { ...thresholds } satisfies Comparison['thresholds'], 2),
    ]
    return `${lines.join('\n')}\n`
}

function noteLines(
    { key, params, isDoubt }: DraftNote,
    { column, say }: { readonly column: string; readonly say: Say },
): readonly string[] {
    const { kind } = params
    const named = typeof kind === 'string' ? { kind: sayKind(kind as KindId, say) } : {}
    const text = `${column}: ${say(key, { ...params, ...named })}`
    return yamlComment(isDoubt ? `? ${text}` : text, 3)
}

function fieldLines({ id, kind, columns, levels, frequency }: PolicyField): readonly string[] {
    const isOwn = columns.length === 1 && columns[0] === id
    return [
        `            ${id}:`,
        ...yamlEntry('kind', kind, 4),
        ...(isOwn ? [] : yamlEntry('columns', columns, 4)),
        ...yamlEntry(
            'levels',
            levels.map((one) => one.id),
            4,
        ),
        ...(frequency ? yamlEntry('frequency', true, 4) : []),
    ]
}
