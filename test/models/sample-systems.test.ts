import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Cell } from '#warehouse/warehouse.ts'
import { type DeliveredBank, openDeliveredBank } from './delivered-bank.ts'
import { sampleDeliveries } from './sample-deliveries.ts'

/** The id of a record as the decisions have it: 60 bits of a hash over parts with their lengths. */
function idOf(...parts: readonly string[]): string {
    const text = parts.map((part) => `${part.length}:${part}`).join('')
    const digits = createHash('sha256').update(text).digest('hex').slice(0, 15)
    return BigInt(`0x${digits}`).toString()
}

const core = idOf('sample', 'customer', '1')
let bank: DeliveredBank
beforeAll(async () => {
    bank = await openDeliveredBank(sampleDeliveries)
})
afterAll(() => bank.close())

/** The columns of a model's rows that a case asks about, decimals as texts. */
async function seen(model: string, columns: readonly string[]): Promise<readonly unknown[]> {
    const rows = await bank.rows(model)
    return rows.map((row) => columns.map((column) => plain(row[column] ?? null)))
}

function plain(cell: Cell): unknown {
    if (typeof cell === 'bigint') return cell.toString()
    if (cell === null || typeof cell !== 'object' || !('units' in cell)) return cell
    const digits = String(cell.units).padStart(cell.scale + 1, '0')
    return `${digits.slice(0, -cell.scale)}.${digits.slice(-cell.scale)}`
}

const sorted = (rows: readonly unknown[]): readonly unknown[] =>
    rows.map((row) => JSON.stringify(row)).sort()

describe('who owns an account', () => {
    it('is the core customer where known, else the holder of the card, else nobody', async () => {
        const rows = await seen('identity.accounts', ['system', 'source_key', 'owner_record_id'])
        const holder = (key: string): string => idOf('sample_cards', 'holder', key)
        expect(sorted(rows)).toEqual(
            sorted([
                ['sample', '10', core],
                ['sample_cards', '************0001', core],
                ['sample_cards', '************0002', holder('H2')],
                ['sample_cards', '************0003', holder('H3')],
                ['sample_wealth', 'W1', core],
                ['sample_credit', 'L1', idOf('sample', 'customer', '2')],
            ]),
        )
    })

    it('lists accounts whose owner nobody knows, and leaves out what hangs on them', async () => {
        expect(await seen('identity.ownerless_accounts', ['source_key', 'owner_key'])).toEqual([
            ['W2', 'sample:customer:77'],
        ])
        const lost = idOf('sample_wealth', 'holding', 'W2')
        for (const model of ['balances', 'transactions', 'holdings']) {
            const rows = await seen(`identity.${model}`, ['account_id'])
            expect(rows.length).toBeGreaterThan(0)
            expect(rows).not.toContainEqual([lost])
        }
    })

    it('is said by links, not found by them', async () => {
        const rows = await seen('identity.record_links', ['record_id', 'linked_record_id'])
        expect(sorted(rows)).toEqual(
            sorted([
                [idOf('sample_cards', 'holder', 'H1'), core],
                [idOf('sample_cards', 'holder', 'H2'), idOf('sample', 'customer', '99')],
                [idOf('sample_credit', 'firm', 'F1'), idOf('sample', 'customer', '2')],
                [idOf('sample_crm', 'client', 'C1'), core],
                [idOf('sample_desk', 'client', '1'), core],
            ]),
        )
        const parties = await seen('identity.parties', ['record_key'])
        expect(parties).not.toContainEqual(['sample_crm:client:C1'])
    })
})

describe('money', () => {
    it('of a card is what is owed, with a row for every month of its life', async () => {
        const card = idOf('sample_cards', 'card', '6222000000000001')
        const columns = ['account_id', 'month', 'balance_avg', 'balance_end']
        const rows = await seen('identity.balances', columns)
        expect(rows.filter((row) => (row as unknown[])[0] === card)).toEqual([
            [card, 202503, '12.50', '30.00'],
        ])
        const unknown = await seen('identity.unknown_balances', ['account_id', 'month'])
        expect(unknown).toContainEqual([idOf('sample_cards', 'card', '6222000000000002'), 202503])
    })

    it('that was spent, paid back, invested, lent and repaid has its sign and kind', async () => {
        const columns = ['booked_date', 'amount', 'channel', 'kind']
        expect(sorted(await seen('identity.transactions', columns))).toEqual(
            sorted([
                ['2025-03-20', '-30.00', 'pos', 'card'],
                ['2025-03-20', '10.00', 'auto', 'loan'],
                ['2025-01-05', '10000.00', null, 'transfer'],
                ['2024-12-10', '-1200.00', null, 'loan'],
                ['2025-02-14', '100.00', null, 'loan'],
            ]),
        )
    })

    it('that may move soon stands with its day', async () => {
        const columns = ['product', 'maturity_date', 'amount']
        expect(sorted(await seen('identity.maturities', columns))).toEqual(
            sorted([
                ['deposit', '2025-06-30', '50.00'],
                ['wealth', '2025-04-05', '10050.00'],
                ['loan', '2025-12-10', null],
            ]),
        )
    })

    it('of a month ties to the day-ends, or is listed', async () => {
        // March: ten days of 40 and twenty-one of 50 make 46.77, not the 60 delivered.
        const average = ((10 * 40 + 21 * 50) / 31).toFixed(2)
        const columns = ['month', 'balance_avg', 'day_ends_avg', 'day_ends_last']
        expect(await seen('identity.untied_balances', columns)).toEqual([
            [202503, '60.00', average, '50.00'],
        ])
    })
})

describe('loans', () => {
    it('have terms in words', async () => {
        const columns = ['term_months', 'repayment_method', 'guarantee', 'loan_class', 'status']
        expect(await seen('identity.loans', columns)).toEqual([
            [12, 'equal_principal', 'guarantor', 'special_mention', 'running'],
        ])
    })

    it('are repaid as was known on the as-of day', async () => {
        const columns = ['due_date', 'paid_date', 'principal_paid', 'overdue_days']
        expect(sorted(await seen('identity.repayments', columns))).toEqual(
            sorted([
                ['2025-02-10', '2025-02-14', '100.00', 4],
                ['2025-03-10', null, null, 21],
            ]),
        )
    })
})

const month = 202503
const client = (key: string): string => idOf('sample_crm', 'client', key)
const firm = (key: string): string => idOf('sample_credit', 'firm', key)

describe('every other noun in the words of the one model', () => {
    it.each<[string, readonly string[], readonly unknown[]]>([
        [
            'identity.products',
            ['source_key', 'product', 'risk_level', 'term_days', 'minimum_amount', 'rate_expected'],
            [['P1', 'wealth', 'R2', 90, '10000.00', '0.035000']],
        ],
        [
            'identity.product_periods',
            ['kind', 'from_date', 'until_date'],
            [['closed', '2025-01-05', '2025-04-05']],
        ],
        [
            'identity.relations',
            ['from_record_id', 'to_record_id', 'kind', 'amount_yearly'],
            [
                [firm('F2'), firm('F1'), 'group_member', null],
                [firm('F3'), firm('F1'), 'supplier', '120000.00'],
            ],
        ],
        [
            'identity.statements',
            ['period_end_date', 'period_months', 'item', 'amount', 'is_audited'],
            [
                ['2024-12-31', 12, 'equity', '200.00', true],
                ['2024-12-31', 12, 'net_income', '-5.00', true],
                ['2024-12-31', 12, 'total_assets', '300.00', true],
                ['2024-12-31', 12, 'total_liabilities', '100.00', true],
            ],
        ],
        [
            'identity.profiles',
            ['record_id', 'noted_date', 'occupation', 'employees', 'interests'],
            [
                [core, '2024-05-06', 'clerk', null, 'food'],
                [idOf('sample', 'customer', '2'), '2025-03-31', null, 12, null],
            ],
        ],
        ['identity.contacts', ['record_id', 'contacted_date'], [[client('C1'), '2025-03-31']]],
        [
            'identity.complaints',
            ['opened_date', 'closed_date', 'outcome'],
            [
                ['2025-03-01', '2025-03-08', 'upheld'],
                ['2025-03-20', null, null],
            ],
        ],
        [
            'identity.questionnaires',
            ['score', 'risk_capacity', 'valid_until_date'],
            [[55, 'C3', '2025-05-31']],
        ],
        [
            'identity.organisation_units',
            ['source_key', 'parent_unit_id', 'level'],
            [
                ['1', null, 'head_office'],
                ['11', idOf('sample_crm', 'unit', '1'), 'branch'],
            ],
        ],
        [
            'identity.books',
            ['record_id', 'staff_id', 'business_line', 'role'],
            [
                [client('C1'), idOf('sample_crm', 'staff', 'S1'), 'retail', 'main'],
                [client('C2'), idOf('sample_crm', 'staff', 'S2'), 'corporate', 'main'],
            ],
        ],
        [
            'identity.campaign_members',
            ['record_id', 'arm', 'contacted_date', 'responded_date'],
            [
                [client('C1'), 'treated', '2025-03-05', null],
                [client('C2'), 'control', null, null],
            ],
        ],
        [
            'identity.held_elsewhere',
            ['record_id', 'product', 'amount'],
            [[idOf('sample_desk', 'client', '1'), 'deposit', '355000.00']],
        ],
        ['identity.planned_contacts', ['planned_date', 'subject'], [['2025-04-02', '到期']]],
        [
            'identity.control_totals',
            ['month', 'product', 'currency', 'balance_end'],
            [[month, 'deposit', 'CNY', '50.00']],
        ],
        [
            'identity.cards',
            ['grade', 'credit_limit', 'status'],
            Array.from({ length: 3 }, () => ['gold', '20000.00', 'in_use']),
        ],
    ])('%s', async (model, columns, rows) => {
        expect(sorted(await seen(model, columns))).toEqual(sorted(rows))
    })
})
