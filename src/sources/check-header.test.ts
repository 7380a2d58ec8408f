import { describe, expect, it } from 'vitest'
import { checkHeader } from './check-header.ts'
import { type ContractTable, plainColumn, plainTable } from './contract.ts'

const table: ContractTable = {
    ...plainTable,
    name: 'cards',
    file: 'cards.csv',
    description: '',
    key: ['card_no'],
    columns: ['card_no', 'card_type', 'issued', '余额'].map((name) => ({
        ...plainColumn,
        name,
        type: { name: 'varchar' },
        description: '',
    })),
}

function faultsOf(names: readonly string[]): readonly unknown[] {
    return checkHeader(table, { names, at: { file: 'cards.csv', line: 1 } }).map(
        ({ code, params: { table: _, ...params } }) => ({ code, ...params }),
    )
}

describe('checkHeader', () => {
    it('takes the columns of the contract in its order', () => {
        expect(faultsOf(['card_no', 'card_type', 'issued', '余额'])).toEqual([])
    })

    it('tells misspelt columns from missing and unknown ones', () => {
        expect(faultsOf(['CardNo', 'card_typ', 'colour', '余额'])).toEqual([
            { code: 'sources.column_misspelt', column: 'card_no', found: 'CardNo' },
            { code: 'sources.column_misspelt', column: 'card_type', found: 'card_typ' },
            { code: 'sources.column_missing', column: 'issued' },
            { code: 'sources.column_unexpected', found: 'colour' },
        ])
    })

    it('finds columns that are there twice', () => {
        expect(faultsOf(['card_no', 'card_no', 'card_type', 'issued', '余额'])).toEqual([
            { code: 'sources.column_twice', found: 'card_no' },
        ])
    })

    it('names the first column out of order', () => {
        expect(faultsOf(['card_no', 'issued', 'card_type', '余额'])).toEqual([
            { code: 'sources.columns_order', position: 2, expected: 'card_type', found: 'issued' },
        ])
    })
})
