import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, removeBank } from '../e2e/small-bank.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import { publishPolicyFiles } from '../publish-policy.ts'

// Households and groups of the sample bank against its files, and a ladder that pools households.

type Named = { readonly partyId: string; readonly recordKey: string; readonly name: string | null }
type Amounts = Readonly<Record<string, string>>
type Line = { readonly assets: string; readonly loans: string; readonly customers: number }
type Groups = {
    readonly groups: number
    readonly parties: number
    readonly lines: readonly {
        readonly parties: number
        readonly customers: number
        readonly amounts: Amounts
    }[]
    readonly rest: Line
    readonly bank: Line
}
type Group = {
    readonly group: { readonly parties: number; readonly head: Named } | null
    readonly branches: readonly {
        readonly party: Named
        readonly level: number
        readonly way: string | null
    }[]
}
type Households = {
    readonly shared: number
    readonly standings: readonly { readonly standing: string; readonly parties: number }[]
    readonly lines: readonly { readonly first: Named; readonly parties: number }[]
    readonly rest: Line
    readonly bank: Line
}
type Household = {
    readonly households: readonly {
        readonly stays: readonly { readonly party: Named; readonly standing: string }[]
        readonly isPooled: boolean
        readonly amounts: Amounts | null
    }[]
}
type Explained = {
    readonly assignment: { readonly measure: string }
    readonly household: { readonly sum: string; readonly members: number } | null
}

const root = join(import.meta.dirname, '../..')
const month = '2025-01'
let data: string
let files: string

beforeAll(async () => {
    const folder = await newFolder()
    data = join(folder, 'data')
    files = join(folder, 'files')
    await answerOf({ args: ['sample', files, '--customers', '1200', '--no-faults'], data })
    for (const system of ['sample', 'sample_credit']) {
        await answerOf({ args: ['import', system, join(files, system)], data })
    }
    const wealth = await readFile(join(root, 'policies/wealth/2025-01.yaml'), 'utf8')
    const family = join(folder, 'family.yaml')
    await writeFile(
        family,
        `${wealth.replace('ladder: wealth', 'ladder: family')}pool: { by: household }\n`,
    )
    await publishPolicyFiles(data, [family])
    const settings = join(data, 'tong.yaml')
    const text = await readFile(settings, 'utf8')
    await writeFile(settings, text.replace('  - corporate', '  - family'))
    await answerOf({ args: ['run', '--as-of', month], data })
    await answerOf({ args: ['close', '--through', month], data })
}, 300_000)

afterAll(() => removeBank({ data }))

/** Rows of a tab-separated file of the credit department, by column. */
async function rowsOf(file: string): Promise<readonly Readonly<Record<string, string>>[]> {
    const text = await readFile(join(files, 'sample_credit', file), 'utf16le')
    const [head = '', ...lines] = text.replace('\ufeff', '').trim().split(/\r?\n/)
    const names = head.split('\t')
    return lines.map((line) => {
        const cells = line.split('\t')
        return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
    })
}

const centsOf = (amount: string | undefined): bigint => BigInt((amount ?? '').replace('.', ''))

/** An exact number in millionths. */
function microsOf(text: string): bigint {
    const [whole = '', rest = ''] = text.split('.')
    return BigInt(`${whole}${rest.padEnd(6, '0')}`)
}

describe('tong identity groups', () => {
    test('finds the groups that the files tell, each with its members', async () => {
        const firms = await rowsOf('firms.tsv')
        const told = (await rowsOf('groups.tsv')).map(({ group_no: no, head_firm_no: head }) => ({
            head: `${head}`,
            members: firms.filter((firm) => firm.group_no === no).map((firm) => `${firm.firm_no}`),
        }))
        expect(told.length).toBeGreaterThan(1)
        const found = await answerOf<Groups>({ args: ['identity', 'groups'], data })
        expect(found.groups).toBe(told.length)
        expect(found.parties).toBe(told.reduce((sum, { members }) => sum + members.length, 0))
        for (const { head, members } of told.slice(0, 2)) {
            for (const firm of [members[0], members.at(-1)]) {
                const party = `sample_credit:firm:${firm}`
                const { group, branches } = await answerOf<Group>({
                    args: ['identity', 'groups', party],
                    data,
                })
                expect(group?.parties).toBe(members.length)
                expect(branches).toHaveLength(members.length)
                expect(branches[0]).toMatchObject({ level: 0, way: null, party: group?.head })
                expect(branches.slice(1).every(({ way }) => way === 'group_member')).toBe(true)
                const shown = await answerOf<Group>({
                    args: ['identity', 'groups', `sample_credit:firm:${head}`],
                    data,
                })
                expect(shown.group?.head).toEqual(group?.head)
            }
        }
    })

    test('adds up to the bank', async () => {
        const found = await answerOf<Groups>({
            args: ['identity', 'groups', '--limit', '1000'],
            data,
        })
        for (const column of ['assets', 'loans'] as const) {
            const own = found.lines.reduce((sum, one) => sum + centsOf(one.amounts[column]), 0n)
            expect(own + centsOf(found.rest[column])).toBe(centsOf(found.bank[column]))
        }
        const customers = found.lines.reduce((sum, one) => sum + one.customers, 0)
        expect(customers + found.rest.customers).toBe(found.bank.customers)
    })

    test('says what is wrong with what it is asked', async () => {
        const cases = [
            { args: ['groups', 'nobody'], code: 'serving.party_text' },
            { args: ['groups', '17'], code: 'pipeline.party_not_scored' },
            { args: ['groups', '--month', '1999-01'], code: 'pipeline.groups_not_built' },
            { args: ['households', 'sample:customer:1'], code: 'pipeline.party_not_scored' },
            { args: ['households', '--limit', '0'], code: 'cli.number_wrong' },
        ]
        for (const { args, code } of cases) {
            const { failures } = await refusalOf({ args: ['identity', ...args], data })
            expect(failures.map((failure) => failure.code)).toEqual([code])
        }
    })
})

describe('tong identity households', () => {
    test('adds up to the bank, and counts everybody once', async () => {
        const args = ['identity', 'households', '--limit', '1000']
        const found = await answerOf<Households>({ args, data })
        expect(found.lines).toHaveLength(found.shared)
        const pooled = found.standings.find(({ standing }) => standing === 'pooled')?.parties ?? 0
        expect(pooled + found.rest.customers).toBe(found.bank.customers)
        const groups = await answerOf<Groups>({ args: ['identity', 'groups'], data })
        expect(found.bank).toEqual(groups.bank)
    })

    test('of a ladder that pools are measured together, as far as they consent', async () => {
        const { lines } = await answerOf<Households>({ args: ['identity', 'households'], data })
        expect(lines.length).toBeGreaterThan(3)
        for (const { first } of lines.slice(0, 2)) {
            const { households } = await answerOf<Household>({
                args: ['identity', 'households', first.recordKey],
                data,
            })
            const home = households.find(({ isPooled }) => isPooled)
            const members = (home?.stays ?? []).filter(({ standing }) => standing === 'pooled')
            const told = await Promise.all(
                members.map(({ party }) =>
                    answerOf<Explained>({
                        args: ['explain', party.recordKey, '--ladder', 'family'],
                        data,
                    }),
                ),
            )
            const alone = await Promise.all(
                members.map(({ party }) =>
                    answerOf<Explained>({
                        args: ['explain', party.recordKey, '--ladder', 'wealth'],
                        data,
                    }),
                ),
            )
            const sum = alone.reduce((all, one) => all + microsOf(one.assignment.measure), 0n)
            for (const { household } of told) {
                expect(household?.members).toBe(members.length)
                expect(microsOf(household?.sum ?? '0')).toBe(sum)
            }
        }
        const [largest] = lines
        const page = await tong({
            args: ['explain', largest?.first.recordKey ?? '', '--ladder', 'family'],
            data,
        })
        expect(page.stdout).toMatch(/household/i)
    })
})

test.each(['zh-CN', 'zh-TW'])('both speak %s without English sentences', async (language) => {
    const { lines } = await answerOf<Households>({ args: ['identity', 'households'], data })
    const [firm] = await rowsOf('groups.tsv')
    const asked = [
        ...[['groups'], ['households'], ['households', lines[0]?.first.recordKey ?? '']],
        ['groups', `sample_credit:firm:${firm?.head_firm_no}`],
    ]
    for (const args of asked) {
        const { exit, stdout, stderr } = await tong({
            args: ['identity', ...args, '--lang', language],
            data,
        })
        expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
        const prose = stdout
            .replaceAll(/\.\/tong [a-z]+ [a-z]+|--data[\s\S]*$|--limit|[a-z_]+:[a-z]+:\w+/g, '')
            .replaceAll(/\b[0-9a-f]{12}\b|CNY/g, '')
        expect(prose).not.toMatch(/[A-Za-z]{3,}/)
        expect(stdout).not.toMatch(/[{}]|undefined|null|NaN/)
    }
})
