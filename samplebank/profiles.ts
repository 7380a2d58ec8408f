import { dayOf, isoDay, lastDay } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { yearlySales } from './core-customers.ts'
import { chance, pick, quotient } from './draw.ts'
import { homeOf } from './homes.ts'
import { customerNo } from './products.ts'
import type { Traits } from './traits.ts'

const draws = {
    isAsked: chance('profile_asked'),
    asked: chance('profile_day'),
    again: chance('profile_again'),
    occupation: chance('profile_occupation'),
    education: chance('profile_education'),
    incomeKnown: chance('profile_income_known'),
    income: chance('profile_income'),
    marital: chance('profile_marital'),
    interestsKnown: chance('profile_interests_known'),
    interests: chance('profile_interests'),
    interest: chance('profile_interest'),
    employees: chance('employees'),
    sensitive: chance('profile_sensitive'),
    ethnic: chance('profile_ethnic'),
    religion: chance('profile_religion'),
    health: chance('profile_health'),
} as const

const atWork = [
    ...[
        'professional',
        'professional',
        'clerk',
        'clerk',
        'service_worker',
        'service_worker',
        'service_worker',
    ],
    ...[
        'production_worker',
        'production_worker',
        'self_employed',
        'manager',
        'farmer',
        'military',
        'other',
    ],
]
const degrees = [
    ...['primary', 'middle_school', 'middle_school', 'high_school', 'high_school', 'college'],
    ...['college', 'bachelor', 'bachelor', 'master', 'doctor'],
]
const interests = ['art', 'cars', 'children', 'food', 'reading', 'sports', 'technology', 'travel']

/**
 * What most active customers have said of themselves, one in ten of them twice. Only in one branch
 * were ethnic group, religion and health once asked, of those who agreed.
 */
export function writeProfile(desk: Desk, traits: Traits): void {
    const { key, isDormant, openDay } = traits
    if (isDormant || draws.isAsked(key, 100) >= 85) return
    const first = Math.max(openDay, dayOf(2022, 3, 1) + draws.asked(key, 1200))
    const days = draws.again(key, 10) === 0 ? [first, first + 400] : [first]
    const cells = traits.isPerson ? personCells : companyCells
    for (const [at, day] of days.entries()) {
        if (day > lastDay) continue
        desk.files['sample_crm/profiles.csv'].row([
            String(customerNo(traits.i)),
            isoDay(day),
            ...cells(traits, at),
        ])
        desk.ended('sample_crm/profiles.csv')
    }
}

function companyCells(traits: Traits): readonly string[] {
    const size = 300_000 + draws.employees(traits.key, 900_000)
    const employees = String(1 + quotient(yearlySales(traits), size))
    return ['', '', '', '', '', employees, '', '', '']
}

function personCells(traits: Traits, at: number): readonly string[] {
    return [
        occupationOf(traits),
        traits.age < 22 ? 'high_school' : pick(degrees, draws.education(traits.key, 11)),
        incomeOf(traits, at),
        maritalOf(traits),
        interestsOf(traits),
        '',
        ...sensitiveOf(traits),
    ]
}

function occupationOf({ key, age, income }: Traits): string {
    if (age < 22) return 'student'
    if (age >= 60) return 'retired'
    const drawn = draws.occupation(key, 100)
    if (income > 0) return pick(atWork, drawn % atWork.length)
    return drawn < 50 ? 'self_employed' : drawn < 80 ? 'not_working' : ''
}

/** What comes in as a salary and what a customer cares to add, in whole thousand yuan. */
function incomeOf({ key, income }: Traits, at: number): string {
    if (income === 0 || draws.incomeKnown(key, 100) >= 80) return ''
    const year = quotient(income * 12 * (900 + draws.income(key, 400) + at * 60), 100_000)
    return `${quotient(year, 1000) * 1000}.00`
}

function maritalOf(traits: Traits): string {
    const drawn = draws.marital(traits.key, 100)
    if (drawn >= 90) return ''
    if (traits.age < 25 || (homeOf(traits) === null && drawn < 50)) return 'single'
    if (traits.age > 65 && drawn < 15) return 'widowed'
    return drawn < 78 ? 'married' : 'divorced'
}

function interestsOf({ key }: Traits): string {
    if (draws.interestsKnown(key, 100) >= 60) return ''
    const count = draws.interests(key, 4)
    const first = draws.interest(key, interests.length)
    const found = Array.from({ length: count }, (_, at) => pick(interests, (first + at * 3) % 8))
    return count === 0 ? 'none' : found.join(' ')
}

function sensitiveOf({ key, branch }: Traits): readonly string[] {
    if (branch !== 3 || draws.sensitive(key, 100) >= 40) return ['', '', '']
    const groups = ['HA', 'HA', 'HA', 'HA', 'HA', 'HA', 'HA', 'HA', 'HU', 'ZH', 'MA', 'MG']
    const religions = ['none', 'none', 'none', 'none', 'buddhism', 'islam', 'taoism', '']
    const healths = ['good', 'good', 'good', 'good', 'fair', 'chronic_illness', 'disability', '']
    return [
        pick(groups, draws.ethnic(key, groups.length)),
        pick(religions, draws.religion(key, religions.length)),
        pick(healths, draws.health(key, healths.length)),
    ]
}
