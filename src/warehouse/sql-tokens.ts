/** What a piece of SQL text is. Template words stand in `{{ … }}`. */
export type SqlTokenKind = 'word' | 'number' | 'string' | 'quoted' | 'sign' | 'open' | 'close'

/** One piece of SQL text, comments and white space left out. */
export type SqlToken = {
    /** `open` and `close` are the braces of a template word, `quoted` a name in double quotes. */
    readonly kind: SqlTokenKind
    /** As it stands in the text. */
    readonly text: string
    /** Where it begins; both count from 1. */
    readonly line: number
    readonly column: number
    /** Whether white space or a comment stands before it. */
    readonly apart: boolean
    /** The name of a template word, such as `ref` in `{{ ref('identity.accounts') }}`. */
    readonly phrase: boolean
}

// The order matters: what begins like another piece and is longer stands first.
const pieces: readonly (readonly [SqlTokenKind | 'blank', RegExp])[] = [
    ['blank', /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
    ['open', /\{\{/y],
    ['close', /\}\}/y],
    ['string', /'(?:[^']|'')*(?:'|$)/y],
    ['quoted', /"(?:[^"]|"")*(?:"|$)/y],
    ['number', /\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy],
    ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
    ['sign', /::|:=|=>|->>|->|==|!~\*|!~|~~\*|~~|~\*|\|\||\/\/|\*\*|<>|<=|>=|!=|[\s\S]/uy],
]

/** Cuts SQL or a template into its pieces. It never fails: odd text gives odd pieces. */
export function sqlTokens(sql: string): readonly SqlToken[] {
    const tokens: SqlToken[] = []
    let at = 0
    let line = 1
    let lineStart = 0
    let apart = true
    let afterOpen = false
    while (at < sql.length) {
        const [kind, text] = pieceAt(sql, at)
        if (kind !== 'blank') {
            const phrase = afterOpen && kind === 'word'
            tokens.push({ kind, text, line, column: at - lineStart + 1, apart, phrase })
            afterOpen = kind === 'open'
        }
        apart = kind === 'blank'
        for (const newline of text.matchAll(/\n/g)) {
            line += 1
            lineStart = at + newline.index + 1
        }
        at += text.length
    }
    return tokens
}

function pieceAt(sql: string, at: number): readonly [SqlTokenKind | 'blank', string] {
    for (const [kind, pattern] of pieces) {
        pattern.lastIndex = at
        const match = pattern.exec(sql)
        if (match !== null) return [kind, match[0]]
    }
    throw new Error('every character is a sign at least')
}
