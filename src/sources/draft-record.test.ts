import { expect, it } from 'vitest'
import { type PiiClass, plainColumn } from './contract.ts'
import type { DraftTable } from './draft.ts'
import { withRecord } from './draft-record.ts'

/** A table with these columns, each with the class of its personal data. */
function tableOf(
    key: readonly string[],
    columns: Readonly<Record<string, PiiClass | null>>,
): Omit<DraftTable, 'relations'> {
    return {
        ...{ name: 'people', file: 'people.csv', header: 'names', rows: 9, misfits: 0 },
        format: { delimiter: ',', quote: '"', encoding: 'utf-8' },
        ...{ special: null, key, record: null, notes: [] },
        columns: Object.entries(columns).map(([name, pii]) => ({
            column: { ...plainColumn, name, type: { name: 'varchar' }, description: name, pii },
            notes: [],
        })),
    }
}

const fieldsOf = ({ columns }: ReturnType<typeof withRecord>) =>
    Object.fromEntries(columns.map(({ column }) => [column.name, column.field]))

it('takes a table of people for records and says which field each column tells', () => {
    const columns = {
        客户号: null,
        姓名: 'name',
        手机: 'phone',
        电话2: 'phone',
        e_mail: 'email',
        通讯地址: 'address',
        性别: null,
        备注: null,
    } as const
    const drafted = withRecord(tableOf(['客户号'], columns))
    expect(drafted.record).toBe('customer')
    expect(drafted.notes.map(({ key }) => key)).toEqual(['sources.draft.record'])
    expect(fieldsOf(drafted)).toEqual({
        ...{ 客户号: null, 姓名: 'name', 手机: 'phone', 电话2: null, e_mail: 'email' },
        ...{ 通讯地址: 'address', 性别: 'sex', 备注: null },
    })
})

it('names the entity after the table where the key is only a number', () => {
    const columns = { id: null, name: 'name', born: 'birth_date' } as const
    expect(withRecord(tableOf(['id'], columns)).record).toBe('people')
})

it('leaves tables alone that have no one key, no name or nothing but names', () => {
    for (const table of [
        tableOf(['a', 'b'], { a: null, b: null, name: 'name', phone: 'phone' }),
        tableOf(['id'], { id: null, phone: 'phone', address: 'address' }),
        tableOf(['id'], { id: null, name: 'name', amount: null }),
    ]) {
        expect(withRecord(table)).toBe(table)
    }
})
