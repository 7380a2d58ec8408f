import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweepBatches } from '#pipeline/import/import-batch.ts'
import {
    accounts,
    branches,
    deliver,
    leftovers,
    openSmallBank,
    type SmallBank,
    smallContract,
} from './small-delivery.ts'

let bank: SmallBank
beforeAll(async () => {
    bank = await openSmallBank()
})
afterAll(async () => {
    await bank.close()
})

async function rowsOf(batchId: string, table: string): Promise<readonly unknown[]> {
    const relation = bank.warehouse.parquet([join(bank.folder, 'batches', batchId, table)])
    return await bank.warehouse.rows(`select * from ${relation}`)
}

describe('importBatch', () => {
    it('says how far it is, to the end and never back, of all that is to be done', async () => {
        const said: { readonly step: string; readonly share: number }[] = []
        const more = accounts + accounts.split('\n').slice(1).join('\n').replaceAll(/^\d+/gm, '9$&')
        await deliver(bank, {
            files: { 'branches.csv': branches, 'accounts_2022.csv': more },
            onProgress: ({ step, bytesDone, bytesAll }) => {
                said.push({ step, share: bytesDone / bytesAll })
            },
            examine: async () => [],
        })
        const shares = said.map(({ share }) => share)
        expect(shares).toEqual(shares.toSorted((one, other) => one - other))
        expect(Math.max(...shares)).toBeLessThanOrEqual(1)
        // What is read is a third of the way, and the last table is not written yet.
        const read = said.findLast(({ step }) => step === 'reading')
        expect(read?.share).toBeCloseTo(1 / 3)
        expect(shares.at(-1)).toBeGreaterThan(2 / 3)
    })

    it('keeps every value, typed, under its own name', async () => {
        const { batch, isNew, isLatest } = await deliver(bank, {
            files: { 'branches.csv': branches, 'accounts_2021.csv': accounts },
        })
        expect({ isNew, isLatest, rows: batch.rows }).toEqual({
            isNew: true,
            isLatest: true,
            rows: { branches: 2, accounts: 3 },
        })
        expect(batch.batchId).toMatch(/^[0-9a-f]{12}$/)
        expect(await rowsOf(batch.batchId, 'accounts')).toEqual([
            {
                account_no: 1001n,
                branch_no: 1,
                holder: '张;伟',
                id_no: 11010119900101n,
                balance: { units: 123450n, scale: 2 },
                opened: '2020-02-29',
                active: true,
            },
            {
                account_no: 1002n,
                branch_no: null,
                holder: null,
                id_no: null,
                balance: { units: -5n, scale: 2 },
                opened: '2021-01-01',
                active: null,
            },
            {
                account_no: 3n,
                branch_no: 2,
                holder: '李\n"明"',
                id_no: null,
                balance: { units: 700n, scale: 2 },
                opened: '2021-01-02',
                active: false,
            },
        ])
        expect(await readdir(join(bank.folder, 'tmp'))).toEqual([])
    })

    it('knows the same files again, and says whether they are still the latest', async () => {
        const files = { 'branches.csv': branches, 'accounts_2021.csv': accounts }
        const again = await deliver(bank, { files })
        expect(again.isNew).toBe(false)
        expect(again.isLatest).toBe(true)
        const other = await deliver(bank, {
            files: { ...files, 'branches.csv': `${branches}3;南城支行\n` },
        })
        expect(other.isNew).toBe(true)
        expect(other.batch.batchId).not.toBe(again.batch.batchId)
        expect((await deliver(bank, { files })).isLatest).toBe(false)
        const contract = smallContract.replace('Two tables.', 'Two tables, described anew.')
        expect((await deliver(bank, { files, contract })).isNew).toBe(true)
    })

    it('reads gzip, CR LF, a byte order mark, a last line cut short, and GB18030', async () => {
        const plain = await deliver(bank, {
            files: { 'branches.csv': branches, 'accounts1.csv': accounts },
        })
        const expected = await rowsOf(plain.batch.batchId, 'branches')
        const zipped = await deliver(bank, {
            files: {
                'branches.csv.gz': gzipSync(`\uFEFF${branches.trimEnd().replaceAll('\n', '\r\n')}`),
                'accounts1.csv': accounts,
            },
        })
        expect(await rowsOf(zipped.batch.batchId, 'branches')).toEqual(expected)
        // 东城支行, 西城支行 in GB18030.
        const names = ['b6abb3c7d6a7d0d0', 'cef7b3c7d6a7d0d0'].map((hex) => Buffer.from(hex, 'hex'))
        const chinese = await deliver(bank, {
            contract: smallContract.replace('encoding: utf-8', 'encoding: gb18030'),
            files: {
                'branches.csv': Buffer.concat([
                    Buffer.from('branch_no;name\n1;'),
                    names[0] ?? Buffer.of(),
                    Buffer.from('\n2;'),
                    names[1] ?? Buffer.of(),
                    Buffer.from('\n'),
                ]),
                'accounts1.csv': `${accounts.split('\n')[0]}\n1;1;;;;20200101;\n`,
            },
        })
        expect(await rowsOf(chinese.batch.batchId, 'branches')).toEqual(expected)
    })

    it('leaves nothing behind when it is cancelled', async () => {
        const before = await leftovers(bank)
        const stop = new AbortController()
        stop.abort(new Error('cancelled'))
        const files = { 'branches.csv': `${branches}4;北城支行\n`, 'accounts1.csv': accounts }
        await expect(deliver(bank, { files, signal: stop.signal })).rejects.toThrow('cancelled')
        expect(await leftovers(bank)).toEqual(before)
    })
})

describe('sweepBatches', () => {
    it('removes folders that the ledger does not have, and no other', async () => {
        const batches = join(bank.folder, 'batches')
        const known = bank.imported.map(({ batchId }) => batchId).sort()
        await mkdir(join(batches, '0123456789ab', 'accounts'), { recursive: true })
        await writeFile(join(batches, '0123456789ab', 'accounts', 'part-0.parquet'), 'half')
        await sweepBatches(batches, bank.ledger)
        expect((await readdir(batches)).sort()).toEqual(known)
    })
})
