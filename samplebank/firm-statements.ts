import type { Desk } from './chunk.ts'
import { yearlySales } from './core-customers.ts'
import { inTenThousands } from './credit.ts'
import { chance, quotient } from './draw.ts'
import { ownNo } from './products.ts'
import type { Traits } from './traits.ts'

const years = [2022, 2023, 2024] as const
const lastYear = 2024

const hands = chance('hands_in_statements')
const draws = Object.fromEntries(
    years.map((year) => [
        year,
        {
            growth: chance(`growth:${year}`),
            assets: chance(`assets:${year}`),
            current: chance(`current:${year}`),
            cash: chance(`cash:${year}`),
            receivables: chance(`receivables:${year}`),
            debts: chance(`debts:${year}`),
            distress: chance(`distress:${year}`),
            short: chance(`short:${year}`),
            cost: chance(`cost:${year}`),
            expenses: chance(`expenses:${year}`),
            flow: chance(`flow:${year}`),
        },
    ]),
)

/**
 * The yearly statements of a company that hands them in. Everything is a whole number of hundred
 * yuan, which 万 with two decimals holds exactly; assets are debts plus equity.
 */
export function writeStatements(desk: Desk, firm: Traits): void {
    if (hands(firm.key, 100) >= 75) return
    for (const year of years) {
        const items = itemsOf(firm, year)
        if (items === null) continue
        desk.files['sample_credit/statements.tsv'].row([
            ownNo('firm', firm.i),
            String(year),
            yearlySales(firm) >= 20_000_000 ? '是' : '否',
            ...items.map((hundreds) => inTenThousands(hundreds * 10_000)),
        ])
        desk.ended('sample_credit/statements.tsv')
    }
}

/** The items in the order of the file, in hundred yuan. */
function itemsOf(firm: Traits, year: number): readonly number[] | null {
    const { key } = firm
    const draw = draws[year]
    if (draw === undefined) return null
    const latest = quotient(yearlySales(firm), 100)
    const part = (of: number, thousandths: number): number => quotient(of * thousandths, 1000)
    const growth = 880 + draw.growth(key, 260)
    const revenue =
        year === lastYear ? latest : quotient(latest * 1000, growth + (lastYear - year) * 60)
    const assets = Math.max(part(revenue, 600 + draw.assets(key, 1000)), 100)
    const current = part(assets, 450 + draw.current(key, 300))
    const cash = part(current, 100 + draw.cash(key, 200))
    const receivables = part(current, 300 + draw.receivables(key, 200))
    const fixed = part(assets - current, 800)
    const owed = draw.distress(key, 100) < 3 ? 850 : 350
    const debts = part(assets, owed + draw.debts(key, 480))
    const currentDebts = part(debts, 600 + draw.short(key, 300))
    const shortLoans = part(currentDebts, 400)
    const equity = assets - debts
    const paidIn = part(latest, 150)
    const cost = part(revenue, 600 + draw.cost(key, 280))
    const expenses = part(revenue, 50 + draw.expenses(key, 130))
    const interest = part(shortLoans + debts - currentDebts, 45)
    const profit = revenue - cost - expenses - interest
    const tax = profit > 0 ? quotient(profit, 4) : 0
    const net = profit - tax
    return [
        ...[cash, receivables, current - cash - receivables, current, fixed],
        ...[assets - current - fixed, assets, shortLoans, currentDebts - shortLoans, currentDebts],
        ...[debts - currentDebts, debts, paidIn, equity - paidIn, equity, revenue, cost, expenses],
        ...[
            interest,
            profit,
            tax,
            net,
            net + part(revenue, draw.flow(key, 150)) - part(revenue, 50),
        ],
    ]
}
