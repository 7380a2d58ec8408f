import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSay, type Language, languages, type Say, type Texts } from '#domain/say.ts'

const localesFolder = join(import.meta.dirname, '../../locales')

/** Reads all texts of a language. Throws where two files have the same key: that is a bug. */
export function loadTexts(language: Language): Texts {
    const folder = join(localesFolder, language)
    const texts: Record<string, string> = {}
    for (const name of readdirSync(folder).sort()) {
        const file: Texts = JSON.parse(readFileSync(join(folder, name), 'utf8'))
        for (const [key, text] of Object.entries(file)) {
            if (key in texts) throw new Error(`two texts ${key} in ${language}`)
            texts[key] = text
        }
    }
    return texts
}

/** Says all texts in one language. */
export function loadSay(language: Language): Say {
    return createSay(language, loadTexts(language))
}

/** All languages at once, for what is read by many, such as the report. */
export function loadSays(): Readonly<Record<Language, Say>> {
    const says = languages.map((language) => [language, loadSay(language)] as const)
    return Object.fromEntries(says) as Record<Language, Say>
}
