import type { Delivered } from './delivered-bank.ts'

const person = { kind: 'person', branch: 'East', region: '江苏', opened_on: '2020-01-01' }

/**
 * A little of everything: two core customers, three card holders of whom one names a core customer,
 * a holding that nobody owns, firms, clients and a spreadsheet, as of the end of March 2025.
 */
export const sampleDeliveries: Delivered = {
    sample: {
        customers: [
            { ...person, customer_no: 1, name: '张三' },
            { ...person, customer_no: 2, name: '远大公司', kind: 'company' },
        ],
        accounts: [
            {
                account_no: 10,
                customer_no: 1,
                product: 'deposit',
                kind: 'term',
                currency: 'CNY',
                opened_on: '2024-01-01',
                matures_on: '2025-06-30',
            },
        ],
        balances: [
            { account_no: 10, month: 202502, average: '50.00', end: '50.00' },
            { account_no: 10, month: 202503, average: '60.00', end: '50.00' },
        ],
        day_balances: [
            { account_no: 10, day: '2025-02-01', balance: '50.00' },
            { account_no: 10, day: '2025-03-01', balance: '40.00' },
            { account_no: 10, day: '2025-03-11', balance: '50.00' },
        ],
    },
    sample_cards: {
        holders: [
            { holder_no: 'H1', core_customer_no: 1, name: '张三', sex: 'F', since: '2021-05-06' },
            { holder_no: 'H2', core_customer_no: 99, name: '李四', since: '2021-05-06' },
            { holder_no: 'H3', name: '王五', since: '2021-05-06' },
        ],
        cards: ['H1', 'H2', 'H3'].map((holder, index) => ({
            card_no: `622200000000000${index + 1}`,
            holder_no: holder,
            grade: 'G',
            credit_limit: '20000.00',
            issued_on: '2025-02-03',
            status: 'N',
        })),
        statements: [
            {
                card_no: '6222000000000001',
                month: 202503,
                average_owed: '12.50',
                closing_owed: '30.00',
            },
        ],
        spends: [
            { spend_no: 1, kind: 'S', amount: '30.00', channel: 'P', trade: '5411' },
            { spend_no: 2, kind: 'R', amount: '10.00', channel: 'A' },
        ].map((spend) => ({
            ...spend,
            card_no: '6222000000000001',
            booked_on: '2025-03-20',
        })),
    },
    sample_wealth: {
        shelf: [
            {
                产品代码: 'P1',
                产品名称: '稳健一号',
                类别: '理财',
                风险等级: 'R2',
                期限天数: 90,
                起购金额: '10000.00',
                预期年化: '0.035',
                发行日: '2024-01-01',
                封闭开始: '2025-01-05',
                封闭结束: '2025-04-05',
                币种: 'CNY',
            },
        ],
        holdings: [
            { holding_no: 'W1', customer_no: 1, matures_on: '2025-04-05' },
            { holding_no: 'W2', customer_no: 77 },
        ].map((holding) => ({
            ...holding,
            product_code: 'P1',
            kind: 'W',
            opened_on: '2025-01-05',
        })),
        holding_months: ['W1', 'W2'].map((holding) => ({
            holding_no: holding,
            month: 202503,
            average_value: '10000.00',
            end_value: '10050.00',
        })),
        orders: [
            { order_no: 1, holding_no: 'W1', kind: 'B', amount: '10000.00' },
            { order_no: 2, holding_no: 'W2', kind: 'R', amount: '5000.00' },
        ].map((order) => ({ ...order, done_on: '2025-01-05' })),
    },
    sample_credit: {
        firms: ['F1', 'F2', 'F3'].map((firm) => ({
            firm_no: firm,
            name: `${firm}公司`,
            core_customer_no: firm === 'F1' ? 2 : null,
            group_no: firm === 'F3' ? null : 'G1',
        })),
        groups: [{ group_no: 'G1', name: '集团', head_firm_no: 'F1' }],
        chains: [
            { supplier_no: 'F3', buyer_no: 'F1', yearly_sales: '120000.00', since: '2023-01-01' },
        ],
        statements: [
            {
                firm_no: 'F1',
                year: 2024,
                is_audited: true,
                total_assets: '300.00',
                total_liabilities: '100.00',
                total_equity: '200.00',
                net_profit: '-5.00',
            },
        ],
        loans: [
            {
                loan_no: 'L1',
                customer_no: 2,
                kind: 'L',
                principal: '1200.00',
                yearly_rate: '0.0435',
                method: 'P',
                guarantee: 'G',
                class: '2',
                drawn_on: '2024-12-10',
                due_on: '2025-12-10',
            },
        ],
        repayments: [
            { due_on: '2025-02-10', paid_on: '2025-02-14', principal_paid: '100.00' },
            { due_on: '2025-03-10', paid_on: '2025-04-02', principal_paid: '100.00' },
            { due_on: '2025-04-10' },
        ].map((repayment) => ({
            ...repayment,
            loan_no: 'L1',
            principal_due: '100.00',
            interest_due: '4.00',
        })),
    },
    sample_crm: {
        units: [
            { unit_no: 1, name: '总行', level: 'head' },
            { unit_no: 11, parent_no: 1, name: '东区', level: 'branch' },
        ],
        staff: [
            { staff_no: 'S1', name: '赵六', role: 'manager', grade: 'senior' },
            { staff_no: 'S2', name: '钱七', role: 'corporate' },
        ].map((member) => ({ ...member, unit_no: 11, hired_on: '2019-01-01' })),
        clients: [
            { client_no: 'C1', core_customer_no: 1, name: '张三' },
            { client_no: 'C2', name: '远大公司' },
        ],
        profiles: [
            { customer_no: 1, noted_on: '2024-05-06', occupation: 'clerk', interests: 'food' },
            { customer_no: 1, noted_on: '2025-04-01', occupation: 'manager' },
            { customer_no: 2, noted_on: '2025-03-31', employees: 12 },
            { customer_no: 77, noted_on: '2025-03-31', employees: 3 },
        ],
        books: [
            { client_no: 'C1', staff_no: 'S1', from_on: '2024-01-01' },
            { client_no: 'C2', staff_no: 'S2', from_on: '2024-01-01' },
        ],
        contacts: ['2025-03-31', '2025-04-01'].map((day, index) => ({
            contact_no: index + 1,
            client_no: 'C1',
            staff_no: 'S1',
            contacted_on: day,
            direction: 'out',
            channel: 'phone',
            outcome: 'reached',
        })),
        complaints: [
            { opened_on: '2025-03-01', closed_on: '2025-03-08', outcome: 'upheld' },
            { opened_on: '2025-03-20', closed_on: '2025-04-03', outcome: 'settled' },
            { opened_on: '2025-04-02' },
        ].map((complaint, index) => ({
            ...complaint,
            complaint_no: index + 1,
            client_no: 'C1',
            category: 'fee',
            severity: 2,
        })),
        questionnaires: [
            {
                questionnaire_no: 1,
                client_no: 'C1',
                answered_on: '2024-06-01',
                valid_until: '2025-05-31',
                score: 55,
                grade: 'C3',
            },
        ],
        campaigns: [
            {
                campaign_no: 'A1',
                name: '春季',
                product: 'fund',
                starts_on: '2025-03-01',
                ends_on: '2025-03-31',
                channel: 'phone',
            },
        ],
        campaign_members: [
            { client_no: 'C1', arm: 'treated', contacted_on: '2025-03-05' },
            { client_no: 'C2', arm: 'control' },
        ].map((member) => ({ ...member, campaign_no: 'A1', responded_on: '2025-04-01' })),
    },
    sample_desk: {
        clients: [
            {
                序号: 1,
                '客户/姓名': '张三',
                '客户/手机': '15400000001',
                '客户/核心客户号': 1,
                '他行资产/银行': '他行',
                '他行资产/产品': '存款',
                '他行资产/金额（万元）': '35.50',
                '下次联系/日期': '2025-04-02',
                '下次联系/事项': '到期',
            },
            { 序号: 2, '客户/姓名': '李四' },
        ],
    },
    sample_ledger: {
        control_totals: [
            { month: 202503, subject: '2011', currency: 'CNY', balance: '50.00', accounts: 1 },
        ],
    },
}
