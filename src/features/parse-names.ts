import type { Language } from '#domain/say.ts'
import { mapOf, textOf, type YamlPart } from './yaml-part.ts'

/** A name in every language. */
export type Names = Readonly<Record<Language, string>>

/** Reads a name in every language. */
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
