/** A text as one word of a shell's command line, so that commands shown can be copied. */
export function shellWord(text: string): string {
    return /^[\p{L}\p{N}_./:@%+=,-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
