import type { Language } from '#domain/say.ts'
import { mapOf, noteFault, textOf, type YamlPart } from '#features/yaml-part.ts'
import type { Names } from './policy.ts'

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

/** A name in every language. */
export function parseNames(part: YamlPart): Names | null {
    const names = mapOf(part, { required: ['zh-CN', 'zh-TW', 'en'] satisfies Language[] })
    if (names === null) return null
    const nameIn = (language: Language): string | null => {
        const name = names.get(language)
        return name === undefined ? null : textOf(name)
    }
    const [simplified, traditional, english] = [nameIn('zh-CN'), nameIn('zh-TW'), nameIn('en')]
    if (simplified === null || traditional === null || english === null) return null
    return { 'zh-CN': simplified, 'zh-TW': traditional, en: english }
}
