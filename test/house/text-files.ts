import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, languages } from '#domain/say.ts'
import { lineAt, type Tree } from './tree.ts'

/** One text of one language, with the place it stands in. */
export type TextEntry = {
    readonly language: Language
    readonly room: string
    readonly key: string
    readonly text: string
    readonly place: string
}

/** All texts of all languages; a file that is no JSON has none. */
export function textsOf(tree: Tree): readonly TextEntry[] {
    return languages.flatMap((language) =>
        [...tree].flatMap(([path, json]) => {
            const match = /^locales\/([^/]+)\/([^/]+)\.json$/.exec(path)
            if (match === null || match[1] !== language) return []
            return Object.entries(readTexts(json)).map(([key, text]) => {
                const line = lineAt(json, Math.max(0, json.indexOf(JSON.stringify(key))))
                return { language, room: match[2] ?? '', key, text, place: `${path}:${line}` }
            })
        }),
    )
}

function readTexts(json: string): Readonly<Record<string, string>> {
    try {
        const value: unknown = JSON.parse(json)
        if (typeof value !== 'object' || value === null) return {}
        return Object.fromEntries(
            Object.entries(value).map(([key, text]) => [key, typeof text === 'string' ? text : '']),
        )
    } catch {
        return {}
    }
}

/** The parameters of a message. */
export type MessageParams = {
    /** All that it has to be given. */
    readonly named: ReadonlySet<string>
    /** Those that a reader sees; a plural may only choose between words. */
    readonly shown: ReadonlySet<string>
}

// Kinds of parts in a parsed message, as the parser numbers them.
const shownKinds = new Set([1, 2, 3, 4])
const choosingKinds = new Set([5, 6])
const poundKind = 7

type Part = {
    readonly type: number
    readonly value?: unknown
    readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>
}

/** The parameters of an ICU message, nested ones too. Throws where it cannot be parsed. */
export function paramsOf({ text, language }: TextEntry): MessageParams {
    const message = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
    const named = new Set<string>()
    const shown = new Set<string>()
    const visit = (parts: readonly Part[], counted: string | null): void => {
        for (const { type, value, options } of parts) {
            const name = String(value)
            if (shownKinds.has(type)) shown.add(name)
            if (shownKinds.has(type) || choosingKinds.has(type)) named.add(name)
            if (type === poundKind && counted !== null) shown.add(counted)
            for (const option of Object.values(options ?? {})) visit(option.value, name)
        }
    }
    visit(message.getAst() as readonly Part[], null)
    return { named, shown }
}
