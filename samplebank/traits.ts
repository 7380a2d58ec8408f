import { type Arrears, arrearsOf, type LoanName } from './arrears.ts'
import { type Day, dayOf, monthsCount, never, partsOf, stepOfDay } from './calendar.ts'
import { type CampaignPart, campaignPart } from './campaigns.ts'
import { chance, type Keying, keying, pick, quotient } from './draw.ts'
import { branches } from './names.ts'
import { cardNo } from './products.ts'
import { rollMonths } from './rolls.ts'
import { levelOf } from './wealth-levels.ts'

/** A turn of life. */
export type Turn = 'inheritance' | 'house' | 'moving_away' | 'rise' | 'dip'

/**
 * What is settled about a customer for good. Money is in cents, shares and growth in thousandths,
 * times in steps (months from January 2024), `never` where the thing does not come.
 */
export type Traits = {
    /** Customers are numbered from 0. */
    readonly i: number
    readonly key: number
    /** The number of the credit card, for those who have one. */
    readonly cardNo: string
    /** The key of the four neighbours among whom a household may be. */
    readonly home: number
    readonly isPerson: boolean
    readonly isMale: boolean
    readonly isDormant: boolean
    /** Whether the customer before is a twin. */
    readonly isTwin: boolean
    /** The key of birth: the twin's where there is one before. */
    readonly born: number
    readonly branch: number
    readonly birthDay: Day
    /** In the year 2024. */
    readonly age: number
    readonly openDay: Day
    readonly openStep: number
    readonly leftStep: number
    readonly leftDay: number
    readonly level: number
    readonly growth: number
    readonly event: Turn | null
    readonly eventStep: number
    readonly eventSize: number
    readonly eventSteps: number
    readonly income: number
    readonly payday: number
    readonly fixed: number
    readonly spending: number
    readonly parts: number
    readonly wishes: Wishes
    readonly from: TakenUp
    /** The step in which a term deposit ends and leaves for another bank. */
    readonly termUntil: number
    /** The day of that month. */
    readonly termUntilDay: number
    readonly campaign: CampaignPart | null
    /** When a loan is not paid; null where it always is. */
    readonly arrears: Readonly<Record<LoanName, Arrears | null>>
}

/** What a customer holds, or will: shares of the level, sums, 0 for none. */
export type Wishes = {
    readonly term: number
    readonly wealth: number
    readonly fund: number
    readonly premium: number
    readonly mortgage: number
    readonly loan: number
    readonly hasCard: boolean
    readonly foreignBase: number
    readonly foreignCurrency: string
}

/** The step at which each product is taken up. */
export type TakenUp = {
    readonly current: number
    readonly term: number
    readonly wealth: number
    readonly fund: number
    readonly insurance: number
    readonly mortgage: number
    readonly loan: number
    readonly card: number
    readonly foreign: number
}

const draws = {
    joined: chance('joined'),
    kind: chance('kind'),
    level: chance('level'),
    joinedDay: chance('joined_day'),
    birthEarly: chance('birth_early'),
    birthLate: chance('birth_late'),
    sex: chance('sex'),
    branch: chance('branch'),
    companySize: chance('company_size'),
    dormant: chance('dormant'),
    event: chance('event'),
    eventMonth: chance('event_month'),
    eventSize: chance('event_size'),
    eventSteps: chance('event_steps'),
    growth: chance('growth'),
    leaveMonth: chance('leave_month'),
    leaves: chance('leaves'),
    leaveDay: chance('leave_day'),
    salaried: chance('salaried'),
    salary: chance('salary'),
    payday: chance('payday'),
    fixed: chance('fixed'),
    fixedAmount: chance('fixed_amount'),
    spending: chance('spending'),
    parts: chance('parts'),
    twins: chance('twins'),
    term: chance('term'),
    wealth: chance('wealth'),
    fund: chance('fund'),
    insurance: chance('insurance'),
    mortgage: chance('mortgage'),
    principal: chance('principal'),
    loan: chance('loan'),
    card: chance('card'),
    foreign: chance('foreign'),
    foreignBase: chance('foreign_base'),
    foreignCurrency: chance('foreign_currency'),
    termLeaves: chance('term_leaves'),
    termLeavesAt: chance('term_leaves_at'),
    termLeavesDay: chance('term_leaves_day'),
} as const

const takenUp = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((slot) => ({
    isEarly: chance(`taken_up:${slot}`),
    month: chance(`taken_up_month:${slot}`),
}))

/** Who a customer is, from the number and the seed alone. */
export function traitsOf(seed: number): (i: number) => Traits {
    const keys = keying('customer', seed)
    const homes = keying('household', seed)
    return (i) => {
        const key = keys(i)
        const home = homes(quotient(i, 4))
        const isTwin = i % 4 === 1 && draws.twins(home, 1000) < 60 && areTwins(keys, i)
        const born = isTwin ? keys(i - 1) : key
        const isPerson = isPersonOf(key)
        const openDay =
            dayOf(2024, 1, 1) +
            (draws.joined(key, 1000) < 60
                ? 1 + draws.joinedDay(key, 728)
                : -1 - draws.joinedDay(key, 5475))
        const birthDay =
            dayOf(1938, 1, 1) + draws.birthEarly(born, 12_400) + draws.birthLate(born, 12_400)
        const level =
            levelOf(draws.level(key, 1_000_000_000) + 1) *
            (isPerson ? 1 : 4 + draws.companySize(key, 16))
        const basics = {
            ...{ i, key, home, born, isPerson, isTwin, openDay, birthDay, level },
            cardNo: cardNo(i),
            isMale: draws.sex(key, 2) === 1,
            isDormant: draws.dormant(key, 100) < 22,
            branch: draws.branch(key, branches.length),
            age: 2024 - partsOf(birthDay).year,
            openStep: stepOfDay(openDay),
        }
        const living = { ...basics, ...lifeOf(basics) }
        const earning = { ...living, ...incomeOf(living) }
        return inOneShape({ ...earning, ...wishesOf(earning) })
    }
}

/** Objects put together from parts differ in shape, which makes reading them slow. */
function inOneShape(traits: Traits): Traits {
    return {
        i: traits.i,
        key: traits.key,
        cardNo: traits.cardNo,
        home: traits.home,
        isPerson: traits.isPerson,
        isMale: traits.isMale,
        isDormant: traits.isDormant,
        isTwin: traits.isTwin,
        born: traits.born,
        branch: traits.branch,
        birthDay: traits.birthDay,
        age: traits.age,
        openDay: traits.openDay,
        openStep: traits.openStep,
        leftStep: traits.leftStep,
        leftDay: traits.leftDay,
        level: traits.level,
        growth: traits.growth,
        event: traits.event,
        eventStep: traits.eventStep,
        eventSize: traits.eventSize,
        eventSteps: traits.eventSteps,
        income: traits.income,
        payday: traits.payday,
        fixed: traits.fixed,
        spending: traits.spending,
        parts: traits.parts,
        wishes: traits.wishes,
        from: traits.from,
        termUntil: traits.termUntil,
        termUntilDay: traits.termUntilDay,
        campaign: traits.campaign,
        arrears: traits.arrears,
    }
}

function isPersonOf(key: number): boolean {
    return draws.kind(key, 100) < 92
}

function areTwins(keys: Keying, i: number): boolean {
    return isPersonOf(keys(i)) && isPersonOf(keys(i - 1))
}

type Basics = Pick<
    Traits,
    'i' | 'key' | 'isPerson' | 'isDormant' | 'openStep' | 'openDay' | 'age' | 'level'
>

/** Turns of life: an inheritance, a house, a slow leave, a rise, a dip. */
function lifeOf({ key, isDormant, isPerson, openStep }: Basics) {
    const turn = isDormant ? null : turnOf(draws.event(key, 1000), isPerson)
    const turnAt = 2 + draws.eventMonth(key, 21)
    const event = turnAt > openStep + 1 ? turn : null
    const size =
        turn === 'inheritance'
            ? 2000 + draws.eventSize(key, 4000)
            : turn === 'house'
              ? 150 + draws.eventSize(key, 250)
              : 200 + draws.eventSize(key, 200)
    const steps = turn === 'dip' ? 1 : 3
    return {
        event,
        eventStep: event === null ? never : turnAt,
        eventSize: size,
        eventSteps: steps + draws.eventSteps(key, 4),
        growth: isDormant ? 0 : draws.growth(key, 17) - 6,
    }
}

function turnOf(drawn: number, isPerson: boolean): Turn | null {
    if (drawn < 12 && isPerson) return 'inheritance'
    if (drawn < 32 && isPerson) return 'house'
    if (drawn < 82) return 'moving_away'
    if (drawn < 117) return 'rise'
    return drawn < 177 ? 'dip' : null
}

type Living = Basics & Pick<Traits, 'event' | 'eventStep' | 'eventSteps'>

function incomeOf(traits: Living) {
    const { key, event, eventStep, eventSteps, isDormant, isPerson, level, age } = traits
    const leave = eventStep + eventSteps + 1 + draws.leaveMonth(key, 2)
    const leaves = event === 'moving_away' && draws.leaves(key, 100) < 60 && leave < monthsCount
    const spread = draws.fixed(key, isPerson ? 100 : 15)
    const fixed = isPerson
        ? age < 50 && spread < 30
            ? 150_000 + draws.fixedAmount(key, 45) * 10_000
            : 0
        : quotient(level * (5 + spread), 100)
    return {
        leftStep: leaves ? leave : never,
        leftDay: 5 + draws.leaveDay(key, 20),
        income: isDormant ? 0 : monthlyIncome(traits),
        payday: pick([5, 8, 10, 12, 15], draws.payday(key, 5)),
        fixed: isDormant ? 0 : fixed,
    }
}

function monthlyIncome({ key, isPerson, level, age }: Basics): number {
    if (!isPerson) return quotient(level * (20 + draws.salary(key, 60)), 100)
    const drawn = draws.salaried(key, 100)
    if (age >= 22 && age <= 59 && drawn < 68) {
        return Math.min(350_000 + draws.salary(key, 650_000) + quotient(level, 60), 8_000_000)
    }
    return age >= 60 && drawn < 75 ? 200_000 + draws.salary(key, 400_000) : 0
}

type Earning = Living & Pick<Traits, 'income' | 'leftStep'>

function wishesOf(traits: Earning) {
    const { key, isPerson, income, level, isDormant } = traits
    const wishes = holdingsWished(traits)
    const campaign = campaignPart({ ...traits, wishes })
    const from = takenUpOf(traits, wishes)
    const product = campaign?.responds === true ? campaign.product : null
    const spending = !isPerson
        ? quotient(level * (10 + draws.spending(key, 40)), 100)
        : income > 0
          ? quotient(income * (45 + draws.spending(key, 35)), 100)
          : Math.min(30_000 + draws.spending(key, 200_000) + quotient(level, 80), 10_000_000)
    return {
        spending: isDormant ? 0 : spending,
        parts: (isPerson ? 1 : 3) + draws.parts(key, 3),
        campaign,
        arrears: {
            mortgage: arrearsOf('mortgage', { ...traits, drawn: from.mortgage }),
            loan: arrearsOf('loan', { ...traits, drawn: from.loan }),
        },
        wishes: product === null ? wishes : { ...wishes, [product]: campaignShare },
        from: product === null ? from : { ...from, [product]: campaign?.step ?? never },
        termUntil: termUntilOf(traits, from.term),
        termUntilDay: 2 + draws.termLeavesDay(key, 8),
    }
}

/** What a customer puts into the product that a campaign sold, in thousandths. */
const campaignShare = 120

function holdingsWished(traits: Earning): Wishes {
    const { key, isPerson, isDormant, level, event, age } = traits
    const band = level < 2_000_000 ? 0 : level < 5_000_000 ? 1 : level < 50_000_000 ? 2 : 3
    const isActivePerson = isPerson && !isDormant
    const wantsHouse =
        event === 'house' ||
        (age >= 25 && age <= 52 && level >= 1_000_000 && draws.mortgage(key, 100) < 14)
    const borrows = draws.loan(key, 100) < (isPerson ? 4 : 25)
    return {
        term: draws.term(key, 100) < pick([12, 30, 45, 50], band) ? 250 : 0,
        wealth: draws.wealth(key, 100) < pick([5, 25, 55, 80], band) ? 350 : 0,
        fund: !isDormant && draws.fund(key, 100) < pick([4, 12, 25, 40], band) ? 150 : 0,
        premium:
            isActivePerson && draws.insurance(key, 100) < 7 ? 10_000 + quotient(level, 400) : 0,
        mortgage:
            isPerson && event !== 'moving_away' && wantsHouse
                ? (30 + draws.principal(key, 120)) * 1_000_000
                : 0,
        loan: !isDormant && event !== 'moving_away' && borrows ? 2_000_000 + quotient(level, 4) : 0,
        hasCard: isActivePerson && age >= 20 && draws.card(key, 100) < 28,
        foreignBase:
            draws.foreign(key, 1000) < 18
                ? 100_000 + quotient(level * (1 + draws.foreignBase(key, 5)), 100)
                : 0,
        foreignCurrency: pick(['USD', 'USD', 'HKD', 'EUR'], draws.foreignCurrency(key, 4)),
    }
}

/** Three in four take a product up before the sample's time begins. */
function takenUpOf(traits: Earning, wishes: Wishes): TakenUp {
    const { key, openStep, leftStep, event, eventStep } = traits
    const from = (slot: number, isWanted: boolean): number => {
        if (!isWanted) return never
        const { isEarly, month } = pick(takenUp, slot)
        const step = isEarly(key, 100) < 75 ? -1 - month(key, 30) : 1 + month(key, 22)
        const inTime = Math.max(openStep + 1, step)
        return inTime < Math.min(leftStep, monthsCount) ? inTime : never
    }
    return {
        current: openStep,
        term: from(1, wishes.term > 0),
        wealth: from(2, wishes.wealth > 0),
        fund: from(3, wishes.fund > 0),
        insurance: from(4, wishes.premium > 0),
        mortgage: event === 'house' ? eventStep : from(5, wishes.mortgage > 0),
        loan: from(6, wishes.loan > 0),
        card: from(7, wishes.hasCard),
        foreign: from(8, wishes.foreignBase > 0),
    }
}

/** Some term deposits that end go to another bank for good. */
function termUntilOf({ key, leftStep, isDormant }: Earning, from: number): number {
    if (from === never || isDormant || draws.termLeaves(key, 100) >= 15) return never
    const ends: number[] = []
    for (let step = from + rollMonths.term; step < monthsCount; step += rollMonths.term) {
        if (step > 0 && step < leftStep) ends.push(step)
    }
    return ends.length === 0 ? never : pick(ends, draws.termLeavesAt(key, ends.length))
}
