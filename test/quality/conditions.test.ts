import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ContractColumn, type PiiClass, plainColumn } from '#sources/contract.ts'
import {
    birthDateFits,
    checkDigit,
    type IdNumberSql,
    placeholder,
    seventeenDigits,
    type ValueCheck,
} from '#sources/quality-conditions.ts'
import { literal } from '#sources/sql-text.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'

let engine: TestWarehouse

beforeAll(async () => {
    engine = await openTestWarehouse()
})

afterAll(async () => {
    await engine.close()
})

/** Whether a check looks at a value, and whether it fails. */
async function judge({ looked, fails }: ValueCheck): Promise<string> {
    const [row] = await engine.warehouse.rows(
        `select coalesce(${looked}, false) as looked, coalesce(${fails}, false) as fails`,
    )
    if (row?.looked !== true) return 'passed over'
    return row.fails === true ? 'fails' : 'passes'
}

const idNumber = (text: string): IdNumberSql => {
    return { value: literal(text), body: seventeenDigits(literal(text)) }
}

describe('check digits', () => {
    test.each([
        // The example of GB 11643-1999, and the same with each kind of slip.
        ['11010519491231002X', 'passes'],
        ['11010519491231002x', 'passes'],
        ['110105194912310021', 'fails'],
        ['11010519491231020X', 'fails'],
        // The example of GB 32100-2015.
        ['91350100M000100Y43', 'passes'],
        ['91350100M000100Y34', 'fails'],
        // No such code holds an I or an O.
        ['9135010OM000100Y43', 'fails'],
        ['a text, 18 letters', 'fails'],
        // Old numbers, passports.
        ['110105491231002', 'passed over'],
        ['E12345678', 'passed over'],
    ])('%s %s', async (text, expected) => {
        expect(await judge(checkDigit(idNumber(text)))).toBe(expected)
    })
})

describe('placeholders', () => {
    const column = (pii: PiiClass, type: 'varchar' | 'date'): ContractColumn => {
        const name = { name: 'c', type: { name: type }, description: 'Test.' } as const
        return { ...plainColumn, ...name, pii }
    }

    test.each([
        ['phone', '13800138000', 'fails'],
        ['phone', '138 0013 8000', 'fails'],
        ['phone', '15400000000', 'fails'],
        ['phone', '15412345678', 'fails'],
        ['phone', '10086', 'fails'],
        ['phone', '+86 154-2233-4455', 'passes'],
        ['phone', '15400000001', 'passes'],
        ['id_number', '000000000000000000', 'fails'],
        ['id_number', '123456789012345678', 'fails'],
        ['id_number', '0', 'fails'],
        ['id_number', '11010519491231002X', 'passes'],
        ['name', '测试', 'fails'],
        ['name', 'N/A', 'fails'],
        ['name', '***', 'fails'],
        ['name', '无名氏', 'passes'],
        ['name', '张三', 'passes'],
        ['email', 'wu', 'fails'],
        ['email', '@qq.com', 'fails'],
        ['email', 'Test@163.com', 'fails'],
        ['email', 'test.zhang@163.com', 'passes'],
        ['address', '未知', 'fails'],
        ['address', '北京市东城区1号', 'passes'],
    ] as const)('%s %s %s', async (pii, text, expected) => {
        const check = placeholder(column(pii, 'varchar'), literal(text))
        expect(check).not.toBeNull()
        if (check !== null) expect(await judge(check)).toBe(expected)
    })

    test.each([
        ['1900-01-01', 'fails'],
        ['1899-12-31', 'fails'],
        ['9999-12-31', 'fails'],
        ['1970-01-01', 'passes'],
    ])('birth on %s %s', async (day, expected) => {
        const check = placeholder(column('birth_date', 'date'), `date '${day}'`)
        expect(check).not.toBeNull()
        if (check !== null) expect(await judge(check)).toBe(expected)
    })
})

test.each([
    ['11010519491231002X', '1949-12-31', 'passes'],
    ['11010519491231002X', '1949-12-30', 'fails'],
    ['91350100M000100Y43', '1949-12-31', 'passed over'],
    ['110105491231002', '1949-12-31', 'passed over'],
])('%s and a birth on %s: %s', async (id, day, expected) => {
    expect(await judge(birthDateFits(idNumber(id), `date '${day}'`))).toBe(expected)
})
