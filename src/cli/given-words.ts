import type { Frame } from './run-command.ts'

/** What made the tier given, in a few words: `floor staff`, `grant 12`, `override ended`. */
export function givenWords(
    { say }: Pick<Frame, 'say'>,
    { cause, rule }: { readonly cause: string | null; readonly rule: string | null },
): string {
    if (cause === null || cause === 'earned') return ''
    return say(`cli.show.given.${cause}`, { rule: rule ?? '' })
}
