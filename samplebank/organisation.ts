import { dayOf, isoDay } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { chance, keying, quotient } from './draw.ts'
import { branches } from './names.ts'
import { nameOf } from './people.ts'

const headOffice = 1000
const regions = [...new Set(branches.map(({ region }) => region))]
const hired = chance('hired')

/** How many look after persons and after companies in each outlet of a bank of a size. */
export type Crew = { readonly persons: number; readonly companies: number }

/** About one manager for 250 customers of an outlet, and one in five for companies. */
export function crewOf(customers: number): Crew {
    const persons = Math.min(Math.max(Math.ceil(customers / branches.length / 250), 2), 800)
    return { persons, companies: Math.max(quotient(persons, 5), 1) }
}

/** The number of a member of staff of an outlet; 0 is its head. */
export function staffNo(branch: number, place: number): string {
    return `S${String(branch * 1000 + place).padStart(6, '0')}`
}

/** The organisation's tree and its people. */
export function writeOrganisation(desk: Desk): void {
    const units = desk.files['sample_crm/units.csv']
    units.row([String(headOffice), '', '总行', 'head'])
    for (const [at, region] of regions.entries()) {
        units.row([String(1100 + at), String(headOffice), `${region}分行`, 'branch'])
    }
    for (const [at, { name, region }] of branches.entries()) {
        units.row([String(2000 + at), String(1100 + regions.indexOf(region)), name, 'outlet'])
    }
    for (const at of branches.keys()) writeCrew(desk, at)
}

function writeCrew(desk: Desk, branch: number): void {
    const { persons, companies } = crewOf(desk.customers)
    const keys = keying('block', desk.seed)
    const file = desk.files['sample_crm/staff.csv']
    for (let place = 0; place <= persons + companies; place++) {
        const key = keys(1_000_000 + branch * 1000 + place)
        const role = place === 0 ? 'head' : place <= persons ? 'manager' : 'corporate'
        file.row([
            staffNo(branch, place),
            nameOf(key, key % 2 === 0),
            String(2000 + branch),
            role,
            place === 0 ? '' : (['junior', 'middle', 'senior'][key % 3] ?? ''),
            isoDay(dayOf(2005, 1, 1) + hired(key, 6000)),
            '',
        ])
    }
}
