import { describe, expect, it } from 'vitest'
import { type ContractTable, parseContract } from './contract.ts'

const right = `system: core
description: The core.
bank: { base_currency: CNY, ladders: [wealth], first_close: 2024-03 }
files: { delimiter: ',', quote: '', encoding: gb18030 }
tables:
    persons:
        file: persons*.csv
        description: One row per person.
        key: [no]
        columns:
            no: { type: bigint, description: Number. }
            phone: { type: varchar, pii: phone, nulls: ['-'], description: Phone. }
            born: { type: date, format: '%d.%m.%Y', description: Birth. }
    cards:
        file: cards.csv
        description: One row per card.
        key: [person, card]
        columns:
            person: { type: bigint, description: Person. }
            card: { type: integer, description: Card. }
            limit: { type: 'decimal(12,2)', unit: CNY, description: Limit. }
        relations: [{ columns: [person], to: persons }]
`

function faultsOf(from: string, to: string): readonly string[] {
    const text = right.replace(from, to)
    if (text === right) throw new Error(`nothing to replace: ${from}`)
    const parsed = parseContract(text, { file: 'core.yml' })
    return parsed.ok ? [] : parsed.failures.map(({ code, at }) => `${code} ${at?.line}`)
}

describe('parseContract', () => {
    it('reads tables and columns in the order of the file, with what is not said filled in', () => {
        const parsed = parseContract(right, { file: 'core.yml' })
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.failures))
        const { bank, files, tables } = parsed.value
        expect(bank).toEqual({ baseCurrency: 'CNY', ladders: ['wealth'], firstClose: 202403 })
        expect(files).toEqual({ delimiter: ',', quote: null, encoding: 'gb18030' })
        const [persons, cards] = tables as readonly [ContractTable, ContractTable]
        expect(persons.columns.map(({ name, required, pii }) => [name, required, pii])).toEqual([
            ['no', true, null],
            ['phone', false, 'phone'],
            ['born', false, null],
        ])
        expect(persons.columns[1]?.nulls).toEqual(['-'])
        expect(persons.columns[2]?.format).toBe('%d.%m.%Y')
        expect(cards.columns[2]?.type).toEqual({ name: 'decimal', precision: 12, scale: 2 })
        expect(cards.relations).toEqual([{ columns: ['person'], to: 'persons' }])
        expect(cards.mayBeEmpty).toBe(false)
    })

    it.each([
        ['no YAML', 'description: The core.', 'description: [', 'domain.yaml_invalid'],
        ['an unknown key', "nulls: ['-']", "empty: ['-']", 'domain.yaml_key_unknown 12'],
        [
            'an unknown type',
            'no: { type: bigint',
            'no: { type: number',
            'domain.yaml_value_unfit 11',
        ],
        ['a delimiter of two characters', "','", "'||'", 'domain.yaml_value_unfit 4'],
        ['a delimiter that stands in values', "','", "'7'", 'domain.yaml_value_unfit 4'],
        ['no month', '2024-03', '2024-13', 'domain.yaml_value_unfit 3'],
        ['a key of no column', 'key: [no]', 'key: [number]', 'sources.contract_column 9'],
        ['a relation of no column', 'columns: [person]', 'columns: [x]', 'sources.contract_column'],
        ['a relation to no table', 'to: persons', 'to: people', 'sources.contract_relation 22'],
        [
            'a relation between types',
            'no: { type: bigint',
            'no: { type: date',
            'sources.contract_rel',
        ],
        ['a format of no date', 'type: date', 'type: bigint', 'sources.contract_format 13'],
    ])('refuses %s', (...[_name, from, to, expected]) => {
        expect(faultsOf(from, to)[0]).toMatch(new RegExp(`^${expected}`))
    })

    it('says all that is wrong at once', () => {
        const text = right.replace('key: [no]', 'key: [number]').replace('to: persons', 'to: x')
        const parsed = parseContract(text, { file: 'core.yml' })
        expect(parsed.ok ? [] : parsed.failures).toHaveLength(2)
    })
})
