/**
 * Every expected failure, `<room>.<what>`, with the exit code that the command line gives it:
 * 2 usage · 3 input refused · 4 engine · 5 busy. The sentence of a code is the text
 * `<room>.failure.<what>`, with what happened and what to do about it.
 */
export const failureExit = {
    // one line a code, sorted
    'cli.unknown_language': 2,
} as const satisfies Record<string, 2 | 3 | 4 | 5>

export type FailureCode = keyof typeof failureExit
