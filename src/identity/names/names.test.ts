import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cantoneseSpelling, foldCantonese } from './cantonese-spelling.ts'
import { characterOf } from './character.ts'
import { shapeOf } from './look-alikes.ts'
import { ringOf } from './ring-of.ts'
import { southernSyllable } from './southern-syllable.ts'
import { wadeGiles } from './wade-giles.ts'

describe('the ring of a text', () => {
    it('is the least of its rotations, whichever of them it is made of', () => {
        const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 })
        fc.assert(
            fc.property(text, fc.nat(), (one, turn) => {
                const rotations = Array.from(
                    { length: one.length },
                    (_, at) => one.slice(at) + one.slice(0, at),
                )
                const least = rotations.toSorted()[0] ?? ''
                const turned = rotations[one.length === 0 ? 0 : turn % one.length] ?? ''
                expect(ringOf(one)).toBe(least)
                expect(ringOf(turned)).toBe(least)
            }),
        )
    })
})

describe('Wade–Giles', () => {
    // Spellings of persons and places in general use, without apostrophes and umlauts.
    it.each([
        ['zhang zhi wei', 'chang chih wei'],
        ['mao ze dong', 'mao tse tung'],
        ['zhou en lai', 'chou en lai'],
        ['jiang jing guo', 'chiang ching kuo'],
        ['xie xiao ping', 'hsieh hsiao ping'],
        ['cai yuan pei', 'tsai yuan pei'],
        ['lian zhan', 'lien chan'],
        ['xu ri', 'hsu jih'],
        ['gui duo', 'kuei to'],
        ['yan you', 'yen yu'],
        ['lv xue', 'lu hsueh'],
        ['si zi', 'ssu tzu'],
    ])('of %s is %s', (pinyin, spelling) => {
        expect(pinyin.split(' ').map(wadeGiles).join(' ')).toBe(spelling)
    })
})

describe('the spellings of Hong Kong', () => {
    // Spellings by which well-known families are registered.
    it.each([
        ['陈', 'chan'],
        ['张', 'cheung'],
        ['黄', 'wong'],
        ['李', 'lee'],
        ['吴', 'ng'],
        ['郭', 'kwok'],
        ['徐', 'chui'],
        ['谢', 'tse'],
        ['曾', 'tsang'],
        ['梁', 'leung'],
        ['萧', 'siu'],
        ['区', 'au'],
        ['伟', 'wai'],
        ['文', 'man'],
        ['华', 'wah'],
    ])('of %s is %s, as far as spellings are told apart', (character, spelling) => {
        expect(cantoneseSpelling(character)).toBe(foldCantonese(spelling))
    })
})

describe('a character', () => {
    it('is simplified alone, and read as in a name', () => {
        expect(characterOf('偉')).toMatchObject({ simplified: '伟', syllable: 'wei' })
        expect(characterOf('子')).toMatchObject({ syllable: 'zi' })
        expect(characterOf('女')).toMatchObject({ syllable: 'nv' })
    })

    it('keeps itself where it has no reading', () => {
        expect(characterOf('𠮷')).toMatchObject({ simplified: '𠮷', syllable: '𠮷' })
    })

    it('is heard in the south without the difference of zh and z, n and l, ng and n', () => {
        expect(['zhou', 'ning', 'chen', 'na', 'er'].map(southernSyllable)).toEqual([
            ...['zou', 'lin', 'cen', 'la', 'er'],
        ])
    })

    it('looks like those of its group', () => {
        expect(shapeOf('未来')).toBe(shapeOf('末来'))
        expect(shapeOf('王己')).not.toBe(shapeOf('王土'))
    })
})
