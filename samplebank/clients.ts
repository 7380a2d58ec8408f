import { type Day, dayOf, dayOfStep, isoDay, lastDay, monthsCount, never } from './calendar.ts'
import { campaigns } from './campaigns.ts'
import type { Desk } from './chunk.ts'
import { openDateOf, writeRecord } from './core-customers.ts'
import { chance, pick } from './draw.ts'
import { likenessOf } from './likeness.ts'
import { occupations } from './names.ts'
import { crewOf, staffNo } from './organisation.ts'
import type { Identity } from './people.ts'
import { customerNo, ownNo } from './products.ts'
import type { Traits } from './traits.ts'

const draws = {
    isClient: chance('is_client'),
    occupation: chance('occupation'),
    manager: chance('manager'),
    from: chance('book_from'),
    handsOver: chance('hands_over'),
    handedDays: chance('handed_days'),
    answered: chance('answered'),
    again: chance('answers_again'),
    score: chance('score'),
    contactDay: chance('campaign_day'),
} as const

/** Whether managers know a customer. */
export function isClient(traits: Traits): boolean {
    if (traits.isDormant) return false
    const { level, campaign, key } = traits
    return level >= 2_000_000 || campaign !== null || draws.isClient(key, 100) < 15
}

/** Somebody who looks after a client, from the first day to the last. */
export type Stint = { readonly staff: string; readonly from: Day; readonly until: Day | null }

/** Those with 50,000 yuan and companies have a manager, some a second one after a hand-over. */
export function stintsOf(desk: Desk, traits: Traits): readonly Stint[] {
    const { key, branch, isPerson, level, openDay } = traits
    if (isPerson && level < 5_000_000) return []
    const crew = crewOf(desk.customers)
    const place = (shift: number): string =>
        isPerson
            ? staffNo(branch, 1 + ((draws.manager(key, crew.persons) + shift) % crew.persons))
            : staffNo(branch, crew.persons + 1 + draws.manager(key, crew.companies))
    const from = Math.max(openDay + 30, dayOf(2022, 1, 1) + draws.from(key, 700))
    if (from > lastDay) return []
    const handed = from + 200 + draws.handedDays(key, 700)
    if (!isPerson || draws.handsOver(key, 100) >= 10 || handed >= lastDay) {
        return [{ staff: place(0), from, until: null }]
    }
    return [
        { staff: place(0), from, until: handed - 1 },
        { staff: place(1), from: handed, until: null },
    ]
}

/** The client, whose book it is in, questionnaires and a part in a campaign. */
export function writeClient(
    desk: Desk,
    traits: Traits,
    { identity, stints }: { readonly identity: Identity; readonly stints: readonly Stint[] },
): void {
    const { i, key, isPerson } = traits
    const seen = likenessOf(traits, { identity, system: 'crm' })
    const client = ownNo('crm', i)
    const mail = `${identity.pinyin.toLowerCase().replace(' ', '.')}${i % 97}@example.com`
    desk.files['sample_crm/clients.csv'].row([
        client,
        seen.knowsCore ? String(customerNo(i)) : '',
        seen.name,
        seen.phone ?? '',
        seen.idNumber ?? '',
        seen.address ?? '',
        isPerson && key % 3 === 0 ? mail : '',
        isPerson ? pick(occupations, draws.occupation(key, occupations.length)) : '',
    ])
    desk.ended('sample_crm/clients.csv')
    writeRecord(desk, ['sample_crm', 'client', client], traits)
    for (const { staff, from, until } of stints) {
        desk.files['sample_crm/books.csv'].row([
            client,
            isoDay(from),
            until === null ? '' : isoDay(until),
            staff,
        ])
        desk.ended('sample_crm/books.csv')
    }
    writeQuestionnaires(desk, traits)
    writeMember(desk, traits)
}

/** Those who hold a risk have been asked what they can bear, and again if the bank took care. */
function writeQuestionnaires(desk: Desk, traits: Traits): void {
    const { i, key, from, isPerson, age } = traits
    const first = Math.min(from.wealth, from.fund)
    if (!isPerson || first === never || first >= monthsCount) return
    const askedFirst = Math.min(dayOfStep(first, 10), dayOf(2023, 6, 1) + draws.answered(key, 500))
    const asked = [askedFirst, askedFirst + 370, askedFirst + 745]
    const answers = asked.slice(0, 1 + draws.again(key, 3)).filter((day) => day <= lastDay)
    for (const [at, day] of answers.entries()) {
        const score = Math.max(
            5,
            Math.min(95, 25 + draws.score(key, 70) - (age > 60 ? 20 : 0) + at),
        )
        desk.files['sample_crm/questionnaires.csv'].row([
            String(i * 4 + at + 1),
            ownNo('crm', i),
            isoDay(day),
            isoDay(day + 364),
            String(score),
            `C${1 + Math.min(Math.floor(score / 20), 4)}`,
        ])
        desk.ended('sample_crm/questionnaires.csv')
    }
}

function writeMember(desk: Desk, traits: Traits): void {
    const { i, campaign } = traits
    if (campaign === null) return
    const { arm, responds, product } = campaign
    desk.files['sample_crm/campaign_members.csv'].row([
        campaign.campaign.no,
        ownNo('crm', i),
        arm,
        arm === 'treated' ? isoDay(campaignDay(traits)) : '',
        responds ? isoDay(openDateOf(traits, product)) : '',
    ])
    desk.ended('sample_crm/campaign_members.csv')
}

/** The day on which a campaign reaches those whom it contacts. */
export function campaignDay({ key, campaign }: Traits): Day {
    return dayOfStep(campaign?.campaign.step ?? 0, 3 + draws.contactDay(key, 20))
}

/** The campaigns' file. */
export function writeCampaigns(desk: Desk): void {
    for (const { no, name, product, step, channel } of campaigns) {
        desk.files['sample_crm/campaigns.csv'].row([
            no,
            name,
            product,
            isoDay(dayOfStep(step, 1)),
            isoDay(dayOfStep(step + 2, 1) - 1),
            channel,
        ])
    }
}
