/** A fenced block of a page. */
export type Block = {
    /** The first word behind the fence, such as `sh`; empty where there is none. */
    readonly kind: string
    /** What stands behind it, which pages do not show: `no-run: needs a server`. */
    readonly mark: string
    readonly text: string
    /** Line of the fence, counted from 1. */
    readonly line: number
}

/** A command that a page shows with what it prints. */
export type ShownCommand = {
    readonly command: string
    /** Lines as they stand there; `…` stands for any lines, and within a line for any letters. */
    readonly lines: readonly string[]
}

const fence = /^```(\S*)[ ]?(.*)\n([\s\S]*?)^```$/gm

/** The fenced blocks of a page, in order. */
export function blocksOf(text: string): readonly Block[] {
    return [...text.matchAll(fence)].map((match) => {
        const [, kind = '', mark = '', inner = ''] = match
        const line = text.slice(0, match.index).split('\n').length
        return { kind, mark: mark.trim(), text: inner, line }
    })
}

/** Whether a block shows commands with what they print: `$ ./tong …` stands in its first line. */
export function isShown({ kind, text }: Block): boolean {
    return kind === 'text' && text.startsWith('$ ')
}

/** The commands of such a block, each with its lines; a command goes on behind a backslash. */
export function shownIn({ text }: Block): readonly ShownCommand[] {
    return text
        .split(/^\$ /m)
        .slice(1)
        .map((part) => {
            const [, command = '', printed = ''] = /^((?:.*\\\n)*.*)\n?([\s\S]*)$/.exec(part) ?? []
            return { command, lines: printed === '' ? [] : printed.trimEnd().split('\n') }
        })
}

/** What differs from run to run, or with any change of a model: it is not compared. */
const passing: readonly (readonly [RegExp, string])[] = [
    [/\b[0-9a-f]{8,64}…?/g, '‹hash›'],
    [/\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?/g, '‹time›'],
    [/[\d.]+(?= ?(s|ms|秒)\b)/g, '‹time›'],
    [/\d+ steps built, \d+ reused|新建 \d+ 步，复用 \d+ 步/g, '‹steps›'],
    [/(?<=published )\d{4}-\d\d-\d\d|\d{4}-\d\d-\d\d(?=（UTC）发布)/g, '‹day›'],
    [/\s+$/g, ''],
]

/** A line without what may differ. */
export function settled(line: string): string {
    return passing.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), line)
}

/**
 * The first line that a page shows and a command did not print, or that it printed and the page
 * does not show; null where they agree.
 */
export function differenceOf(
    shown: readonly string[],
    printed: readonly string[],
): { readonly shown: string | null; readonly printed: string | null } | null {
    let at = 0
    let isSkipping = false
    for (const line of shown) {
        if (line.trim() === '…') {
            isSkipping = true
            continue
        }
        const pattern = patternOf(settled(line))
        const found = printed.findIndex((one, index) => index >= at && pattern.test(settled(one)))
        if (found === -1 || (found > at && !isSkipping)) {
            return { shown: line, printed: printed[at] ?? null }
        }
        at = found + 1
        isSkipping = false
    }
    if (at < printed.length && !isSkipping) return { shown: null, printed: printed[at] ?? null }
    return null
}

function patternOf(line: string): RegExp {
    const parts = line
        .split('…')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    return new RegExp(`^${parts.join('.*')}$`, 'u')
}
