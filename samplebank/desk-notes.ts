import { chineseDay, dayOf, isoDay, slashDay } from './calendar.ts'
import type { Desk, DeskCell } from './chunk.ts'
import { writeRecord } from './core-customers.ts'
import { chance, pick, quotient } from './draw.ts'
import { likenessOf } from './likeness.ts'
import type { Identity } from './people.ts'
import { customerNo } from './products.ts'
import type { Traits } from './traits.ts'

const draws = {
    isNoted: chance('is_noted'),
    bank: chance('held_bank'),
    product: chance('held_product'),
    amount: chance('held_amount'),
    due: chance('held_due'),
    next: chance('next_contact'),
    title: chance('title'),
    note: chance('desk_note'),
} as const

/** A workbook holds a manager's clients, not a bank: it stops at this customer. */
const notedMax = 100_000

/** The number of a client's line; lines keep the order of customers. */
const lineOf = (i: number): number => i + 1

const banks = ['工商银行', '招商银行', '建设银行', '城商行', '互联网银行', '邮储']
const products = ['存款', '存款', '理财', '基金', '保险']
const topics = ['到期承接', '生日问候', '风险测评过期', '介绍新产品', '了解资金安排']
const remarks = ['喜欢电话联系', '子女在海外', '价格敏感', '不要周末打扰', '介绍过朋友']

/** The line of a wealthy client in the manager's workbook: what is held elsewhere, when to call. */
export function writeNote(desk: Desk, traits: Traits, identity: Identity): void {
    const { i, key, isPerson, level } = traits
    if (!isPerson || i >= notedMax || level < 20_000_000 || draws.isNoted(key, 100) >= 60) return
    const seen = likenessOf(traits, { identity, system: 'desk' })
    const hasOther = draws.bank(key, 100) < 70
    const next = dayOf(2026, 1, 4) + draws.next(key, 60)
    const due = dayOf(2026, 1, 1) + draws.due(key, 500)
    const tenThousands = quotient(quotient(level, 1_000_000) * (5 + draws.amount(key, 60)), 10)
    desk.note([
        lineOf(i),
        calledBy(seen.name, { identity, drawn: draws.title(key, 100), isMale: traits.isMale }),
        seen.phone,
        seen.knowsCore ? customerNo(i) : null,
        identity.birthDay === null || key % 4 > 0 ? null : chineseDay(identity.birthDay),
        hasOther ? pick(banks, draws.bank(key, banks.length)) : null,
        hasOther ? pick(products, draws.product(key, products.length)) : null,
        hasOther ? tenThousands / 10 : null,
        hasOther ? (key % 2 === 0 ? isoDay(due) : slashDay(due)) : null,
        key % 3 === 0 ? null : chineseDay(next),
        key % 3 === 0 ? null : pick(topics, draws.next(key, topics.length)),
        draws.note(key, 100) < 50 ? pick(remarks, draws.note(key, remarks.length)) : null,
    ] satisfies DeskCell[])
    writeRecord(desk, ['sample_desk', 'client', String(lineOf(i))], traits)
}

/** One in seven is written as one speaks to them. */
function calledBy(
    name: string,
    of: { readonly identity: Identity; readonly drawn: number; readonly isMale: boolean },
): string {
    if (of.drawn >= 14) return name
    return `${of.identity.surname}${of.drawn < 5 ? '总' : of.isMale ? '先生' : '女士'}`
}
