import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, removeBank } from './small-bank.ts'
import { answerOf, tong } from './tong-process.ts'

// The README's commands for one's own data, on a real bank.

const root = join(import.meta.dirname, '../..')
const berka = join(process.env.TONG_SHARED ?? join(root, '../shared'), 'data/berka')
const isPresent = await access(join(berka, 'trans_first_99999.asc.gz')).then(
    () => true,
    () => false,
)
if (!isPresent) {
    console.warn(
        `\nNOT TESTED: Berka's files are not in ${berka}; TONG_SHARED names another place\n`,
    )
}

type Manifest = {
    readonly results: readonly { readonly step: string; readonly rows: number }[]
}

describe.runIf(isPresent)('Berka, from its files to a tier', () => {
    let data: string

    beforeAll(async () => {
        data = join(await newFolder(), 'data')
    })

    afterAll(() => removeBank({ data }))

    test('all eight tables are taken', async () => {
        const { batch } = await answerOf<{ batch: { rows: Record<string, number> } }>({
            args: ['import', 'berka', berka],
            data,
        })
        expect(batch.rows).toEqual({
            district: 77,
            client: 5369,
            account: 4500,
            disp: 5369,
            card: 892,
            loan: 682,
            order: 6471,
            trans: 99_999,
        })
    })

    test('by September 1994 there are 1,468 owners with an account', async () => {
        const { results } = await answerOf<Manifest>({ args: ['run', '--as-of', '1994-09'], data })
        const rowsOf = (name: string) => results.find(({ step }) => step === name)?.rows
        expect(rowsOf('features.party_months@199409')).toBe(1468)
        // All days that are off lie on the last one of the delivery, a month later.
        expect(rowsOf('identity.berka__day_end_faults')).toBe(0)
    })

    test('twelve closes, and a tier explained', async () => {
        const { closes } = await answerOf<{ closes: readonly { month: string }[] }>({
            args: ['close'],
            data,
        })
        expect(closes.map(({ month }) => month)).toHaveLength(12)
        const list = await answerOf<{ total: number; parties: { recordKey: string }[] }>({
            args: ['list', '--limit', '1'],
            data,
        })
        expect(list.total).toBe(1468)
        const party = list.parties[0]?.recordKey ?? ''
        const why = await tong({ args: ['explain', party], data })
        expect(why).toMatchObject({ exit: 0, stderr: '' })
        expect(why.stdout).toContain('CZK')
        expect(why.stdout).toContain('Diamond')
    })
})
