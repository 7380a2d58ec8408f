import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importSmallBank, removeBank, type SmallBank } from './small-bank.ts'
import { answerOf, refusalOf, tong } from './tong-process.ts'

// Where the results lie, for whoever reads Parquet.

type Part = {
    readonly ladder: string | null
    readonly month: string | null
    readonly rows: number
    readonly path: string
}
type Table = {
    readonly table: string
    readonly key: readonly string[]
    readonly parts: readonly Part[]
    readonly columns?: Readonly<Record<string, { readonly type: string }>>
}

describe('tong tables', () => {
    let bank: SmallBank

    beforeAll(async () => {
        bank = await importSmallBank()
    })
    afterAll(() => removeBank(bank))

    it('says that nothing is there before the first run', async () => {
        expect(await answerOf({ args: ['tables'], data: bank.data })).toEqual([])
    })

    it('lists what a run has stored, without the steps on the way', async () => {
        await answerOf({ args: ['run', '--as-of', '2025-01'], data: bank.data })
        const shown = await answerOf<readonly Table[]>({ args: ['tables'], data: bank.data })
        const names = shown.map(({ table }) => table)
        expect(names).toContain('features.party_months')
        expect(names).not.toContain('staging.corner__accounts')
        expect(names).not.toContain('features.account_months')
        const all = await answerOf<readonly Table[]>({ args: ['tables', '--all'], data: bank.data })
        expect(all.map(({ table }) => table)).toContain('features.account_months')
    })

    it('says where the Parquet of a table and month lies, and what its columns are', async () => {
        const args = ['tables', 'features.party_months', '--month', '2025-01']
        const { key, parts, columns } = await answerOf<Table>({ args, data: bank.data })
        expect(key).toEqual(['party_id'])
        expect(columns?.aum_avg_month?.type).toBe('decimal(18,2)')
        const [part, ...others] = parts
        expect(others).toEqual([])
        const files = await Array.fromAsync(glob(part?.path ?? ''))
        expect(files.length).toBeGreaterThan(0)
        expect(files.every((file) => existsSync(file))).toBe(true)
    })

    it('takes a name without its schema, and prints the path alone', async () => {
        const call = { args: ['tables', 'party_months', '--path'], data: bank.data }
        expect((await tong(call)).stdout).toMatch(/^\/.+\/month=202501\/\*\.parquet\n$/)
    })

    it.each([
        [['party_monthss'], 'cli.table_unknown', { nearest: 'party_months' }],
        [['party_months', '--month', '2031-01'], 'cli.table_part_missing', { months: '2025-01' }],
        [['party_months', '--ladder', 'gold'], 'cli.table_part_missing', { ladders: 'none' }],
        [['--path'], 'cli.table_unnamed', {}],
    ])('%j is refused with %s', async (args, code, params) => {
        const call = { args: ['tables', ...args], data: bank.data }
        expect(await refusalOf(call)).toMatchObject({ exit: 2, failures: [{ code, params }] })
    })
})
