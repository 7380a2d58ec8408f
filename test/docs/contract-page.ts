import { contractSchema } from '#sources/contract-text.ts'
import { encodings, spellings } from '#sources/contract-words.ts'
import { spellingMeanings, wordMeanings } from './contract-meanings.ts'

/** The page of all words of a contract. Throws where words and meanings differ. */
export function contractPage(generated: string): string {
    const words = wordsOf(contractSchema, '')
    assertSame(words, Object.keys(wordMeanings))
    assertSame(spellings, Object.keys(spellingMeanings))
    const rows = words.map((word) => `| \`${word}\` | ${wordMeanings[word]} |`)
    const spelled = spellings.map((word) => `| \`${word}\` | ${spellingMeanings[word]} |`)
    return [
        generated,
        '# The words of a contract',
        'A contract says what one source system hands over: `models/sources/SYSTEM.yml`, a\n' +
            'bank’s own below its data folder. A word that is not here is refused, and so is\n' +
            'one that contradicts another; all faults are told at once, with line and column.',
        table('word', rows),
        '## Types',
        '`bigint` · `integer` · `varchar` · `date` · `timestamp` · `boolean` · `double` ·\n' +
            '`decimal(18,2)`, of up to 38 digits. Nothing is rounded, cut or guessed.',
        '## Spellings',
        'A column takes plain values: `1234.50`, `2026-01-31`, `2026-01-31 09:30:00`, `true`,\n' +
            '`false`, `1`, `0`. What else it takes stands in `accepts`; all else is rejected.',
        table('spelling', spelled),
        '## Encodings',
        `${encodings.map((one) => `\`${one}\``).join(' · ')}. A byte order mark may stand first.`,
        '',
    ].join('\n\n')
}

function table(head: string, rows: readonly string[]): string {
    return [`| ${head} | what it says |`, '|---|---|', ...rows].join('\n')
}

function assertSame(words: readonly string[], meanings: readonly string[]): void {
    const wrong = [
        ...words.filter((word) => !meanings.includes(word)).map((word) => `no meaning of ${word}`),
        ...meanings.filter((word) => !words.includes(word)).map((word) => `no word ${word}`),
    ]
    if (wrong.length > 0) throw new Error(`test/docs/contract-meanings.ts: ${wrong.join(', ')}`)
}

/** A part of a schema, as zod tells of itself. */
type Part = {
    readonly shape?: Readonly<Record<string, Part>>
    readonly def?: {
        readonly innerType?: Part
        readonly element?: Part
        readonly valueType?: Part
    }
}

/** The paths of all keys of a schema; `*` stands for names that the bank chooses. */
function wordsOf(part: unknown, path: string): readonly string[] {
    const { shape, def } = part as Part
    if (shape !== undefined) {
        return Object.entries(shape).flatMap(([key, inner]) => {
            const word = path === '' ? key : `${path}.${key}`
            return [word, ...wordsOf(inner, word)]
        })
    }
    if (def?.innerType !== undefined) return wordsOf(def.innerType, path)
    if (def?.element !== undefined) return wordsOf(def.element, path)
    if (def?.valueType !== undefined) return wordsOf(def.valueType, `${path}.*`)
    return []
}
