import { type Day, dayOfStep, daysOfStep, isoDay, lastDay, stepOfDay } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { campaignDay, type Stint } from './clients.ts'
import { type CustomerMonth, customerStep } from './customer-month.ts'
import { chance, pick } from './draw.ts'
import { ownNo } from './products.ts'
import type { Traits } from './traits.ts'

const draws = {
    talks: chance('talks'),
    day: chance('talk_day'),
    channel: chance('talk_channel'),
    outcome: chance('talk_outcome'),
    direction: chance('talk_direction'),
    note: chance('talk_note'),
    complains: chance('complains'),
    complaintDay: chance('complaint_day'),
    category: chance('complaint_category'),
    severity: chance('complaint_severity'),
    takes: chance('complaint_takes'),
    verdict: chance('complaint_verdict'),
} as const

/** Talks and complaints of a client in a month; those who leave complain before. */
export function writeClientMonth(desk: Desk, month: CustomerMonth, stints: readonly Stint[]): void {
    const { traits, step, key } = month
    const day = dayOfStep(step, 1 + draws.day(key, 27))
    const often = traits.level >= 50_000_000 ? 26 : 13
    if (draws.talks(key, 100) < often) writeTalk(desk, month, { day, stints, slot: 0 })
    const { campaign } = traits
    if (campaign?.arm === 'treated' && stepOfDay(campaignDay(traits)) === step) {
        writeTalk(desk, month, { day: campaignDay(traits), stints, slot: 1 })
    }
    if (draws.complains(key, 1000) < complaintsInThousand(traits, step)) {
        writeComplaint(desk, month)
    }
}

function complaintsInThousand({ event, eventStep }: Traits, step: number): number {
    return event === 'moving_away' && step >= eventStep - 3 ? 110 : 4
}

type Talk = { readonly day: Day; readonly stints: readonly Stint[]; readonly slot: number }

const notes = [
    '询问近期理财收益',
    '客户表示"考虑一下"',
    '已介绍产品,下周再联系',
    '约定面谈\n地点:网点\n时间:下午三点',
    '关心存款利率, 对比他行\n暂不转出',
    '资金有安排',
] as const

/** A client without a manager is called by the head of the outlet. */
function writeTalk(desk: Desk, { traits, step, key }: CustomerMonth, talk: Talk): void {
    const { day, stints, slot } = talk
    const stint = stints.find(({ from, until }) => from <= day && day <= (until ?? lastDay))
    if (stint === undefined && slot === 0) return
    const outcome = draws.outcome(key, 100)
    desk.files['sample_crm/contacts.csv'].row([
        String(10_000_000_000 + customerStep(traits.i, step) * 32 + slot),
        ownNo('crm', traits.i),
        stint?.staff ?? `S${String(traits.branch * 1000).padStart(6, '0')}`,
        isoDay(day),
        slot === 1 || draws.direction(key, 100) < 75 ? 'out' : 'in',
        pick(['phone', 'phone', 'message', 'visit', 'branch'], draws.channel(key, 5)),
        outcome < 58 ? 'reached' : outcome < 85 ? 'no_answer' : outcome < 88 ? 'refused' : 'deal',
        draws.note(key, 100) < 40 ? pick(notes, draws.note(key, notes.length)) : '',
    ])
    desk.ended('sample_crm/contacts.csv')
}

const categories = ['service', 'service', 'fee', 'fee', 'system', 'sale', 'fraud'] as const
const texts = {
    service: '排队太久',
    fee: '手续费没有说清楚,\n要求退还',
    system: '手机银行打不开',
    sale: '购买时没有说明风险',
    fraud: '"陌生人"来电,怀疑信息泄露',
} as const

function writeComplaint(desk: Desk, { traits, step, key, days }: CustomerMonth): void {
    const opened = dayOfStep(step, 1 + draws.complaintDay(key, days || (daysOfStep[step] ?? 28)))
    const closed = opened + 2 + draws.takes(key, 40)
    const isClosed = closed <= lastDay
    const category = pick(categories, draws.category(key, categories.length))
    desk.files['sample_crm/complaints.csv'].row([
        String(10_000_000_000 + customerStep(traits.i, step) * 32),
        ownNo('crm', traits.i),
        category,
        String(1 + draws.severity(key, 5)),
        isoDay(opened),
        isClosed ? isoDay(closed) : '',
        isClosed ? pick(['upheld', 'rejected', 'settled'], draws.verdict(key, 3)) : '',
        texts[category],
    ])
    desk.ended('sample_crm/complaints.csv')
}
