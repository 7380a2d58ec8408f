import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Day } from '#domain/month.ts'
import { partyDealings } from '#features/catalogue/party-dealings.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { builtRows } from './build-small-bank.ts'
import {
    channels,
    type DealingBank,
    dealingBankArbitrary,
    dealingBankModels,
    parties,
    partyOf,
    type SmallBook,
} from './dealing-bank.ts'
import { type Figures, figuresByParty } from './figures.ts'

const opened = keepWarehouse()

const end: Day = '2025-03-31'
const yearStart: Day = '2024-04-01'
const runs = { numRuns: 4, seed: 20_261_122, interruptAfterTimeLimit: 40_000 } as const

/** The features of March 2025 by party, as they are built on a day. */
async function builtDealings(bank: DealingBank, asOf: Day): Promise<ReadonlyMap<number, Figures>> {
    const rows = await builtRows('features.party_dealings', {
        delivered: dealingBankModels(bank),
        month: 202503,
        asOf,
        ...opened,
    })
    return figuresByParty(rows)
}

/** The same features by plain loops; null where nothing is known of the party. */
function expectedDealings(bank: DealingBank, party: number): Figures | null {
    const own = ownOf(bank, party)
    const books = own.books.filter((one) => one.from <= end && (one.until ?? end) >= yearStart)
    const treated = own.members.filter(
        ({ arm, contacted, responded }) =>
            arm === 'treated' && (isBy(contacted) || isBy(responded)),
    )
    const told = [own.contacts, own.complaints, own.questionnaires, treated, books]
    if (told.every((one) => one.length === 0)) return null
    return {
        ...contactFigures(own.contacts),
        ...complaintFigures(own.complaints),
        ...questionnaireFigures(own.questionnaires),
        ...campaignFigures(treated),
        ...bookFigures(books),
    }
}

function ownOf(bank: DealingBank, party: number): DealingBank {
    const isOwn = ({ record }: { readonly record: number }): boolean => partyOf(record) === party
    return {
        contacts: bank.contacts.filter((one) => isOwn(one) && one.day <= end),
        complaints: bank.complaints.filter((one) => isOwn(one) && one.opened <= end),
        questionnaires: bank.questionnaires.filter((one) => isOwn(one) && one.answered <= end),
        members: bank.members.filter(isOwn),
        books: bank.books.filter(isOwn),
    }
}

function contactFigures(all: DealingBank['contacts']): Figures {
    const since = (from: Day): DealingBank['contacts'] => all.filter(({ day }) => day >= from)
    const year = since(yearStart)
    const isReached = (outcome: string | null): boolean =>
        outcome === 'reached' || outcome === 'deal'
    const times = channels.map((name) => year.filter(({ channel }) => channel === name).length)
    const latest = latestOf(all.map(({ day }) => day))
    const reached = latestOf(all.flatMap(({ day, outcome }) => (isReached(outcome) ? day : [])))
    return {
        contacts_month: since('2025-03-01').length,
        contacts_3m: since('2025-01-01').length,
        contacts_12m: year.length,
        contacts_reached_12m: year.filter(({ outcome }) => isReached(outcome)).length,
        contacts_refused_12m: year.filter(({ outcome }) => outcome === 'refused').length,
        contact_deals_12m: year.filter(({ outcome }) => outcome === 'deal').length,
        visits_12m: year.filter(({ channel }) => channel === 'visit').length,
        enquiries_12m: year.filter(({ direction }) => direction === 'in').length,
        contact_channel_main_12m:
            year.length === 0 ? null : (channels[times.indexOf(Math.max(...times))] ?? null),
        contact_last_date: latest,
        days_since_contact: daysTo(latest),
        days_since_contact_reached: daysTo(reached),
    }
}

function complaintFigures(all: DealingBank['complaints']): Figures {
    const year = all.filter((one) => one.opened >= yearStart)
    const open = all.filter(({ closed }) => !isBy(closed))
    const upheld = all.filter(
        ({ closed, outcome }) =>
            outcome === 'upheld' && isBy(closed) && (closed ?? '') >= yearStart,
    )
    const severities = year.flatMap(({ severity }) => severity ?? [])
    const oldest = open.map((one) => one.opened).toSorted()[0] ?? null
    return {
        complaints_12m: year.length,
        complaints_open: open.length,
        complaint_open_days_max: daysTo(oldest),
        complaint_last_date: latestOf(all.map((one) => one.opened)),
        complaint_severity_max_12m: severities.length === 0 ? null : Math.max(...severities),
        complaints_upheld_12m: upheld.length,
    }
}

function questionnaireFigures(all: DealingBank['questionnaires']): Figures {
    const answered = latestOf(all.map((one) => one.answered))
    const latest = all.filter((one) => one.answered === answered)
    const until = latest.flatMap((one) => one.until ?? []).toSorted()[0] ?? null
    const left = daysTo(until)
    return {
        risk_capacity: latest.map(({ capacity }) => capacity).toSorted()[0] ?? null,
        risk_capacity_valid: until === null ? null : until >= end,
        questionnaire_date: answered,
        questionnaire_until_date: until,
        questionnaire_days_left: left === null ? null : 0 - left,
    }
}

function campaignFigures(all: DealingBank['members']): Figures {
    const ofYear = (day: Day | null): boolean => isBy(day) && (day ?? '') >= yearStart
    const campaigns = (fits: (one: DealingBank['members'][number]) => boolean): number =>
        new Set(all.filter(fits).map(({ campaign }) => campaign)).size
    return {
        campaigns_12m: campaigns(({ contacted }) => ofYear(contacted)),
        campaign_responses_12m: campaigns(({ responded }) => ofYear(responded)),
        campaign_last_date: latestOf(
            all.flatMap(({ contacted }) => (isBy(contacted) ? (contacted ?? []) : [])),
        ),
    }
}

function bookFigures(all: readonly SmallBook[]): Figures {
    const now = all.filter(({ until }) => until === null || until >= end)
    const main = now.filter(({ role }) => role === 'main')
    const mains = all.filter(({ role }) => role === 'main')
    return {
        has_main_manager: main.length > 0,
        managers: new Set(now.map(({ staff }) => staff)).size,
        main_manager_lines: new Set(main.map(({ line }) => line)).size,
        main_manager_since_date: main.map(({ from }) => from).toSorted()[0] ?? null,
        main_managers_12m: new Set(mains.map(({ staff }) => staff)).size,
    }
}

function isBy(day: Day | null): boolean {
    return day !== null && day <= end
}

function latestOf(days: readonly Day[]): Day | null {
    return days.toSorted().at(-1) ?? null
}

/** Days from a day to the end of the month. */
function daysTo(day: Day | null): number | null {
    return day === null ? null : (Date.parse(end) - Date.parse(day)) / 86_400_000
}

it('builds the features that plain loops over the same dealings give', async () => {
    const seen = new Map<string, Set<unknown>>()
    await fc.assert(
        fc.asyncProperty(dealingBankArbitrary, async (bank) => {
            const built = await builtDealings(bank, end)
            for (const party of parties) {
                const expected = expectedDealings(bank, party)
                expect(built.get(party) ?? null).toEqual(expected)
                for (const [id, value] of Object.entries(expected ?? {})) {
                    seen.set(id, (seen.get(id) ?? new Set()).add(value))
                }
            }
        }),
        runs,
    )
    expect([...seen.keys()].toSorted()).toEqual(partyDealings.map(({ id }) => id).toSorted())
    for (const [id, values] of seen) expect(values.size, id).toBeGreaterThan(1)
})

it('says the same of a month when later ones have come', async () => {
    await fc.assert(
        fc.asyncProperty(dealingBankArbitrary, async (bank) => {
            const later = await builtDealings(bank, '2025-05-31')
            expect(later).toEqual(await builtDealings(knownBy(bank), end))
        }),
        { ...runs, numRuns: 1 },
    )
})

/** What the bank could deliver at the end of the month. */
function knownBy(bank: DealingBank): DealingBank {
    const known = (day: Day | null): Day | null => (isBy(day) ? day : null)
    return {
        contacts: bank.contacts.filter(({ day }) => day <= end),
        complaints: bank.complaints
            .filter((one) => one.opened <= end)
            .map((one) => ({ ...one, closed: known(one.closed) })),
        questionnaires: bank.questionnaires.filter(({ answered }) => answered <= end),
        members: bank.members.map((one) => ({
            ...one,
            contacted: known(one.contacted),
            responded: known(one.responded),
        })),
        books: bank.books
            .filter(({ from }) => from <= end)
            .map((one) => ({ ...one, until: known(one.until) })),
    }
}

it('takes no notice of the order of rows', async () => {
    await fc.assert(
        fc.asyncProperty(dealingBankArbitrary, async (bank) => {
            const turned = {
                contacts: bank.contacts.toReversed(),
                complaints: bank.complaints.toReversed(),
                questionnaires: bank.questionnaires.toReversed(),
                members: bank.members.toReversed(),
                books: bank.books.toReversed(),
            }
            expect(await builtDealings(turned, end)).toEqual(await builtDealings(bank, end))
        }),
        { ...runs, numRuns: 1 },
    )
})
