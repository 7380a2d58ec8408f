import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Twin, twinSchema } from '#pipeline/model.ts'

const folder = join(import.meta.dirname, '../../models/identity')

/** A group of nouns of the one model, as the pages tell of them. */
export type NounGroup = {
    readonly id: 'people' | 'money' | 'products' | 'contact' | 'bank' | 'checks'
    readonly title: string
    /** The nouns in order, each with its Chinese name. */
    readonly nouns: Readonly<Record<string, string>>
}

/** All nouns of the one model of the bank. */
export const nounGroups: readonly NounGroup[] = [
    {
        id: 'people',
        title: 'Persons and companies',
        nouns: {
            records: '源系统客户',
            parties: '客户',
            party_map: '客户归并表',
            party_origins: '客户信息来源',
            party_changes: '合并与拆分',
            profiles: '客户画像资料',
            record_links: '源系统声明的关联',
            relations: '客户关系',
            household_memberships: '家庭登记',
            addresses: '住址标识',
            household_stays: '家庭情况',
            household_members: '家庭成员',
            household_proposals: '家庭提议',
            company_groups: '企业集团',
            importance_listings: '红黑名单',
            statements: '财务报表',
            regions: '地区',
        },
    },
    {
        id: 'money',
        title: 'Money',
        nouns: {
            accounts: '账户',
            balances: '月均与月末余额',
            day_ends: '日终余额',
            transactions: '交易流水',
            counterparties: '对方账户',
            maturities: '到期',
            rates: '汇率',
            control_totals: '总账控制数',
        },
    },
    {
        id: 'products',
        title: 'Products and credit',
        nouns: {
            products: '产品货架',
            product_periods: '封闭期与开放期',
            holdings: '持有产品',
            loans: '贷款',
            repayments: '还款',
            cards: '银行卡',
            standing_orders: '定期转账',
            held_elsewhere: '他行资产',
        },
    },
    {
        id: 'contact',
        title: 'Contact',
        nouns: {
            contacts: '联系记录',
            planned_contacts: '计划联系',
            complaints: '投诉',
            questionnaires: '风险测评',
            campaigns: '营销活动',
            campaign_members: '活动对象',
        },
    },
    {
        id: 'bank',
        title: 'The bank',
        nouns: {
            organisation_units: '机构',
            staff: '员工',
            books: '管户关系',
            calendar: '工作日历',
        },
    },
    {
        id: 'checks',
        title: 'Checks',
        nouns: {
            ownerless_accounts: '无主账户',
            unknown_balances: '未知余额',
            untied_balances: '余额不符',
            ledger_checks: '总账核对',
            ledger_differences: '总账差异',
        },
    },
]

/** Models that stand behind the calendar and behind households and groups: they are no nouns. */
export const behindTheNouns: readonly string[] = [
    ...['calendar_days', 'shipped_calendar_days'],
    ...['guarantees', 'related_parties', 'shareholdings'],
]

/** The twins of the identity models that serve all systems, by noun. */
export function nounTwins(): ReadonlyMap<string, Twin> {
    const files = readdirSync(folder).filter((file) => /^(?!.*__).*\.yml$/.test(file))
    return new Map(
        files.map((file) => {
            const text = readFileSync(join(folder, file), 'utf8')
            return [file.replace(/\.yml$/, ''), twinSchema.parse(parse(text))]
        }),
    )
}

/** What a noun points to: the nouns that its relation tests name, and those it is joined with. */
export function targetsOf(noun: string, twin: Twin): readonly string[] {
    const tested = twin.tests.flatMap((test) =>
        'relation' in test ? [test.relation.to.replace(/^identity\./, '')] : [],
    )
    return [...new Set([...tested, ...(joined[noun] ?? [])])].filter((target) => target !== noun)
}

/** Joins that hold by how a model is written, without a test of their own. */
const joined: Readonly<Record<string, readonly string[]>> = {
    addresses: ['records'],
    balances: ['accounts'],
    counterparties: ['transactions'],
    household_memberships: ['records'],
    importance_listings: ['records'],
    party_changes: ['parties'],
    party_map: ['records', 'parties'],
    party_origins: ['records', 'parties'],
}
