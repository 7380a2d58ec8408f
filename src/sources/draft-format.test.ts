import { describe, expect, it } from 'vitest'
import { draftFormat, quotedColumns } from './draft-format.ts'
import { draftHeading, repeatedHeadings } from './draft-heading.ts'

const whole = { isWhole: true }

describe('draftFormat', () => {
    it.each([
        ['a,b,c\n1,2,3\n4,5,6\n', ',', null],
        ['a;b\n"x;y";2\n"z";3\n', ';', '"'],
        ['a\tb\n1,5\t2\n3,5\t4\n', '\t', null],
        ["a|b\n'x|y'|1\n'z'|2\n", '|', "'"],
        ['A11 6 B\nA12 7 C\nA13 8 D\n', ' ', null],
        ['id,when\n1,09:30\n2,10:45\n', ',', null],
    ])('finds what holds values apart in %j', (text, delimiter, quote) => {
        const found = draftFormat(text, whole)
        expect(found.delimiter).toBe(delimiter)
        if (quote !== null) expect(found.quote).toBe(quote)
        expect(found.columns).toBeGreaterThan(1)
    })

    it('takes a line end within quotes for a part of the value', () => {
        expect(draftFormat('id,text\n1,"a\nb, c"\n2,d\n', whole)).toMatchObject({
            ...{ delimiter: ',', quote: '"', columns: 2, records: 3, even: 3 },
        })
    })

    it('leaves out a last record that may be cut short', () => {
        expect(draftFormat('a,b\n1,2\n3', { isWhole: false }).records).toBe(2)
    })

    it('does not take words of a sentence for columns', () => {
        expect(
            draftFormat('note\nsome words here\nfew more\nand one more still\n', whole),
        ).toMatchObject({ columns: 1 })
    })
})

describe('quotedColumns', () => {
    it('tells columns that are quoted wherever they have a value', () => {
        const text = 'a;b;c\n1;"x";""\n2;"y ""z""";"7"\n3;;8\n'
        const found = quotedColumns(text, { delimiter: ';', quote: '"', isWhole: true })
        expect([...found]).toEqual([false, true, false])
    })
})

describe('draftHeading', () => {
    it.each<[readonly (readonly string[])[], 'names' | 'none', boolean]>([
        [
            [
                ['id', 'amount'],
                ['1', '2.50'],
                ['2', '3.75'],
            ],
            'names',
            false,
        ],
        [
            [
                ['A11', '6'],
                ['A12', '48'],
                ['A13', '12'],
            ],
            'none',
            false,
        ],
        [
            [
                ['text', 'category'],
                ['How?', 'card'],
                ['Why?', 'loan'],
            ],
            'names',
            true,
        ],
        [
            [
                ['Ann', 'Rome'],
                ['Bob', 'Rome'],
                ['Ann', 'Oslo'],
            ],
            'none',
            true,
        ],
        [
            [
                ['客户号', '余额'],
                ['0001', '1,234.50'],
                ['0002', '80'],
            ],
            'names',
            false,
        ],
        [
            [
                ['日期', '金额'],
                ['2026年1月5日', '¥500.00'],
                ['2026年1月6日', '3.5万'],
            ],
            'names',
            false,
        ],
    ])('judges %j', (records, header, isDoubtful) => {
        expect(draftHeading(records)).toMatchObject({ header, isDoubtful })
    })
})

describe('repeatedHeadings', () => {
    it('names each with all of its places', () => {
        expect(repeatedHeadings(['a', 'b', 'a', '', '', 'b'])).toEqual([
            { name: 'a', columns: [1, 3] },
            { name: 'b', columns: [2, 6] },
        ])
    })
})
