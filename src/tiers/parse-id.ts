import { noteFault, textOf, type YamlPart } from '#features/yaml-part.ts'

/** Whether a text can be an id: lower case letters, digits, hyphens and underscores. */
export function isId(text: string): boolean {
    return /^[a-z][a-z0-9_-]{0,39}$/.test(text)
}

/** Reads an id such as `wealth-czk`. */
export function parseId(part: YamlPart): string | null {
    const id = textOf(part)
    if (id === null || isId(id)) return id
    return noteFault(part, 'tiers.id_unfit', { found: id })
}
