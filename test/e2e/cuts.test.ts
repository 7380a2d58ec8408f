import { readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, removeBank } from './small-bank.ts'
import { answerOf, tong } from './tong-process.ts'

// The ready-made cuts over the sample bank, as a person asks for them.

type Size = { readonly parties: number; readonly assets: string }
type Listed = {
    readonly parties: number
    readonly unbuilt: readonly string[]
    readonly cuts: readonly {
        readonly id: string
        readonly by?: string | null
        readonly isWithheld: boolean
        readonly isUnbuilt: boolean
        readonly size: Size | null
    }[]
}
type Shown = {
    readonly size: Size
    readonly groups: readonly Size[]
    readonly rows: readonly { readonly facts: Readonly<Record<string, unknown>> }[]
}

/** What other systems tell of records that are not joined to the customers yet. */
const unresolved = [
    ...['guarantees_others', 'cautious_investors', 'bold_investors', 'questionnaire_expired'],
    ...['wallet_elsewhere', 'ask_questions', 'complain', 'group_members', 'maturing_elsewhere'],
]
/** What so small a bank may do without, and fees, which the sample bank never books. */
const rare = [
    ...['pays_fees', 'stage_won_back', 'stage_growing', 'stage_declining', 'stage_lost'],
    ...['stage_new', 'dormant', 'falling_asleep', 'escaping', 'newly_rich', 'loans_ending'],
    ...['moving_to_other_banks', 'overdue_now', 'overdue_before', 'idle', 'assets_over_6m'],
    ...['sales_large', 'sales_medium', 'sales_small', 'credit_ordinary', 'credit_poor'],
    ...['income_upper', 'card_capacity_unused', 'potential_without_performance', 'cash_users'],
]

let data: string
let all: Listed
/** After a run that was asked for nothing but a month. */
let plain: Listed

beforeAll(async () => {
    data = join(await newFolder(), 'data')
    await answerOf({ args: ['start', '--customers', '300'], data })
    await answerOf({ args: ['run', '--as-of', '2025-12'], data })
    plain = await answerOf<Listed>({ args: ['cuts', 'list', '--month', '2025-12'], data })
    await answerOf({
        args: ['run', '--select', 'features.*', 'scores.*', '--as-of', '2025-12'],
        data,
    })
    all = await answerOf<Listed>({ args: ['cuts', 'list', '--month', '2025-12'], data })
}, 900_000)

afterAll(() => removeBank({ data }))

describe('tong cuts', () => {
    test('finds people wherever the sample bank has such', () => {
        const empty = all.cuts.filter(({ size }) => size?.parties === 0).map(({ id }) => id)
        expect(empty.filter((id) => !unresolved.includes(id) && !rare.includes(id))).toEqual([])
        expect(all.cuts.length).toBeGreaterThan(80)
    })

    test('counts what a plain run has built and tells what it has not', () => {
        const unbuilt = plain.cuts.filter(({ isUnbuilt }) => isUnbuilt).map(({ id }) => id)
        expect(unbuilt.length).toBeGreaterThan(1)
        expect(unbuilt.filter((id) => !id.startsWith('stage_'))).toEqual(['dormant'])
        expect(plain.unbuilt).toEqual(['scores.lifecycle_stages'])
        const sizes = ({ cuts }: Listed): unknown =>
            cuts.filter(({ id }) => !unbuilt.includes(id)).map(({ id, size }) => [id, size])
        expect(sizes(plain)).toEqual(sizes(all))
        expect(all.cuts.some(({ isUnbuilt }) => isUnbuilt)).toBe(false)
    })

    test('splits all into persons and companies, and takes branches apart', async () => {
        const sizeOf = (id: string): number =>
            all.cuts.find((cut) => cut.id === id)?.size?.parties ?? Number.NaN
        expect(sizeOf('persons') + sizeOf('companies')).toBe(all.parties)
        const { groups, size } = await answerOf<Shown>({ args: ['cuts', 'show', 'branches'], data })
        const sum = groups.reduce((parties, group) => parties + group.parties, 0)
        expect(sum).toBe(size.parties)
        expect(sum).toBe(sizeOf('branches'))
    })

    test('shows as many as asked for, each fitting the condition', async () => {
        const args = ['cuts', 'show', 'assets_50k_to_600k', '--limit', '7']
        const { rows } = await answerOf<Shown>({ args, data })
        expect(rows).toHaveLength(7)
        for (const { facts } of rows) {
            expect(Number(facts.aum_avg_month)).toBeGreaterThanOrEqual(50_000)
            expect(Number(facts.aum_avg_month)).toBeLessThan(600_000)
        }
    })

    test('speaks three languages, in Chinese without English sentences', async () => {
        for (const language of ['zh-CN', 'zh-TW']) {
            const ended = await tong({ args: ['cuts', 'list', '--lang', language], data })
            expect(ended).toMatchObject({ exit: 0, stderr: '' })
            const prose = ended.stdout.replaceAll(/\.\/tong .*|list near|^ {2}\S+/gm, '')
            expect(prose).not.toMatch(/[a-z]{3,} [a-z]{3,}/)
        }
    })

    test('tells of sensitive traits only who may know them', async () => {
        const withheld = all.cuts.filter(({ isWithheld }) => isWithheld).map(({ id }) => id)
        expect(withheld).toContain('sexes')
        const refused = await tong({ args: ['cuts', 'show', 'sexes'], data })
        expect(refused).toMatchObject({ exit: 2, stdout: '' })
        expect(refused.stderr).toContain('compliance')
        const file = join(data, 'tong.yaml')
        const before = await readFile(file, 'utf8')
        const person = `- name: ${userInfo().username}\n    compliance: true`
        expect(before).toMatch(/^people:$/m)
        await writeFile(file, before.replace(/^people:$/m, `people:\n  ${person}`))
        const { groups, size } = await answerOf<Shown>({ args: ['cuts', 'show', 'sexes'], data })
        expect(groups.map(({ parties }) => parties > 0)).toEqual([true, true])
        expect(groups.reduce((sum, { parties }) => sum + parties, 0)).toBe(size.parties)
    })
})
