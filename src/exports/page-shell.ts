import type { Language } from '#domain/say.ts'
import { languages } from '#domain/say.ts'
import type { Markup } from './markup.ts'
import { html, ownCode } from './markup.ts'
import { reportScript } from './report-script.ts'
import { reportStyle } from './report-style.ts'

/** Nothing is fetched, framed or sent: the browser itself holds the page to that. */
const contentPolicy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "script-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
].join('; ')

/** How the languages call themselves on the switch. */
const ownNames: Readonly<Record<Language, string>> = {
    'zh-CN': '简体中文',
    'zh-TW': '繁體中文',
    en: 'English',
}

/** What a page says in one language. */
export type PageBody = {
    readonly language: Language
    readonly title: string
    readonly body: Markup
}

/**
 * Writes a page that is complete in itself, with every language inside and `shown` first. Returns
 * the text of the file.
 */
export function writePage(page: {
    readonly bodies: readonly PageBody[]
    readonly shown: Language
    /** How many tiers need a colour. */
    readonly tiers: number
}): string {
    const { bodies, shown, tiers } = page
    const title = bodies.find(({ language }) => language === shown)?.title ?? 'Tong'
    const written = html`<!doctype html>
<html lang="${shown}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${ownCode(reportStyle(tiers))}</style>
</head>
<body>
<span class="mark" aria-hidden="true">砼</span><span class="brand">Tong</span>
${languages.map((one) => languageChoice(one, one === shown))}
${bodies.map(
    ({ language, title: ownTitle, body }) => html`
<main class="page" lang="${language}" data-title="${ownTitle}">${body}
</main>`,
)}
<script>${ownCode(reportScript)}</script>
</body>
</html>
`
    return written.markup
}

// Radio buttons before the pages they choose: style alone shows the page of the one checked.
function languageChoice(language: Language, checked: boolean): Markup {
    const state = checked ? html` checked` : html``
    return html`<input type="radio" name="language" value="${language}"
 id="choose-${language}"${state}><label for="choose-${language}" lang="${language}">${
     ownNames[language]
 }</label>`
}
