import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExplainedField } from '#pipeline/quality/explain-field.ts'
import type { BatchQuality, QualityReport } from '#serving/quality-report.ts'
import { maskValue } from '#sources/mask-value.ts'
import type { QualityCount } from '#sources/quality.ts'
import { removeBank, type SmallBank } from '../e2e/small-bank.ts'
import { answerOf, refusalOf, said, tong } from '../e2e/tong-process.ts'
import { makeFaultyBank, membersCsv, phoneOf, planted, withMembers } from './faulty-bank.ts'

let bank: SmallBank
let data: string

beforeAll(async () => {
    bank = await makeFaultyBank()
    data = bank.data
    await answerOf({ args: ['import', 'core', bank.files], data })
    await answerOf({ args: ['import', 'club', bank.files], data })
})

afterAll(async () => {
    await removeBank(bank)
})

type Checked = QualityReport & { readonly checks: readonly QualityCount[] }

/** `check field: failed of checked`, for all that fail. */
async function failing(table: string): Promise<readonly string[]> {
    const { checks } = await answerOf<Checked>({ args: ['quality', table], data })
    return checks
        .filter(({ failed }) => failed > 0)
        .map(({ check, field, failed, checked }) => `${check} ${field}: ${failed} of ${checked}`)
        .sort()
}

// 103 records: customers 0 to 99, one key again, two companies. Rejected are the day that is none,
// the empty name and both rows of the key that comes twice; 99 stay, of which 97 are persons.
const read = 100 + 1 + 2
const rejected = 1 + 1 + 2
const accepted = read - rejected
const persons = accepted - 2

describe('faults whose number is known', () => {
    test('in a table of customers', async () => {
        const wrongDigits = planted.wrongDigit.length + 1
        expect(await failing('core.customers')).toEqual(
            [
                `absent name: 1 of ${accepted + 1}`,
                `absent id_number: 2 of ${accepted}`,
                `absent phone: ${planted.noPhone.length} of ${accepted}`,
                `birth_date birth_date: 2 of ${persons}`,
                `check_digit id_number: ${wrongDigits} of ${persons}`,
                `key_twice null: 2 of ${read}`,
                `law closed_on >= opened_on: 1 of ${accepted}`,
                `malformed opened_on: 1 of ${accepted + 1}`,
                `placeholder id_number: 1 of ${persons}`,
                `rejected null: ${rejected} of ${read}`,
                `shared id_number: ${planted.oneId.length + 1} of ${persons}`,
                `shared phone: ${planted.onePhone.length} of ${accepted - planted.noPhone.length}`,
            ].sort(),
        )
    })

    test('in a table whose parents were rejected', async () => {
        const orphans = 1 + 3
        expect(await failing('core.accounts')).toEqual([
            `orphan null: ${orphans} of 101`,
            `rejected null: ${orphans} of 101`,
        ])
    })

    test('between two systems', async () => {
        // Customers 31, 32 and 33 were rejected, so the core does not know them either; the club
        // takes 32 although it has no name.
        expect(await failing('club.members')).toEqual(
            [
                'absent name: 1 of 31',
                'stranger core_no: 4 of 31',
                `other_system name: ${planted.otherName.length} of 27`,
                `other_system phone: ${planted.otherPhone.length} of 27`,
            ].sort(),
        )
    })

    test('the worst comes first, tables and issues alike', async () => {
        const { issues, tables } = await answerOf<QualityReport>({ args: ['quality'], data })
        const shares = issues.map(({ failed, checked }) => failed / checked)
        expect(shares).toEqual(shares.toSorted((left, right) => right - left))
        expect(issues[0]).toMatchObject({ check: 'stranger', system: 'club', failed: 4 })
        expect(tables.map(({ table }) => table)).toEqual(['members', 'customers', 'accounts'])
    })

    test('a rejected value is told with its code', async () => {
        const { issues } = await answerOf<QualityReport>({ args: ['quality', 'core'], data })
        const malformed = issues.find(({ check }) => check === 'malformed')
        expect(malformed?.codes).toEqual(['sources.cell_date'])
    })
})

describe('freshness', () => {
    test('a table is late on a day by which it should have come again', async () => {
        const late = async (day: string): Promise<readonly string[]> => {
            const args = ['quality', '--as-of', day]
            const { tables } = await answerOf<QualityReport>({ args, data })
            return tables.filter(({ freshness }) => freshness?.isLate).map(({ table }) => table)
        }
        expect(await late('2020-01-31')).toEqual([])
        expect(await late('2999-01-31')).toEqual(['customers'])
    })
})

describe('words on the terminal', () => {
    test('what is wrong, where, and what to do', async () => {
        const text = said(await tong({ args: ['quality', '--issues', '20'], data }))
        expect(text).toContain('core.customers')
        expect(text).toContain('core.customers.closed_on >= opened_on')
        expect(text).toContain('1 of 99 rows break this rule')
        expect(text).toContain('→')
    })

    test.each(['zh-CN', 'zh-TW'])('%s has all of them', async (language) => {
        const ended = await tong({ args: ['quality', 'core.customers', '--lang', language], data })
        expect(ended.exit).toBe(0)
        expect(ended.stdout).toMatch(/校验码|檢查碼/)
    })

    test.each([
        [['quality', 'cor'], 2, 'pipeline.quality_system'],
        [['quality', 'core.acounts'], 2, 'pipeline.quality_table'],
        [['quality', 'reconcile'], 3, 'pipeline.ledger_unbuilt'],
        [['quality', 'parties'], 3, 'serving.nothing_closed'],
        [['quality', '--page', '/nowhere/at/all.html'], 2, 'cli.file_unwritable'],
        [['explain', 'core:customer:7', '--field', 'fone'], 2, 'pipeline.field_unknown'],
        [['explain', 'core:customer:77777', '--field', 'phone'], 3, 'pipeline.record_unknown'],
        [['explain', 'core:nobody:7', '--field', 'phone'], 3, 'pipeline.record_unknown'],
        [
            ['explain', 'core:customer:7', '--field', 'phone', '--month', '2025-01'],
            2,
            'cli.flags_together',
        ],
    ])('%j is refused', async (args, exit, code) => {
        const refused = await refusalOf({ args, data })
        expect(refused.exit).toBe(exit)
        expect(refused.failures.map((one) => one.code)).toEqual([code])
    })

    test('a name that is nearly right is offered', async () => {
        const { failures } = await refusalOf({ args: ['quality', 'core.acounts'], data })
        expect(failures[0]?.sentence).toContain('Did you mean accounts?')
    })
})

type Fields = { readonly fields: readonly ExplainedField[] }

async function fieldOf(party: string, field: string): Promise<ExplainedField> {
    const { fields } = await answerOf<Fields>({
        args: ['explain', party, '--field', field],
        data,
    })
    const [found] = fields
    if (found === undefined) throw new Error(`${party} has no ${field}`)
    return found
}

const differing = 'core:customer:52'

describe('where a value comes from', () => {
    test('the own record is taken, another system that differs is shown beside it', async () => {
        const { sayings, taken } = await fieldOf(differing, 'phone')
        const said = sayings.map(({ record, isOfParty, isOther, standing }) => {
            return { record, isOfParty, isOther, value: standing?.value }
        })
        expect(said).toEqual([
            {
                record: differing,
                isOfParty: true,
                isOther: false,
                value: maskValue(phoneOf(52), 'phone'),
            },
            {
                record: 'club:member:M52',
                isOfParty: false,
                isOther: true,
                value: maskValue('15499990000', 'phone'),
            },
        ])
        expect(taken).toEqual({ index: 0, reason: 'only' })
    })

    test('batch, file and record are told where nothing was rejected', async () => {
        const { sayings } = await fieldOf('club:member:M30', 'name')
        const own = sayings.find(({ record }) => record === 'club:member:M30')
        expect(own?.standing).toMatchObject({ batchNo: 2, file: 'members.csv', recordNo: 1 })
        const core = sayings.find(({ record }) => record === 'core:customer:30')
        expect(core?.standing).toMatchObject({ batchNo: 1, file: 'customers.csv', recordNo: null })
    })

    test('nobody is shown a whole phone number or name', async () => {
        for (const rest of [['phone'], ['list'], ['list', '--json']]) {
            const args = ['explain', differing, '--field', ...rest]
            const text = said(await tong({ args, data }))
            expect(text).toContain(maskValue(phoneOf(52), 'phone'))
            expect(text).not.toContain(phoneOf(52))
            expect(text).not.toContain('客户己2')
        }
    })

    test('all fields at once', async () => {
        const { fields } = await answerOf<Fields>({
            args: ['explain', differing, '--field', 'list'],
            data,
        })
        const names = fields.map(({ field }) => field)
        expect(names).toEqual(['birth_date', 'id_number', 'name', 'phone'])
    })
})

// What changes the bank comes last.
describe('over several batches', () => {
    test('a value that changed keeps its history; what is taken back does not count', async () => {
        const changed = membersCsv((no) => (no === 52 ? '15400001111' : null))
        const folder = await withMembers(bank, changed)
        await answerOf({ args: ['import', 'club', folder], data })
        const member = 'club:member:M52'
        const before = await fieldOf(member, 'phone')
        const versions = before.sayings[0]?.versions.map(({ batchNo, value, isChange }) => {
            return { batchNo, value, isChange }
        })
        expect(versions).toEqual([
            { batchNo: 2, value: maskValue('15499990000', 'phone'), isChange: true },
            { batchNo: 3, value: maskValue('15400001111', 'phone'), isChange: true },
        ])
        expect(before.sayings[0]?.standing?.batchNo).toBe(3)
        await answerOf({ args: ['batches', 'undo', '3', '--reason', 'test', '--yes'], data })
        const after = await fieldOf(member, 'phone')
        expect(after.sayings[0]?.standing?.batchNo).toBe(2)
        expect(after.sayings[0]?.versions.map(({ isUndone }) => isUndone)).toEqual([false, true])
    })

    test('a trend tells every batch that counts', async () => {
        const { trend } = await answerOf<{ readonly trend: readonly BatchQuality[] }>({
            args: ['quality', '--trend'],
            data,
        })
        expect(trend.map(({ system, batchNo }) => `${system} ${batchNo}`)).toEqual([
            'club 2',
            'core 1',
        ])
        const core = trend.find(({ system }) => system === 'core')
        expect(core).toMatchObject({ read: read + 101, rejected: rejected + 4 })
        expect(core?.grades.complete.worst).toMatchObject({ field: 'phone' })
    })
})
