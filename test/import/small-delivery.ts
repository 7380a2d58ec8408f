import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal, valueOrThrow } from '#domain/result.ts'
import type { Batch, BatchLedger } from '#pipeline/batches/batch.ts'
import {
    type ImportOptions,
    type ImportReport,
    importBatch,
} from '#pipeline/import/import-batch.ts'
import { parseContract } from '#sources/contract.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** Branches and their accounts: the smallest system with all that a contract can say. */
export const smallContract = `
system: small
description: Two tables.
files: { delimiter: ';', quote: '"', encoding: utf-8 }
tables:
    branches:
        file: branches.csv
        description: One row per branch.
        key: [branch_no]
        columns:
            branch_no: { type: integer, description: Branch. }
            name: { type: varchar, required: true, description: Name. }
    accounts:
        file: accounts*.csv
        description: One row per account.
        key: [account_no]
        columns:
            account_no: { type: bigint, description: Account. }
            branch_no: { type: integer, description: Branch that keeps it. }
            holder: { type: varchar, pii: name, description: Name of the holder. }
            id_no: { type: bigint, pii: id_number, description: ID of the holder. }
            balance: { type: 'decimal(8,2)', unit: CNY, description: Balance. }
            opened: { type: date, format: '%Y%m%d', required: true, description: Opening. }
            active: { type: boolean, nulls: ['?'], description: In use. }
        relations: [{ columns: [branch_no], to: branches }]
`

export const branches = 'branch_no;name\n1;东城支行\n2;西城支行\n'
export const accountsHeader = 'account_no;branch_no;holder;id_no;balance;opened;active'
const accountRows = [
    '1001;1;"张;伟";11010119900101;1234.50;20200229;true',
    '1002;;;;-0.05;20210101;?',
    '0003;2;"李\n""明""";;7;20210102;0',
]
export const accounts = `${accountsHeader}\n${accountRows.join('\n')}\n`

/** A data folder, a folder for deliveries, an engine and a ledger that forgets. */
export type SmallBank = {
    readonly folder: string
    readonly warehouse: Warehouse
    readonly ledger: BatchLedger
    readonly imported: Batch[]
    close(): Promise<void>
}

export async function openSmallBank(): Promise<SmallBank> {
    const folder = await mkdtemp(join(tmpdir(), 'tong 导入 '))
    const warehouse = await openDuckdb({
        spillFolder: join(folder, 'spill'),
        memoryLimitGb: 1,
        threads: 2,
    })
    const imported: Batch[] = []
    return {
        folder,
        warehouse,
        imported,
        ledger: {
            find: async (id) => imported.find(({ batchId }) => batchId === id) ?? null,
            latest: async (system) => imported.findLast((one) => one.system === system) ?? null,
            record: async (batch) => {
                imported.push(batch)
            },
        },
        close: async () => {
            warehouse.close()
            await rm(folder, { recursive: true, force: true })
        },
    }
}

/** Files by name, as text or bytes. */
export type Files = Readonly<Record<string, string | Uint8Array>>

export type Delivery = {
    readonly files: Files
    readonly contract?: string
    readonly signal?: AbortSignal
    readonly onProgress?: ImportOptions['onProgress']
} & Pick<ImportOptions, 'examine' | 'only' | 'present'>

/** Delivers files to a bank, in a folder of their own. */
export async function deliver(bank: SmallBank, delivery: Delivery): Promise<ImportReport> {
    const folder = await mkdtemp(join(bank.folder, 'delivery-'))
    for (const [name, content] of Object.entries(delivery.files)) {
        await writeFile(join(folder, name), content)
    }
    const contractText = delivery.contract ?? smallContract
    const into = { batches: join(bank.folder, 'batches'), tmp: join(bank.folder, 'tmp') }
    await mkdir(into.tmp, { recursive: true })
    return await importBatch({
        warehouse: bank.warehouse,
        ledger: bank.ledger,
        contract: valueOrThrow(parseContract(contractText, { file: 'small.yml' })),
        contractText,
        folder,
        into,
        signal: delivery.signal ?? new AbortController().signal,
        onProgress: delivery.onProgress ?? (() => {}),
        ...(delivery.examine === undefined ? {} : { examine: delivery.examine }),
        ...(delivery.present === undefined ? {} : { present: delivery.present }),
        only: delivery.only ?? null,
    })
}

/** One fault as `code file:line column value`, without what it does not have. */
export async function faultsOf(bank: SmallBank, delivery: Delivery): Promise<readonly string[]> {
    try {
        await deliver(bank, delivery)
    } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return error.failures.map(({ code, params, at }) => {
            const place = at === undefined ? '' : [at.file, at.line].filter(Boolean).join(':')
            const column = params.column ?? params.columns ?? params.found ?? ''
            const words = [code.replace('sources.', ''), place, column, params.value ?? '']
            return words.filter((word) => word !== '').join(' ')
        })
    }
    return []
}

/** Whatever is left below the data folder's batches and tmp. */
export async function leftovers(bank: SmallBank): Promise<readonly string[]> {
    const listed = ['batches', 'tmp'].map(
        async (name) => await readdir(join(bank.folder, name)).catch(() => []),
    )
    return (await Promise.all(listed)).flat()
}
