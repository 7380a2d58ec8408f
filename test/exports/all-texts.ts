import { readFileSync } from 'node:fs'
import type { Language, Say, Texts } from '#domain/say.ts'
import { createSay, languages } from '#domain/say.ts'

const rooms = ['exports', 'cli', 'features', 'tiers'] as const

/** The texts of the rooms that show summaries and trials, as the files hold them. */
export function textsOf(language: Language): Texts {
    return Object.assign(
        {},
        ...rooms.map((room) => {
            const file = new URL(`../../locales/${language}/${room}.json`, import.meta.url)
            return JSON.parse(readFileSync(file, 'utf8'))
        }),
    )
}

/** `say()` of every language. */
export function allTexts(): Readonly<Record<Language, Say>> {
    const of = (language: Language) => createSay(language, textsOf(language))
    return Object.fromEntries(languages.map((language) => [language, of(language)])) as Record<
        Language,
        Say
    >
}
