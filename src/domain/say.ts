import { IntlMessageFormat } from 'intl-messageformat'

/** The languages that every text is written in. */
export const languages = ['zh-CN', 'zh-TW', 'en'] as const
export type Language = (typeof languages)[number]

/** All texts of one language: key `room.thing.case` to an ICU message. */
export type Texts = Readonly<Record<string, string>>

/** What a text can name. Money and other exact numbers come as text that is already written out. */
export type TextParams = Readonly<Record<string, string | number | boolean>>

/** Says the text of a key in one language. Throws on a key that is not there: that is a bug. */
export type Say = (key: string, params?: TextParams) => string

/** Whether all languages have the text of a key is checked by the house test, not here. */
export function createSay(language: Language, texts: Texts): Say {
    const parsed = new Map<string, IntlMessageFormat>()
    return (key, params = {}) => {
        let message = parsed.get(key)
        if (message === undefined) {
            const text = texts[key]
            if (text === undefined) throw new Error(`no text ${key} in ${language}`)
            message = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
            parsed.set(key, message)
        }
        return String(message.format(params))
    }
}

/** The language that a tag such as `zh_TW.UTF-8` asks for; English where we have none of it. */
export function languageOf(tag: string): Language {
    const lower = tag.toLowerCase().replaceAll('_', '-')
    if (/^zh-(tw|hk|mo|hant)/.test(lower)) return 'zh-TW'
    return lower.startsWith('zh') ? 'zh-CN' : 'en'
}
