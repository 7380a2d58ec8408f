import { IntlMessageFormat } from 'intl-messageformat'
import { type FailureCode, failureExit } from '#domain/failures.ts'
import { languages } from '#domain/say.ts'
import { loadTexts } from '#runtime/texts.ts'

/**
 * The page of every expected failure, by room: its code, its exit code, and its sentence in three
 * languages, as the texts have it.
 */
export function errorsPage(generated: string): string {
    const codes = (Object.keys(failureExit) as FailureCode[]).sort()
    const rooms = Map.groupBy(codes, (code) => code.replace(/\..*$/, ''))
    const texts = languages.map((language) => [language, loadTexts(language)] as const)
    const parts = [...rooms].flatMap(([room, inRoom]) => [
        `## ${room}`,
        ...inRoom.map((code) => {
            const key = code.replace('.', '.failure.')
            const said = texts.map(
                ([language, all]) => `- ${language}: ${sayPlain(all[key] ?? '')}`,
            )
            return `### ${code}\n\nExit code ${failureExit[code]}.\n\n${said.join('\n')}`
        }),
    ])
    return [
        generated,
        '# What Tong refuses, and what to do',
        'Every sentence says what is wrong and what to do about it. ‹…› stands for what was\n' +
            'found; where a sentence depends on it, ⟦ one way | another ⟧. With `--json` the\n' +
            'code and its parameters come as they are. Exit codes: 2 usage · 3 input refused ·\n' +
            '4 engine · 5 busy.',
        [...rooms.keys()].map((room) => `[${room}](#${room})`).join(' · '),
        ...parts,
        '',
    ].join('\n\n')
}

/** A part of a message as its parser gives it. */
type Part = {
    readonly type: number
    readonly value?: string
    readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>
}

const [literal, select, plural, pound] = [0, 5, 6, 7]

/** A text of the house with its parameters as words, for people who read all of them. */
export function sayPlain(text: string): string {
    const message = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true })
    // A list item of the page is one line.
    return plain(message.getAst() as readonly Part[], '').replaceAll(/\s*\n\s*/g, ' ')
}

function plain(parts: readonly Part[], counted: string): string {
    return parts.map((part) => plainPart(part, counted)).join('')
}

function plainPart({ type, value = '', options = {} }: Part, counted: string): string {
    if (type === literal) return value.replaceAll(/[\\`*_<>[\]|]/g, String.raw`\$&`)
    if (type === pound) return `‹${counted}›`
    if (type !== select && type !== plural) return `‹${value}›`
    const ways = Object.values(options).map((option) => plain(option.value, value))
    // One word of many forms: the last is the usual one.
    if (type === plural) return ways.at(-1) ?? ''
    const told = [...new Set(ways.filter((way) => way !== ''))]
    return told.length === 0 ? '' : `⟦${told.join(' | ')}⟧`
}
