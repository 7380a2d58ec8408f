import { describe, expect, it } from 'vitest'
import { columnJoint } from '../kind.ts'
import type { KindId } from '../kinds.ts'
import { levelOfTexts } from '../level-of.ts'

type Row = readonly [kind: KindId, a: string, b: string, level: string | null]

const named = (given: string, family: string): string => `${given}${columnJoint}${family}`

const rows: readonly Row[] = [
    ['birth_date', '1990-05-13', '19900513', 'exact'],
    ['birth_date', '1990-05-13', '1990年5月13日', 'exact'],
    ['birth_date', '1990-05-13', '1990/5/13 00:00:00', 'exact'],
    ['birth_date', '1990-05-03', '1990-03-05', 'day_month_swapped'],
    ['birth_date', '1990-05-13', '1990-13-05', 'day_month_swapped'],
    ['birth_date', '1990-05-13', '1990-05-18', 'one_digit_off'],
    ['birth_date', '1990-05-13', '1909-05-13', 'one_digit_off'],
    ['birth_date', '1990-05-13', '1967-05-13', 'same_month_day'],
    ['birth_date', '1990-05-13', '1990-05-31', 'one_digit_off'],
    ['birth_date', '1990-05-13', '1990-05-27', 'same_year_month'],
    ['birth_date', '1990-05-28', '1990-06-15', 'within_month'],
    ['birth_date', '1990-05-28', '1990-12-01', 'within_year'],
    ['birth_date', '1990-05-28', '1997-12-01', 'within_ten_years'],
    ['birth_date', '1990-01-02', '1947-11-30', 'different'],
    ['birth_date', '1990-05-13', '1900-01-01', null],
    ['birth_date', '1990-05-13', '9999-12-31', null],
    ['birth_date', '1990-05-13', '1990-02-30', null],
    ['birth_date', '1990-05-13', '1990', null],
    ['date', '2001-02-03', '2001-02-03', 'exact'],
    ['email', 'Zhang.Wei@bank.cn', ' zhang.wei@BANK.CN ', 'exact'],
    ['email', 'zhang.wei@bank.cn', 'zhang.wei@mail.cn', 'same_user'],
    ['email', 'zhang.wei@bank.cn', 'zhang.wie@bank.cn', 'similar'],
    ['email', 'zhang.wei@bank.cn', 'li.na@mail.com', 'different'],
    ['email', 'zhang.wei@bank.cn', 'none', null],
    ['email', 'zhang.wei@bank.cn', 'test@test.com', null],
    ['sex', '男', 'M', 'exact'],
    ['sex', '1', 'male', 'exact'],
    ['sex', '女', 'M', 'different'],
    ['sex', '女', '9', null],
    ['exact', 'a', 'A ', 'exact'],
    ['exact', 'a', 'b', 'different'],
    ['exact', 'a', 'NULL', null],
    ['code', '12-345', '12345', 'exact'],
    ['code', '12345', '12354', 'one_character_off'],
    ['code', '12345', '12999', 'different'],
    ['postcode', '2913', '2931', 'one_character_off'],
    ['postcode', '2913', '2900', 'two_characters_off'],
    ['latin_name', 'MARTHA', 'marhta', 'similar'],
    // 0.878 by Winkler's formula: below 0.88 and above 0.7.
    ['latin_name', 'TANYA', 'TONYE', 'faintly_similar'],
    ['latin_name', 'TANYA', 'TONYA', 'roughly_similar'],
    ['latin_name', 'ANNA', 'PETER', 'different'],
    ['text', 'BONDI BEACH', 'bondi beach', 'exact'],
    ['text', 'NICHLESON', 'NICHULSON', 'similar'],
    ['text', 'JONES', 'JOHNSON', 'roughly_similar'],
    ['full_name', named('John', 'Smith'), named('JOHN', 'SMITH'), 'exact'],
    ['full_name', named('John', 'Smith'), named('Smith', 'John'), 'swapped'],
    ['full_name', named('Michele', 'Massey'), named('Michelle', 'Massie'), 'similar'],
    ['full_name', named('Tanya', 'Smith'), named('Tonya', 'Smith'), 'roughly_similar'],
    ['full_name', named('John', 'Smith'), named('Peter', 'Smith'), 'same_family'],
    ['full_name', named('John', 'Smith'), named('John', 'Brown'), 'same_given'],
    ['full_name', named('John', ''), named('John', 'Brown'), 'same_given'],
    ['full_name', named('John', 'Smith'), named('Mary', 'Brown'), 'different'],
    ['full_name', named('John', 'Smith'), named('', ''), null],
]

describe('plain values', () => {
    it.each(rows)('%s %s and %s: %s', (...row) => {
        const [kind, a, b, level] = row
        expect(levelOfTexts(kind, { a, b })).toBe(level)
        expect(levelOfTexts(kind, { a: b, b: a })).toBe(level)
    })
})
