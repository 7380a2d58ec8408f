/** What a text is, for a terminal with colours. */
export type Tone = 'plain' | 'strong' | 'soft' | 'up' | 'down' | 'accent'

/** Colours a text by what it is. */
export type Paint = (tone: Tone, text: string) => string

/** Codes of the sixteen colours that every theme defines, so that both dark and light ones work. */
const codes: Readonly<Record<Exclude<Tone, 'plain'>, readonly [number, number]>> = {
    strong: [1, 22],
    soft: [2, 22],
    up: [36, 39],
    down: [33, 39],
    accent: [34, 39],
}

/** A painter; without colour it returns each text as it is. */
export function createPaint(isColour: boolean): Paint {
    return (tone, text) => {
        if (!isColour || tone === 'plain' || text === '') return text
        const [start, end] = codes[tone]
        return `\u001b[${start}m${text}\u001b[${end}m`
    }
}
