const codes: Readonly<Record<string, string>> = {
    ...{ B: '1', F: '1', P: '1', V: '1' },
    ...{ C: '2', G: '2', J: '2', K: '2', Q: '2', S: '2', X: '2', Z: '2' },
    ...{ D: '3', T: '3', L: '4', M: '5', N: '5', R: '6' },
}

/**
 * How a Latin name sounds, roughly: its first letter and three digits (Russell 1918, in the rules
 * of the U.S. National Archives: H and W do not part two letters of one code). Null where the
 * text has no letter of A to Z. Takes capitals.
 */
export function soundex(name: string): string | null {
    const letters = name.replaceAll(/[^A-Z]/g, '')
    const first = letters.charAt(0)
    if (first === '') return null
    let key = first
    let last = codes[first] ?? ''
    for (const letter of letters.slice(1)) {
        if (letter === 'H' || letter === 'W') continue
        const code = codes[letter] ?? ''
        if (code !== '' && code !== last) key += code
        last = code
        if (key.length === 4) break
    }
    return key.padEnd(4, '0')
}
