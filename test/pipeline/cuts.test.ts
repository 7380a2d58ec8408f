import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { closeBank } from '#pipeline/close-bank.ts'
import { type CutSize, countCuts } from '#pipeline/cuts/count-cuts.ts'
import { type ShownCut, showCut } from '#pipeline/cuts/show-cut.ts'
import { executePlan } from '#pipeline/execute-plan.ts'
import { publishRun } from '#pipeline/publish-run.ts'
import { planRun } from '#pipeline/run-bank.ts'
import type { Viewer } from '#serving/withhold.ts'
import { removeBank } from '../e2e/small-bank.ts'
import { customers } from '../e2e/small-bank-files.ts'
import { type ClosingBank, openClosingBank } from './closing-bank.ts'

const everyone: Viewer = { isCompliance: false }
const compliance: Viewer = { isCompliance: true }
const limit = 10

const names = '{ zh-CN: 客群, zh-TW: 客群, en: Cut }'
const cut = (id: string, way: string, rest: string): string =>
    `    - { id: ${id}, way: ${way}, name: ${names}, purpose: ${names}, ${rest} }\n`
const cutsText = `cuts: business
version: 2025-01
name: ${names}
effective_from: 2025-01
currency: CNY
entries:
${cut('rich', 'wealth', 'when: { feature: deposit_avg_month, op: ">=", value: 50000 CNY }')}\
${cut('branches', 'region', 'when: { feature: branch, op: is_not_null }, by: branch')}\
${cut('young', 'age', 'when: { feature: age_years, op: "<", value: 35 }')}\
${cut('listed', 'importance', 'when: { feature: importance, op: "=", value: ordinary }')}\
${cut('near', 'near_threshold', 'list: near')}`

let opened: ClosingBank
let policies: string

beforeAll(async () => {
    opened = await openClosingBank()
    policies = await mkdtemp(join(tmpdir(), 'tong-cuts-'))
    await mkdir(join(policies, 'cuts'))
    await writeFile(join(policies, 'cuts/2025-01.yaml'), cutsText)
    await closeBank(opened.context, { through: 202504 })
})

afterAll(async () => {
    await opened.bank.close()
    await removeBank(opened.small)
    await rm(policies, { recursive: true, force: true })
})

const context = () => ({ ...opened.context, policyRoots: [policies] })

async function faultsOf(work: Promise<unknown>): Promise<readonly string[]> {
    const thrown = await work.then(
        () => expect.fail('nothing was refused'),
        (error: unknown) => error,
    )
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.failures.map(({ code, params }) => `${code} ${JSON.stringify(params)}`)
}

async function shown(id: string, viewer = everyone): Promise<ShownCut> {
    const found = await showCut(context(), { id, month: 202504, limit, viewer })
    if ('list' in found) throw new Error(`${id} is a list of a close`)
    return found
}

describe('before a run has built what the cuts read', () => {
    it('counts what closes have built, and says what is missing of the rest', async () => {
        expect((await shown('rich')).size.parties).toBe(4)
        const [fault = ''] = await faultsOf(shown('branches'))
        expect(fault).toContain('pipeline.cuts_not_built')
        expect(fault).toContain('features.party_people')
        expect(fault).toContain('2025-04')
    })
})

describe('once all is built', () => {
    beforeAll(async () => {
        const select = ['features.party_months', 'features.party_people']
        const plan = await planRun(opened.context, { asOf: '2025-04-30', select })
        const run = await executePlan(opened.context, { plan, kind: 'run' })
        await publishRun(opened.context, { run, kind: 'run', closes: [] })
    })

    it('counts every cut and takes branches apart to the last customer', async () => {
        const found = await countCuts(context(), { month: null, viewer: compliance })
        const sizes = Object.fromEntries(found.cuts.map(({ cut: { id }, size }) => [id, size]))
        // The company, the one who has risen, the euros, the one with 70k, and who came in April.
        expect(sizes.rich).toMatchObject({ parties: 5 } satisfies Partial<CutSize>)
        // Nobody's birthday is known in this bank, and nobody is on a list.
        expect(sizes.young).toEqual({ parties: 0, assets: '0.00', unknown: 0 })
        expect(sizes.listed?.parties).toBe(40)
        expect(sizes.near).toBeNull()
        expect(found).toMatchObject({
            month: '2025-04',
            parties: 40,
            leftOut: 0,
            isOutdated: false,
        })
        const { groups, size } = await shown('branches', compliance)
        expect(size.parties).toBe(40)
        // Even numbers keep their account in the east: 4 of the first 8, 16 of the others.
        expect(groups.map(({ value, parties }) => [value, parties])).toEqual([
            ['东街支行', 20],
            ['西街支行', 20],
        ])
    })

    it('lists the largest first, with what put them there', async () => {
        const { rows, size } = await shown('rich', compliance)
        expect(size.parties).toBe(rows.length)
        const averages = rows.map(({ party, facts }) => {
            const average = facts.deposit_avg_month
            const units = typeof average === 'object' && average !== null ? average.units : null
            return [party.recordKey, units]
        })
        expect(Object.fromEntries(averages)).toEqual({
            [customers.company]: 900_000_000n,
            [customers.enters]: 60_000_000n,
            [customers.foreign]: 8_000_000n,
            [customers.rises]: 8_000_000n,
            [customers.unknown]: 7_000_000n,
        })
        const assets = rows.map(({ facts }) => facts.aum_end_month)
        const units = assets.map((one) => (typeof one === 'object' && one ? one.units : -1n))
        expect(units).toEqual(units.toSorted((left, right) => (left < right ? 1 : -1)))
        const first = await showCut(context(), {
            ...{ id: 'rich', month: 202504, limit: 1, viewer: compliance },
        })
        expect(first).toMatchObject({ size: { parties: 5 }, rows: [rows[0]] })
    })

    it('leaves a restricted customer out for all but compliance, also of the totals', async () => {
        const { rows, size, all } = await shown('rich')
        expect(rows.map(({ party }) => party.recordKey)).not.toContain(customers.enters)
        expect([rows.length, size.parties, all.parties]).toEqual([4, 4, 39])
        const found = await countCuts(context(), { month: 202504, viewer: everyone })
        expect(found.parties).toBe(39)
    })

    it('keeps sensitive traits and hidden lists to compliance', async () => {
        const { cuts } = await countCuts(context(), { month: 202504, viewer: everyone })
        const withheld = cuts.filter(({ isWithheld }) => isWithheld)
        expect(withheld.map(({ cut: { id }, size }) => [id, size])).toEqual([
            ['young', null],
            ['listed', null],
        ])
        expect(await faultsOf(shown('young'))).toEqual([
            'pipeline.cut_withheld {"cut":"young","trait":"age"}',
        ])
        expect(await faultsOf(shown('listed'))).toEqual([
            'pipeline.cut_withheld {"cut":"listed","trait":"hidden"}',
        ])
        expect((await shown('listed', compliance)).size.parties).toBe(40)
    })

    it('refuses a cut that is not there, and points at the list of a close', async () => {
        expect(await faultsOf(shown('ritch'))).toEqual([
            'pipeline.cut_unknown {"cut":"ritch","suggestion":"rich"}',
        ])
        const near = await showCut(context(), { id: 'near', month: null, limit, viewer: everyone })
        expect(near).toMatchObject({ id: 'near', list: 'near' })
        const czech = { ...context(), settings: { ...context().settings, baseCurrency: 'CZK' } }
        const asked = { id: 'rich', month: 202504, limit, viewer: everyone }
        expect(await faultsOf(showCut(czech, asked))).toEqual([
            'pipeline.cut_other_currency {"cut":"rich","currency":"CNY"}',
        ])
        const left = await countCuts(czech, { month: 202504, viewer: everyone })
        expect([left.leftOut, left.cuts.length]).toEqual([1, 4])
    })
})

describe('files of cuts that do not fit', () => {
    async function withFiles(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
        const root = await mkdtemp(join(tmpdir(), 'tong-cuts-'))
        await mkdir(join(root, 'cuts'))
        for (const [name, text] of Object.entries(files)) {
            await writeFile(join(root, 'cuts', name), text)
        }
        const asked = { month: 202504, viewer: everyone }
        const faults = faultsOf(countCuts({ ...context(), policyRoots: [root] }, asked))
        return await faults.finally(() => rm(root, { recursive: true, force: true }))
    }

    it('are refused: none at all, faults in each, one id in two files', async () => {
        expect(await withFiles({})).toEqual(['pipeline.cuts_missing {}'])
        const wrong = cutsText.replace('way: wealth', 'way: weath')
        expect(await withFiles({ 'a.yaml': wrong, 'b.yaml': wrong })).toHaveLength(2)
        const other = cutsText.replace('cuts: business', 'cuts: lists')
        expect(await withFiles({ 'a.yaml': cutsText, 'b.yaml': other })).toEqual([
            'pipeline.cut_in_two_files {"cut":"rich"}',
        ])
    })
})
