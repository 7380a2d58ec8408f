import fc from 'fast-check'
import { columnJoint } from '#identity/kind.ts'
import type { KindId } from '#identity/kinds.ts'

/** Texts of each kind from which others are made by small changes; U+001F parts columns. */
const seeds: Readonly<Record<KindId, readonly string[]>> = {
    address: ['上海市浦东新区世纪大道100号东方大厦5楼', '北京市朝阳区建国路88号', '12 Main St'],
    birth_date: [
        '1980-01-02',
        '1980-02-01',
        '1981-01-02',
        '1980-02-13',
        '1980-13-02',
        '民國69年1月2日',
    ],
    code: ['1234567', '12-34', 'AB12', '９８７６'],
    company_name: [
        '上海宏图科技有限公司',
        '宏图科技(上海)有限公司',
        '上海大同有限公司(原上海宏图科技有限公司)',
        'Hongtu Trading Co., Ltd.',
    ],
    credit_code: ['91310000631696382C', '91350100M000100Y43', '631696382'],
    date: ['2001-03-04', '2001-04-03', '2001-03-05', '20010304'],
    email: ['zhang.wei@example.com', 'zhangwei@example.cn', 'wei@qq.com'],
    employer: ['上海宏图科技有限公司', '宏图科技', 'Hongtu Trading'],
    exact: ['SILVER', '银', 'silver'],
    full_name: [`Anna${columnJoint}Martha`, `Martha${columnJoint}Anna`, `Ann${columnJoint}Mary`],
    identity_document: ['11010519491231002X', '110105491231002', 'E12345678', 'A123456789'],
    latin_name: ['MARTHA', 'MARHTA', 'DIXON', 'DICKSONX', 'ABCDxyzuvw', 'ABCDlmnopq'],
    permit: ['H1234567801', 'M12345678', '12345678'],
    person_name: ['张伟', '張偉', '章伟', '欧阳修文', 'Zhang Wei', 'CHEUNG WAI', '张伟 Zhang Wei'],
    phone: [
        '13812345678',
        '+86 138 1234 5678',
        '13912345678/13812345678',
        '021-61234567',
        '(02) 2345-6789',
    ],
    postcode: ['200120', '200121', '20012'],
    resident_id: ['11010519491231002X', '440524188001010014', '110105491231002'],
    sex: ['男', '女', 'M', 'F', '1'],
    text: ['suburb hill', 'suburb hlil', '大同小異', '同大小异', '𠀀𡀁𢀂', '𡀁𠀀𢀂'],
}

const letters = [...'aZ09 .-,"\'张偉卫𠀀😀Ａ１é\u3000\u200b\n公']

/** A text of a kind as people mangle it: a letter lost, added, changed, or swapped. */
export const mangled = (kind: KindId): fc.Arbitrary<string> =>
    fc
        .record({
            seed: fc.constantFrom(...seeds[kind]),
            edits: fc.array(
                fc.record({
                    at: fc.nat(30),
                    what: fc.constantFrom('none', 'lose', 'add', 'change', 'swap'),
                    letter: fc.constantFrom(...letters),
                }),
                { maxLength: 3 },
            ),
        })
        .map(({ seed, edits }) => {
            const text = [...seed]
            for (const { at, what, letter } of edits) {
                const place = at % Math.max(text.length, 1)
                if (what === 'lose') text.splice(place, 1)
                if (what === 'add') text.splice(place, 0, letter)
                if (what === 'change') text[place] = letter
                if (what === 'swap')
                    text.splice(place, 2, ...text.slice(place, place + 2).reverse())
            }
            return text.join('')
        })

const anyText = fc.array(fc.constantFrom(...letters), { maxLength: 6 }).map((all) => all.join(''))

/** A text of a kind, mostly; sometimes any text, or none. */
export const textOfKind = (kind: KindId): fc.Arbitrary<string | null> =>
    fc.oneof(
        { arbitrary: mangled(kind), weight: 12 },
        { arbitrary: fc.oneof(anyText, fc.string({ unit: 'grapheme' })), weight: 1 },
        { arbitrary: fc.constant(null), weight: 1 },
    )
