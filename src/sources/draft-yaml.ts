/** Longest line of a drafted contract. */
const lineMax = 100
const indentOf = (depth: number): string => '    '.repeat(depth)

/** Values that a contract's YAML holds. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | YamlMap
type YamlMap = { readonly [key: string]: YamlValue }

/**
 * One key with its value, on one line where it fits (`{ type: bigint }`), else a line a key.
 * `depth` counts indents of four spaces.
 */
export function yamlEntry(key: string, value: YamlValue, depth: number): readonly string[] {
    const head = `${indentOf(depth)}${yamlScalar(key)}:`
    const flow = `${head} ${flowText(value)}`
    if ([...flow].length <= lineMax || typeof value !== 'object') return [flow]
    if (isList(value)) {
        return [head, ...value.map((one) => `${indentOf(depth + 1)}- ${flowText(one)}`)]
    }
    return [
        head,
        ...Object.entries(value).flatMap(([name, one]) => yamlEntry(name, one, depth + 1)),
    ]
}

/** A value of a list, on a line of its own. */
export function yamlItem(value: YamlValue, depth: number): string {
    return `${indentOf(depth)}- ${flowText(value)}`
}

/** A comment, broken into lines between words and between any two Chinese characters. */
export function yamlComment(text: string, depth: number): readonly string[] {
    const indent = `${indentOf(depth)}# `
    const lines: string[] = []
    let line = ''
    // What a file's values hold must not end the comment.
    const plain = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    for (const piece of plain.match(
        /\p{Script=Han}[，。；：、）！？]*|[^\s\p{Script=Han}]+\s*|\s+/gu,
    ) ?? []) {
        if (line !== '' && [...indent, ...line, ...piece.trimEnd()].length > lineMax) {
            lines.push(line.trimEnd())
            line = ''
        }
        line += line === '' ? piece.trimStart() : piece
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    return lines.map((one) => `${indent}${one}`)
}

function flowText(value: YamlValue): string {
    if (typeof value === 'string') return yamlScalar(value)
    if (typeof value !== 'object') return String(value)
    if (isList(value)) return `[${value.map(flowText).join(', ')}]`
    const entries = Object.entries(value).map(
        ([key, one]) => `${yamlScalar(key)}: ${flowText(one)}`,
    )
    return `{ ${entries.join(', ')} }`
}

function isList(value: readonly YamlValue[] | YamlMap): value is readonly YamlValue[] {
    return Array.isArray(value)
}

const plainScalar =
    /^[A-Za-z\p{Script=Han}][\w\p{Script=Han}./-]*(?: [\w\p{Script=Han}./()-]+)*\.?$/u
/** Words that YAML takes for something else than a text. */
const taken = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i

/** A text, quoted only where YAML would read it as something else. */
export function yamlScalar(text: string): string {
    if (plainScalar.test(text) && !taken.test(text)) return text
    const isPrintable = !/[\p{Cc}\p{Cf}\u2028\u2029\ufeff]/u.test(text)
    return isPrintable ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text)
}
