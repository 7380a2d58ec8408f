import fc from 'fast-check'
import { addMonths, type Day, type Month } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import { contactColumns } from './bank-columns.ts'
import { dayOf, dayText, rowsModel, smallBankModels } from './small-bank.ts'

/** A talk with a customer. */
export type SmallContact = {
    readonly record: number
    readonly day: Day
    readonly direction: 'in' | 'out'
    readonly channel: string
    readonly outcome: string | null
}

/** A complaint; one without a closing day is open. */
export type SmallComplaint = {
    readonly record: number
    readonly opened: Day
    readonly closed: Day | null
    readonly severity: number | null
    readonly outcome: string
}

/** Answers on how much risk a customer can bear. */
export type SmallQuestionnaire = {
    readonly record: number
    readonly answered: Day
    readonly until: Day | null
    readonly capacity: string
}

/** A record that was chosen for a campaign. */
export type SmallMember = {
    readonly record: number
    readonly campaign: number
    readonly arm: 'treated' | 'control'
    readonly contacted: Day | null
    readonly responded: Day | null
}

/** A time in which a member of staff looks after a record, both days included. */
export type SmallBook = {
    readonly record: number
    readonly staff: number
    readonly line: string
    readonly role: string
    readonly from: Day
    readonly until: Day | null
}

/** What a small bank knows of its dealings with its records. */
export type DealingBank = {
    readonly contacts: readonly SmallContact[]
    readonly complaints: readonly SmallComplaint[]
    readonly questionnaires: readonly SmallQuestionnaire[]
    readonly members: readonly SmallMember[]
    readonly books: readonly SmallBook[]
}

/** Channels from the most personal to the least. */
export const channels = ['visit', 'video', 'branch', 'phone', 'message']

/** Some parties have a second record, 100 higher than the first. */
export function partyOf(record: number): number {
    return record % 100
}

/** The parties of such a bank; of the last one nothing is ever known. */
export const parties = Array.from({ length: 21 }, (_, index) => index + 1)

const lines = ['retail', 'personal_credit', 'corporate', 'card']
const secondRecords = [101, 102, 103, 104, 105, 106]
const records = fc.constantFrom(...parties.slice(0, -1), ...secondRecords)
const last: Month = 202503
const recent = Array.from({ length: 20 }, (_, back) => addMonths(last, -back))
const day: fc.Arbitrary<Day> = fc.oneof(
    { weight: 5, arbitrary: dayOf(recent) },
    {
        weight: 3,
        arbitrary: fc.constantFrom<Day>(
            ...['2025-03-31', '2025-04-01', '2025-03-01', '2025-02-28', '2025-01-01'],
            ...['2024-12-31', '2024-04-01', '2024-03-31'],
        ),
    },
    { weight: 1, arbitrary: dayOf([202504]) },
)

const contact: fc.Arbitrary<SmallContact> = fc.record({
    record: records,
    day,
    direction: fc.constantFrom('in', 'out'),
    channel: fc.constantFrom(...channels),
    outcome: fc.option(fc.constantFrom('reached', 'no_answer', 'refused', 'deal'), { freq: 8 }),
})
const complaint: fc.Arbitrary<SmallComplaint> = fc
    .record({
        record: records,
        opened: day,
        closed: fc.option(day, { freq: 3 }),
        severity: fc.option(fc.integer({ min: 1, max: 5 })),
        outcome: fc.constantFrom('upheld', 'upheld', 'rejected', 'settled'),
    })
    .map((one) => ({
        ...one,
        closed: one.closed !== null && one.closed < one.opened ? null : one.closed,
    }))
const questionnaire: fc.Arbitrary<SmallQuestionnaire> = fc.record({
    record: records,
    // Few days, so that a party answers twice on one.
    answered: fc.constantFrom('2023-11-30', '2024-12-31', '2025-03-31', '2025-04-01'),
    until: fc.option(fc.oneof(day, dayOf([202504, 202512])), { freq: 9 }),
    capacity: fc.constantFrom('C1', 'C2', 'C3', 'C4', 'C5'),
})
const member: fc.Arbitrary<SmallMember> = fc.record({
    record: records,
    campaign: fc.integer({ min: 1, max: 4 }),
    arm: fc.constantFrom('treated', 'treated', 'control'),
    contacted: fc.option(day, { freq: 4 }),
    responded: fc.option(day, { freq: 2 }),
})
const book: fc.Arbitrary<SmallBook> = fc.record({
    record: records,
    staff: fc.integer({ min: 1, max: 4 }),
    line: fc.constantFrom(...lines),
    role: fc.constantFrom('main', 'main', 'cover', 'team'),
    from: day,
    until: fc.option(day),
})

/** Dealings of about a year and a half, up to a month after the one that is looked at. */
export const dealingBankArbitrary: fc.Arbitrary<DealingBank> = fc.record({
    contacts: fc.array(contact, { maxLength: 160, size: 'max' }),
    complaints: fc.array(complaint, { maxLength: 60, size: 'max' }),
    questionnaires: fc.array(questionnaire, { maxLength: 60, size: 'max' }),
    members: fc.uniqueArray(member, {
        maxLength: 60,
        size: 'max',
        selector: (one) => `${one.campaign} ${one.record}`,
    }),
    books: fc.uniqueArray(book, {
        maxLength: 60,
        size: 'max',
        selector: (one) => `${one.record} ${one.staff} ${one.line} ${one.from}`,
    }),
})

/** The models of the source system that delivers such a bank, and its party map. */
export function dealingBankModels(bank: DealingBank): Readonly<Record<string, SmallModel>> {
    const owners = [...parties, ...secondRecords]
    const none = { accounts: [], bookings: [], listings: [], people: {} }
    const contacts = bank.contacts.map(
        (one, index) =>
            `(${index + 1}, ${one.record}, ${dayText(one.day)}, '${one.direction}', ` +
            `'${one.channel}', ${one.outcome === null ? 'null' : `'${one.outcome}'`}, null)`,
    )
    const complaints = bank.complaints.map(
        (one, index) =>
            `(${index + 1}, ${one.record}, 'other', ${one.severity}, ${dayText(one.opened)}, ` +
            `${dayText(one.closed)}, '${one.outcome}')`,
    )
    const questionnaires = bank.questionnaires.map(
        (one, index) =>
            `(${index + 1}, ${one.record}, ${dayText(one.answered)}, ${dayText(one.until)}, ` +
            `null, '${one.capacity}')`,
    )
    const members = bank.members.map(
        (one) =>
            `(${one.campaign}, ${one.record}, '${one.arm}', ${dayText(one.contacted)}, ` +
            `${dayText(one.responded)})`,
    )
    const books = bank.books.map(
        (one) =>
            `(${one.record}, ${one.staff}, '${one.line}', '${one.role}', ${dayText(one.from)}, ` +
            `${dayText(one.until)})`,
    )
    const map = owners.map((record) => `(${record}, ${partyOf(record)})`)
    return {
        ...smallBankModels({ ...none, owners }),
        'identity.small__contacts': rowsModel(contactColumns, contacts),
        'identity.small__complaints': rowsModel(complaintColumns, complaints),
        'identity.small__questionnaires': rowsModel(questionnaireColumns, questionnaires),
        'identity.small__campaign_members': {
            ...rowsModel(memberColumns, members),
            key: ['campaign_id', 'record_id'],
        },
        'identity.small__books': {
            ...rowsModel(bookColumns, books),
            key: ['record_id', 'staff_id', 'business_line', 'from_date'],
        },
        'identity.party_map': rowsModel({ record_id: 'bigint', party_id: 'bigint' }, map),
    }
}

const complaintColumns = {
    complaint_id: 'bigint',
    record_id: 'bigint',
    category: 'varchar',
    severity: 'integer',
    opened_date: 'date',
    closed_date: 'date',
    outcome: 'varchar',
}
const questionnaireColumns = {
    questionnaire_id: 'bigint',
    record_id: 'bigint',
    answered_date: 'date',
    valid_until_date: 'date',
    score: 'integer',
    risk_capacity: 'varchar',
}
const memberColumns = {
    campaign_id: 'bigint',
    record_id: 'bigint',
    arm: 'varchar',
    contacted_date: 'date',
    responded_date: 'date',
}
const bookColumns = {
    record_id: 'bigint',
    staff_id: 'bigint',
    business_line: 'varchar',
    role: 'varchar',
    from_date: 'date',
    until_date: 'date',
}
