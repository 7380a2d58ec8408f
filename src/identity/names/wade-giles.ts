const initials: readonly (readonly [RegExp, string])[] = [
    [/^(?:zh|ch|j|q)/, 'ch'],
    [/^[zc]/, 'ts'],
    [/^x/, 'hs'],
    [/^r/, 'j'],
    [/^[bp]/, 'p'],
    [/^[dt]/, 't'],
    [/^[gk]/, 'k'],
]

const whole: Readonly<Record<string, string>> = {
    ...{ zhi: 'chih', chi: 'chih', shi: 'shih', ri: 'jih', zi: 'tzu', ci: 'tzu', si: 'ssu' },
    ...{ ge: 'ko', ke: 'ko', he: 'ho', e: 'o', er: 'erh', yi: 'i', you: 'yu', yan: 'yen' },
    ...{ guo: 'kuo', kuo: 'kuo', huo: 'huo', shuo: 'shuo', wo: 'wo', gui: 'kuei', kui: 'kuei' },
    ...{ yong: 'yung', yue: 'yueh', ye: 'yeh' },
}

const finals: readonly (readonly [RegExp, string])[] = [
    [/ian$/, 'ien'],
    [/ie$/, 'ieh'],
    [/(?:ue|ve)$/, 'ueh'],
    [/ong$/, 'ung'],
    [/uo$/, 'o'],
    [/v/, 'u'],
]

/**
 * A syllable of pinyin in Wade–Giles, without apostrophes and umlauts, as cards and passports
 * print it: zhi becomes chih, xiao hsiao, jian chien (Giles, A Chinese-English Dictionary, 1912).
 */
export function wadeGiles(syllable: string): string {
    const known = whole[syllable]
    if (known !== undefined) return known
    const rhymed = finals.reduce((text, [from, to]) => text.replace(from, to), syllable)
    const initial = initials.find(([pattern]) => pattern.test(rhymed))
    return initial === undefined ? rhymed : rhymed.replace(initial[0], initial[1])
}
