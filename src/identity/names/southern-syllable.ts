/**
 * A syllable as it is heard where zh ch sh, n and l, -n and -ng are not told apart
 * (southern Mandarin): zh ch sh as z c s, n- as l-, -ng as -n.
 */
export function southernSyllable(syllable: string): string {
    return syllable
        .replace(/^([zcs])h/, '$1')
        .replace(/^n(?=.)/, 'l')
        .replace(/ng$/, 'n')
}
