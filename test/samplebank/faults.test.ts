import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultKind } from '#samplebank/fault-kinds.ts'
import { type SampleBankFile, sampleSystems } from '#samplebank/sample-files.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { removeBank } from '../e2e/small-bank.ts'
import { answerOf, tong } from '../e2e/tong-process.ts'
import { type SmallSample, writeSmallSample } from './small-sample.ts'

// Everything that is wrong in the sample bank's files is found by what Tong does with them: its
// import rejects it, its measures of quality count it, its ledger shows it, its closed months wait.

let bank: SmallSample
let data: string
let planted: readonly Planted[]
let rejects: readonly Row[]

type Planted = {
    readonly system: string
    readonly table: string
    readonly file: SampleBankFile
    readonly line: number | null
    readonly key: string
    readonly column: string | null
    readonly kind: FaultKind
    readonly right: string
}

beforeAll(async () => {
    bank = await writeSmallSample({ customers: 1000, threads: 2, hasFaults: true })
    data = join(await mkdtemp(join(tmpdir(), 'tong-faults-')), 'data')
    for (const system of sampleSystems) {
        const args = ['import', system, join(bank.folder, system)]
        expect(await tong({ args, data })).toMatchObject({ exit: 0 })
    }
    planted = (await bank.ask('select * from truth_faults')).map((row) => ({
        ...(row as unknown as Planted),
        table: row.system === 'sample_desk' ? 'clients' : String(row.table),
        line: row.line === null ? null : Number(row.line),
    }))
    rejects = await rejectedRows()
}, 300_000)

afterAll(async () => {
    await removeBank({ data })
    await rm(join(data, '..'), { recursive: true, force: true })
    await bank.close()
})

/** All rows of all tables of rejects, with the system of their batch. */
async function rejectedRows(): Promise<readonly Row[]> {
    const all: Row[] = []
    const batches = join(data, 'batches')
    for (const batch of await readdir(batches)) {
        const folder = join(batches, batch, 'rejects')
        for (const table of await readdir(folder).catch(() => [])) {
            const sql = bank.warehouse.parquet([join(folder, table)])
            all.push(...(await bank.warehouse.rows(`select *, '${batch}' as batch from ${sql}`)))
        }
    }
    return all
}

/** What the import says of each kind. */
const codes: Partial<Record<FaultKind, RegExp>> = {
    bad_form: /^sources\.cell_(decimal|integer|date)$/,
    impossible_date: /^sources\.cell_date$/,
    missing_value: /^sources\.cell_required$/,
    unknown_code: /^sources\.cell_code$/,
    out_of_range: /^sources\.cell_(above|below)$/,
    mixed_units: /^sources\.cell_above$/,
    copy: /^sources\.row_copied$/,
    conflicting_key: /^sources\.key_twice$/,
    orphan: /^sources\.parent_missing$/,
}

function isFoundBy(row: Row, fault: Planted): boolean {
    const isColumn = ['copy', 'conflicting_key', 'orphan'].includes(fault.kind)
    return (
        fault.file.endsWith(`/${row.file}`) &&
        Number(row.line) === fault.line &&
        (isColumn || row.column === fault.column) &&
        codes[fault.kind]?.test(String(row.code)) === true
    )
}

describe('what is wrong in the files', () => {
    it('is of every kind, a few dozen at a thousand customers', () => {
        expect(planted.length).toBeGreaterThan(40)
        expect(planted.length).toBeLessThan(100)
        const kinds = new Set(planted.map(({ kind }) => kind))
        expect([...kinds].sort()).toEqual([
            ...['bad_form', 'broken_law', 'conflicting_key', 'copy', 'impossible_date'],
            ...['late_row', 'ledger_difference', 'missing_row', 'missing_value', 'mixed_units'],
            ...['orphan', 'out_of_range', 'placeholder', 'shared_phone', 'unknown_code'],
            'wrong_checksum',
        ])
        expect(new Set(planted.map(({ system }) => system))).toEqual(new Set(sampleSystems))
    })

    it('stands at the line that the list names', async () => {
        for (const { file, line, key } of planted) {
            if (line === null || !/\.(csv|txt|tsv|tsv\.gz)$/.test(file)) continue
            const text = (await bank.text(file)).split('\n')[line - 1] ?? ''
            for (const part of key.split(' ')) expect({ file, line, text }).toSatisfy(has(part))
        }
    })

    it('is rejected by the import, line by line', () => {
        const due = planted.filter(({ kind }) => codes[kind] !== undefined)
        const missed = due.filter((fault) => !rejects.some((row) => isFoundBy(row, fault)))
        expect(missed).toEqual([])
        expect(due.length).toBeGreaterThan(35)
    })

    it('and nothing else is', () => {
        const wrong = rejects.filter((row) => !planted.some((fault) => isFoundBy(row, fault)))
        // Of two rows that contradict each other the first is rejected, too: nobody knows better.
        const first = wrong.filter(({ code, file, line }) => {
            const isNext = (fault: Planted): boolean =>
                fault.kind === 'conflicting_key' &&
                fault.file.endsWith(`/${file}`) &&
                Number(line) === (fault.line ?? 0) - 1
            return code === 'sources.key_twice' && planted.some(isNext)
        })
        expect(wrong).toEqual(first)
    })
})

function has(part: string) {
    return ({ text }: { readonly text: string }): boolean => text.includes(part)
}

type Measured = {
    readonly issues: readonly {
        readonly field: string | null
        readonly check: string
        readonly failed: number
    }[]
}

describe('what can be read but is not right', () => {
    /** What the measures of a table count, and how often it was planted. */
    async function countedAndPlanted(of: {
        readonly kind: FaultKind
        readonly check: string
    }): Promise<readonly { readonly counted: number; readonly planted: number }[]> {
        const all = planted.filter(({ kind }) => kind === of.kind)
        const tables = new Map(all.map((one) => [`${one.system}.${one.table}`, one]))
        const counts: { counted: number; planted: number }[] = []
        for (const [name, { column }] of tables) {
            const args = ['quality', name, '--issues', '100']
            const { issues } = await answerOf<Measured>({ args, data })
            const found = issues.filter(
                ({ check, field }) => check === of.check && field?.includes(String(column)),
            )
            counts.push({
                counted: found.reduce((sum, { failed }) => sum + failed, 0),
                planted: all.filter((one) => `${one.system}.${one.table}` === name).length,
            })
        }
        expect(counts.length).toBeGreaterThan(0)
        return counts
    }

    it('has a wrong check digit, which the measures of quality count', async () => {
        for (const counts of await countedAndPlanted({
            ...{ kind: 'wrong_checksum', check: 'check_digit' },
        })) {
            expect(counts.counted).toBe(counts.planted)
        }
    })

    it('is a placeholder, besides those that people have always given', async () => {
        for (const counts of await countedAndPlanted({
            ...{ kind: 'placeholder', check: 'placeholder' },
        })) {
            expect(counts.counted).toBeGreaterThanOrEqual(counts.planted)
        }
    })

    it('is one phone of many clients', async () => {
        const counts = await countedAndPlanted({ kind: 'shared_phone', check: 'shared' })
        for (const one of counts) expect(one.counted).toBe(one.planted)
    })

    it('breaks a law that its contract tells', async () => {
        const counts = await countedAndPlanted({ kind: 'broken_law', check: 'law' })
        for (const one of counts) expect(one.counted).toBeGreaterThanOrEqual(one.planted)
    })
})

describe('the general ledger', () => {
    it('differs where it was made to, and where a row could not be read', async () => {
        const ended = await tong({ args: ['close', '--through', '2025-12'], data })
        expect(ended).toMatchObject({ exit: 0 })
        const answer = await answerOf<Reconciliation>({ args: ['quality', 'reconcile'], data })
        const found = answer.differences.map(keyOfDifference).sort()
        expect(found).toEqual((await expectedDifferences()).sort())
        expect(found.length).toBeGreaterThan(3)
    }, 300_000)

    it('stands, while a month that is delivered once more waits for a restatement', async () => {
        const late = join(bank.folder, 'late/sample')
        const args = ['import', 'sample', late, '--only', 'balances']
        expect(await tong({ args, data })).toMatchObject({ exit: 0 })
        const waiting = await answerOf<readonly Waiting[]>({ args: ['batches', 'late'], data })
        const rows = planted.filter(({ kind }) => kind === 'late_row').length
        // Rows of that month that could not be read in the first delivery come with this one, too.
        const mended = planted.filter(
            ({ table, key, kind }) =>
                table === 'balances' && key.endsWith(' 202511') && !/late|orphan|copy/.test(kind),
        ).length
        expect(waiting.flatMap(({ months }) => months)).toEqual([
            { month: '2025-11', rows: rows + mended },
        ])
        expect(rows).toBeGreaterThan(0)
    }, 120_000)
})

type Waiting = { readonly months: readonly { readonly month: string; readonly rows: number }[] }

type Reconciliation = {
    readonly differences: readonly {
        readonly month: string
        readonly product: string
        readonly currency: string
    }[]
}

function keyOfDifference(one: Reconciliation['differences'][number]): string {
    return `${one.month.replace('-', '')} ${one.product} ${one.currency}`
}

const productOfSubject: Readonly<Record<string, string>> = {
    '1301': 'loan',
    '1303': 'mortgage',
    '1311': 'card',
    '2011': 'deposit',
    '3101': 'wealth',
    '3102': 'fund',
    '3103': 'insurance',
}

/** Totals that the ledger states wrongly, and those that miss a month's row. */
async function expectedDifferences(): Promise<string[]> {
    const stated = planted
        .filter(({ kind }) => kind === 'ledger_difference')
        .map(({ key }) => {
            const [month = '', subject = '', currency = ''] = key.split(' ')
            return `${month} ${productOfSubject[subject]} ${currency}`
        })
    const harmless = ['copy', 'orphan', 'late_row']
    const lost = planted.filter(
        ({ table, kind }) =>
            ['balances', 'statements', 'holding_months', 'loan_months'].includes(table) &&
            !harmless.includes(kind) &&
            kind !== 'broken_law',
    )
    const rows = await bank.ask(`select account_no, product, currency from all_accounts`)
    const accounts = new Map(rows.map((row) => [String(row.account_no), row]))
    const missing = lost.flatMap(({ system, key }) => {
        if (system === 'sample_credit' && key.startsWith('F')) return []
        const [account = '', month = ''] = key.split(' ')
        const row = accounts.get(account)
        return row === undefined ? [] : [`${month} ${row.product} ${row.currency}`]
    })
    return [...new Set([...stated, ...missing])]
}

describe('the truth', () => {
    it('lists each record of each system once, with the customer behind it', async () => {
        const [row] = await bank.ask(`select count(*) as records,
            count(distinct (system, entity, key)) as keys,
            (select count(*) from truth_records anti join customers using (customer_no)) as lost
            from truth_records`)
        expect(row?.keys).toBe(row?.records)
        expect(row?.lost).toBe(0n)
    })

    it('is written as text that anybody can read', async () => {
        const text = await readFile(join(bank.folder, 'truth/faults.csv'), 'utf8')
        expect(text.split('\n')[0]).toBe('system,table,file,line,key,column,kind,right')
    })
})
