import { type Language, languageOf } from '#domain/say.ts'

/** The environment of a process, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The language to say things in before, or without, a valid configuration. Never throws. */
export function askedLanguage(
    asked: string | undefined,
    environment: Environment = process.env,
): Language {
    const tag = asked || environment.TONG_LANG
    return tag ? languageOf(tag) : spokenLanguage(environment)
}

/** The language that the system speaks. */
export function spokenLanguage(environment: Environment): Language {
    const { LC_ALL, LC_MESSAGES, LANG } = environment
    return languageOf(LC_ALL || LC_MESSAGES || LANG || '')
}
