import { describe, expect, it } from 'vitest'
import { formsOf, levelOfTexts } from '../level-of.ts'

type Row = readonly [a: string, b: string, level: string | null]

const chinese: readonly Row[] = [
    ['张伟', '张伟', 'exact'],
    ['张伟', ' 张 伟 ', 'exact'],
    ['张伟', '张伟（已故）', 'exact'],
    ['张伟', '張偉', 'same_simplified'],
    ['沈默涵', '瀋默涵', 'same_simplified'],
    ['范曉東', '範晓东', 'same_simplified'],
    ['张伟', '章维', 'same_pinyin'],
    ['单文博', '善文博', 'same_pinyin'],
    ['仇海燕', '邱海燕', 'same_pinyin'],
    ['尉迟明远', '郁驰明远', 'same_pinyin'],
    ['吕思涵', '呂思涵', 'same_simplified'],
    ['单文博', '丹文博', 'same_given'],
    ['吕思涵', '鲁思涵', 'same_given'],
    ['陈晨', '程晨', 'similar_pinyin'],
    ['周子轩', '邹子轩', 'similar_pinyin'],
    ['刘兰', '牛兰', 'similar_pinyin'],
    ['朱未', '朱末', 'look_alike'],
    ['侯志强', '候志强', 'same_pinyin'],
    ['王己', '王巳', 'look_alike'],
    ['赵晴', '赵睛', 'look_alike'],
    ['王小明', '王晓明', 'same_pinyin'],
    ['王小明', '王大明', 'one_character_off'],
    ['王明', '王小明', 'one_character_off'],
    ['王志伟', '王伟志', 'one_character_off'],
    ['王芳', '王丽', 'same_surname'],
    ['欧阳修文', '欧阳秀梅', 'same_surname'],
    ['欧阳文', '欧文', 'different'],
    ['张伟', '李娜', 'different'],
    ['张伟𠮷', '张伟𠮷', 'exact'],
    ['买买提·阿卜杜拉', '买买提．阿卜杜拉', 'exact'],
    ['买买提·阿卜杜拉', '买买提阿卜杜拉', 'exact'],
    ['张伟😀', '张伟', 'exact'],
    ['王', '王', 'exact'],
    ['王', '李', 'different'],
    ['王伟先生', '王伟', 'exact'],
]

const latin: readonly Row[] = [
    ['张志伟', 'ZHANG ZHIWEI', 'card_spelling'],
    ['张志伟', 'Zhiwei ZHANG', 'card_spelling'],
    ['张志伟', 'ZHANG ZHI WEI', 'card_spelling'],
    ['张志伟', 'Zhang Zhi-wei', 'card_spelling'],
    ['張志偉', 'ＺＨＡＮＧ　ＺＨＩＷＥＩ', 'card_spelling'],
    ['吕思涵', 'LYU SIHAN', 'card_spelling'],
    ['吕思涵', 'LÜ SIHAN', 'card_spelling'],
    ['单文博', 'DAN WENBO', 'different'],
    ['张志伟', 'Chang Chih-wei', 'other_spelling'],
    ['蔣經國', 'Chiang Ching-kuo', 'other_spelling'],
    ['陈大文', 'CHAN Tai Man', 'other_spelling'],
    ['陈大文', 'Tai-man CHAN', 'other_spelling'],
    ['李嘉玲', 'LEE Ka Ling', 'other_spelling'],
    ['梁志強', 'LEUNG Chi Keung', 'other_spelling'],
    ['张伟', 'CHAN Tai Man', 'different'],
    ['WEI ZHANG', 'ZHANG WEI', 'card_spelling'],
    ['John Smith', 'JOHN SMITH', 'exact'],
    ['Mr. John Smith', 'John Smith', 'exact'],
    ['José Núñez', 'Jose Nunez', 'exact'],
    ['Smith, John', 'John Smith', 'card_spelling'],
    ["O'Brien Mary", 'OBrien Mary', 'exact'],
    ['John Smith', 'Jon Smith', 'similar'],
    ['MARTHA', 'MARHTA', 'similar'],
    ['DWAYNE', 'DUANE', 'different'],
    ['ANNA MARTHA', 'YANNA MARTHA', 'similar'],
    ['John Smith', 'Peter Brown', 'different'],
    ['Иванов', 'ИВАНОВ', 'exact'],
]

const unknown: readonly Row[] = [
    ['张伟', '', null],
    ['张伟', '无', null],
    ['無', '张伟', null],
    ['张伟', '未知', null],
    ['张伟', '同上', null],
    ['张伟', '测试', null],
    ['张伟', '测试客户01', null],
    ['张伟', 'test12', null],
    ['张伟', '---', null],
    ['张伟', 'N/A', null],
    ['张伟', '张*', null],
    ['张伟', '12345', null],
    ['张伟', '😀', null],
    ['', '', null],
]

describe('the names of persons', () => {
    it.each([...chinese, ...latin, ...unknown])('%s and %s: %s', (a, b, level) => {
        expect(levelOfTexts('person_name', { a, b })).toBe(level)
        expect(levelOfTexts('person_name', { a: b, b: a })).toBe(level)
    })

    it('have forms that tell surname, reading and initials', () => {
        expect(formsOf('person_name', '尉遲明遠')).toMatchObject({
            folded: '尉遲明遠',
            simplified: '尉迟明远',
            surname: '尉迟',
            given: '明远',
            pinyin: 'yu chi ming yuan',
            initials: 'ycmy',
            latin: null,
        })
    })

    it('of forty characters are read as they stand', () => {
        const long = '阿'.repeat(40)
        expect(levelOfTexts('person_name', { a: long, b: long })).toBe('exact')
    })

    it('with a Latin spelling beside the Chinese one compare by both', () => {
        expect(levelOfTexts('person_name', { a: '张伟 ZHANG WEI', b: '张伟' })).toBe('exact')
    })
})
