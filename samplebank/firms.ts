import { chineseDay, dayOf } from './calendar.ts'
import type { Desk } from './chunk.ts'
import { writeRecord, yearlySales } from './core-customers.ts'
import { borrows, inTenThousands } from './credit.ts'
import { chance, pick, quotient } from './draw.ts'
import { writeStatements } from './firm-statements.ts'
import { likenessOf } from './likeness.ts'
import { firmLetters } from './names.ts'
import { identityOf, nameOf, tradeOf } from './people.ts'
import { customerNo, ownNo } from './products.ts'
import type { Traits } from './traits.ts'

const draws = {
    isKnown: chance('firm_known'),
    hasGroup: chance('has_group'),
    isMember: chance('group_member'),
    groupName: chance('group_name'),
    supplies: chance('supplies'),
    share: chance('supply_share'),
    since: chance('supplies_since'),
    founded: chance('founded_on'),
    employees: chance('employees'),
    signs: chance('legal_person'),
} as const

/** A hundred neighbours: groups and supply chains lie within. */
export type Block = {
    readonly no: number
    readonly key: number
    readonly all: readonly Traits[]
}

/** What the credit department knows of the companies of a block. */
export function writeFirms(desk: Desk, block: Block): void {
    const known = block.all.filter(isKnown)
    const group = groupOf(block, known)
    for (const firm of known) {
        writeFirm(desk, firm, group?.members.includes(firm) === true ? group.no : null)
    }
    if (group !== null) writeGroup(desk, group, block.key)
    writeChains(desk, known, group?.head ?? null)
    for (const firm of known) writeStatements(desk, firm)
}

function isKnown(traits: Traits): boolean {
    if (traits.isPerson || traits.isDormant) return false
    return borrows(traits) || draws.isKnown(traits.key, 100) < 55
}

type Group = { readonly no: string; readonly head: Traits; readonly members: readonly Traits[] }

/** Three blocks in five have a group; the largest of its members is at its head. */
function groupOf({ no, key }: Block, known: readonly Traits[]): Group | null {
    if (draws.hasGroup(key, 100) >= 60) return null
    const members = known.filter((firm) => draws.isMember(firm.key, 100) < 55)
    const [head] = members.toSorted((left, right) => right.level - left.level)
    if (head === undefined || members.length < 2) return null
    return { no: `G${String(no).padStart(8, '0')}`, head, members }
}

function writeFirm(desk: Desk, firm: Traits, groupNo: string | null): void {
    const { i, key } = firm
    const seen = likenessOf(firm, { identity: identityOf(firm), system: 'credit' })
    const no = ownNo('firm', i)
    const signs = draws.signs(key, 2 ** 31)
    desk.files['sample_credit/firms.tsv'].row([
        no,
        seen.knowsCore ? String(customerNo(i)) : '',
        seen.name,
        seen.idNumber ?? '',
        nameOf(signs, signs % 3 > 0),
        seen.phone ?? '',
        seen.address ?? '',
        tradeOf(firm).industry,
        groupNo ?? '',
        chineseDay(Math.min(firm.openDay, dayOf(1992, 1, 1) + draws.founded(key, 10_000))),
        String(1 + quotient(yearlySales(firm), 300_000 + draws.employees(key, 900_000))),
    ])
    desk.ended('sample_credit/firms.tsv')
    writeRecord(desk, ['sample_credit', 'firm', no], firm)
}

function writeGroup(desk: Desk, { no, head, members }: Group, key: number): void {
    const at = draws.groupName(key, firmLetters.length * firmLetters.length)
    const first = firmLetters.charAt(quotient(at, firmLetters.length))
    const sales = members.reduce((sum, firm) => sum + yearlySales(firm), 0)
    desk.files['sample_credit/groups.tsv'].row([
        no,
        `${first}${firmLetters.charAt(at % firmLetters.length)}集团`,
        ownNo('firm', head.i),
        inTenThousands(quotient(sales * 3, 100_000) * 1_000_000),
    ])
    desk.ended('sample_credit/groups.tsv')
}

/** One buyer and its suppliers: the head of the group, or else the largest company. */
function writeChains(desk: Desk, known: readonly Traits[], head: Traits | null): void {
    const buyer = head ?? known.toSorted((left, right) => right.level - left.level)[0]
    if (buyer === undefined) return
    for (const firm of known) {
        if (firm === buyer || draws.supplies(firm.key, 100) >= 45) continue
        const share = pick([10, 15, 20, 30, 50], draws.share(firm.key, 5))
        desk.files['sample_credit/chains.tsv'].row([
            ownNo('firm', firm.i),
            ownNo('firm', buyer.i),
            inTenThousands(quotient(yearlySales(firm) * share, 10_000) * 10_000),
            chineseDay(Math.max(firm.openDay, dayOf(2018, 1, 1) + draws.since(firm.key, 2000))),
        ])
        desk.ended('sample_credit/chains.tsv')
    }
}
