import { describe, expect, it } from 'vitest'
import { parseContract } from './contract.ts'

const right = `system: core
description: The core.
files: { delimiter: ',', quote: '"', encoding: utf-8 }
tables:
  months:
    file: months.csv
    read: { format: delimited, header: names }
    description: One row per account and month.
    key: [account, month]
    delivery: periods
    period: { column: month, every: month }
    columns:
      account: { type: bigint, description: Account. }
      month: { type: integer, description: Month as yyyymm. }
      owed: { type: 'decimal(18,2)', accepts: [thousands], min: 0, max: 9.5, description: X }
      since: { type: date, accepts: [compact], min: 2000-01-01, max: 2026-12-31, description: X }
      seen: { type: timestamp, format: '%Y-%m-%d %H:%M', description: X }
      status: { type: varchar, codes: { A: Active. }, aliases: [state], description: X }
      active: { type: boolean, codes: { 'true': In use. }, description: X }
`

/** What is wrong with the contract once a part of it is replaced, as `code line`. */
function faultsOf(from: string, to: string): readonly string[] {
    const text = right.replace(from, to)
    if (text === right) throw new Error(`nothing to replace: ${from}`)
    const parsed = parseContract(text, { file: 'core.yml' })
    return parsed.ok ? [] : parsed.failures.map(({ code, at }) => `${code.slice(8)} ${at?.line}`)
}

describe('the words of a contract', () => {
    it('are right as they are', () => {
        expect(parseContract(right, { file: 'core.yml' })).toMatchObject({ ok: true })
    })

    it.each([
        ['a period of no column', 'column: month', 'column: day', 'contract_column 11'],
        ['a period of a text', 'column: month', 'column: status', 'contract_period_type 11'],
        [
            'a period that may be absent',
            'column: month',
            'column: since',
            'contract_period_required 11',
        ],
        ['periods without a period', '    period:', '    # ', 'contract_period 10'],
        ['a spelling of another type', '[thousands]', '[slashes]', 'contract_spelling 15'],
        ['a spelling of no type', '[compact]', '[compact, yes_no]', 'contract_spelling 16'],
        [
            'a hundredth without places',
            "type: 'decimal(18,2)', accepts: [thousands]",
            "type: 'decimal(18,1)', accepts: [percent]",
            'contract_spelling 15',
        ],
        [
            'days as digits and as a count',
            '[compact]',
            '[excel_serial, compact]',
            'contract_spelling_unclear 16',
        ],
        [
            'digits and a form of digits',
            '[compact]',
            "[compact], format: '%Y%d%m'",
            'contract_spelling_unclear 16',
        ],
        [
            'slashes and a form with slashes',
            '[compact]',
            "[slashes], format: '%d/%m/%Y'",
            'contract_spelling_unclear 16',
        ],
        [
            'dots and a form with dots',
            '[compact]',
            "[dots], format: '%d.%m.%Y'",
            'contract_spelling_unclear 16',
        ],
        [
            'yuan on dollars',
            'accepts: [thousands]',
            'unit: USD, accepts: [currency]',
            'contract_spelling_unclear 15',
        ],
        ['a bound that is no number', 'min: 0', 'min: none', 'contract_bound 15'],
        ['a bound with too many places', 'max: 9.5', 'max: 9.505', 'contract_bound 15'],
        ['a bound that is too large', 'max: 9.5', "max: '10000000000000000'", 'contract_bound 15'],
        ['a bound that is no day', 'max: 2026-12-31', 'max: 2026-02-30', 'contract_bound 16'],
        ['a bound that is a month', 'max: 2026-12-31', 'max: 2026-12', 'contract_bound 16'],
        ['a bound of texts', 'codes: { A: Active. }', 'min: A', 'contract_bound 18'],
        ['bounds that nothing is between', 'min: 0', 'min: 10', 'contract_bounds_order 15'],
        [
            'days that nothing is between',
            'min: 2000-01-01',
            'min: 2027-01-01',
            'contract_bounds_order 16',
        ],
        ['codes of amounts', 'min: 0, max: 9.5', "codes: { '1': One. }", 'contract_codes 15'],
        ['a list of no code', 'codes: { A: Active. }', 'codes: {}', 'contract_codes_none 18'],
        ['a code that is no truth', "'true': In use.", 'Y: In use.', 'contract_code 19'],
        ['a form that has no year', "'%Y-%m-%d %H:%M'", 'YYYY-MM-DD', 'contract_format_parts 17'],
        ['a form of no date', 'codes: { A: Active. }', "format: '%Y'", 'contract_format 18'],
        ['a sheet of a text', 'header: names', 'sheet: One', 'contract_read 7'],
        [
            'a delimiter of a workbook',
            'format: delimited, header: names',
            "format: xlsx, delimiter: ';'",
            'contract_read 7',
        ],
        [
            'a database without a query',
            'format: delimited, header: names',
            'format: postgres',
            'contract_query 7',
        ],
        [
            'an older name of two columns',
            'aliases: [state]',
            'aliases: [owed]',
            'contract_alias 18',
        ],
        ['a name that batches need', '  months:\n', '  rejects:\n', 'contract_table_reserved 6'],
    ])('refuse %s', (...[_name, from, to, expected]) => {
        expect(faultsOf(from, to)).toEqual([expected])
    })

    it('are told all at once', () => {
        const text = right.replace('min: 0', 'min: none').replace('[compact]', '[yes_no]')
        const parsed = parseContract(text, { file: 'core.yml' })
        expect(parsed.ok ? [] : parsed.failures.map(({ code }) => code)).toEqual([
            'sources.contract_bound',
            'sources.contract_spelling',
        ])
    })
})
