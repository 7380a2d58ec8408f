import { describe, expect, it } from 'vitest'
import { formatFieldForm } from '../policy/identity-policy.ts'
import { parseIdentityPolicy } from '../policy/parse-identity-policy.ts'
import { comparisonText } from './comparison-text.ts'
import { draftComparison } from './draft-comparison.ts'
import { draftKind, type SampledColumn } from './draft-kind.ts'

const say = (key: string): string => key
const range = Array.from({ length: 200 }, (_, at) => at)
const digits = (at: number, size: number): string =>
    String((at * 7919 + 13) % 10 ** size).padStart(size, '0')
const column = (name: string, value: (at: number) => string): SampledColumn => ({
    name,
    samples: range.map(value),
})
const surnames = '王李张刘陈杨黄赵'
const given = '芳娜敏静秀娟英慧巧美丽红'
const nameAt = (at: number): string =>
    `${surnames.charAt(at % 8)}${given.charAt(at % 11)}${given.charAt(at % 7)}`

describe('the kind of a column', () => {
    const cases: readonly (readonly [SampledColumn, string | null])[] = [
        [column('客户姓名', nameAt), 'person_name'],
        [column('name', (at) => `杭州${nameAt(at)}贸易有限公司`), 'company_name'],
        [column('x', (at) => `user${at}@mail.cn`), 'email'],
        [column('联系方式', (at) => `139${digits(at, 8)}`), 'phone'],
        [column('unknown', (at) => `990101${1950 + (at % 50)}0101${digits(at, 4)}`), 'resident_id'],
        [column('passport', (at) => `E${digits(at, 8)}`), 'permit'],
        [column('soc_sec_id', (at) => digits(at, 7)), 'code'],
        [column('dob', (at) => `19${50 + (at % 50)}-01-0${1 + (at % 9)}`), 'birth_date'],
        [column('opened_on', (at) => `2020-01-${10 + (at % 20)}`), 'date'],
        [column('性别', (at) => (at % 2 === 0 ? '男' : '女')), 'sex'],
        [column('住址', (at) => `杭州市西湖区人民路${at}号`), 'address'],
        [column('address_1', (at) => `${at} wallaby place`), 'text'],
        [column('postcode', (at) => digits(at, 4)), 'postcode'],
        [column('given_name', () => 'mitchell'), 'latin_name'],
        [column('工作单位', () => '第一中学'), 'employer'],
        [column('state', (at) => (at % 2 === 0 ? 'nsw' : 'qld')), 'exact'],
        [column('remark', (at) => `seen ${at} times by the desk`), 'text'],
        [column('unique_id', String), null],
        [column('cluster', (at) => String(at % 9)), null],
        [column('fax', () => ''), null],
        [column('annual_sales', (at) => `${at}.50`), null],
        [column('is_staff', (at) => String(at % 2 === 0)), null],
        [
            column('证件', (at) => (at % 5 === 0 ? '91110000600037341L' : '11010519491231002X')),
            'identity_document',
        ],
    ]

    it.each(cases)('$name', (sampled, kind) => {
        expect({ name: sampled.name, kind: draftKind(sampled).kind }).toEqual({
            name: sampled.name,
            kind,
        })
    })
})

describe('a drafted comparison', () => {
    const table = {
        rows: 20_000,
        columns: [
            column('id', String),
            column('given_name', (at) => `given${at % 40}`),
            column('surname', (at) => `family${at % 30}`),
            column('dob', (at) => `19${50 + (at % 50)}-0${1 + (at % 9)}-1${at % 8}`),
            column('id_number', (at) => digits(at, 9)),
            column('sex', (at) => (at % 2 === 0 ? 'M' : 'F')),
        ],
    }
    const drafted = draftComparison(table)

    it('joins the parts of a name and leaves out what numbers the rows', () => {
        expect(drafted?.comparison.fields.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
            ...['name full_name', 'dob birth_date', 'id_number code', 'sex sex'],
        ])
        expect(drafted?.comparison.fields[0]?.columns).toEqual(['given_name', 'surname'])
    })

    it('blocks by what proposes few enough pairs of all rows', () => {
        const keys = drafted?.comparison.blocking.map((key) => key.map(formatFieldForm).join(' '))
        expect(keys).toContain('id_number.folded')
        // One row in forty would be 250 pairs a record.
        expect(keys).not.toContain('name.given')
        expect(keys?.some((one) => one.includes('sex'))).toBe(false)
    })

    it('takes a number of one’s own, and a name with a birth date, for certain', () => {
        const rules = drafted?.comparison.sure.rules
        expect(rules?.map((rule) => rule.map(formatFieldForm))).toEqual([
            ['id_number.folded'],
            ['name.folded', 'dob.day'],
        ])
    })

    it('is written as a file that reads back the same', () => {
        if (drafted === null) throw new Error('nothing was drafted')
        const text = comparisonText(drafted, { version: '2026-01', say })
        const read = parseIdentityPolicy(text, 'draft.yaml')
        expect(read).toMatchObject({ ok: true })
        expect(read.ok ? read.value.comparisons : []).toEqual([drafted.comparison])
    })

    it('makes one Chinese name of 姓 and 名, surname first', () => {
        const parts = draftComparison({
            rows: 200,
            columns: [
                column('名', (at) => nameAt(at).slice(1)),
                column('姓', (at) => nameAt(at).charAt(0)),
            ],
        })
        expect(parts?.comparison.fields).toMatchObject([
            { kind: 'person_name', columns: ['姓', '名'] },
        ])
    })

    it('is none of a table without anything to compare', () => {
        expect(draftComparison({ rows: 0, columns: [] })).toBeNull()
        expect(draftComparison({ rows: 200, columns: [column('id', String)] })).toBeNull()
    })
})
