import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#domain/result.ts'
import type { TableCounts } from '#pipeline/batches/batch.ts'
import { loadSay } from '#runtime/texts.ts'
import {
    branches,
    deliver,
    type Files,
    faultsOf,
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

/** The small contract, with a number of rejects that each table bears. */
function bearing(most: string, contract = smallContract): string {
    return contract.replaceAll('        description: One row', `        rejects_max: '${most}'\n$&`)
}

const header = 'account_no;branch_no;holder;id_no;balance;opened;active'
const withAccounts = (...rows: readonly string[]): Files => ({
    'branches.csv': branches,
    'accounts.csv': [header, ...rows, ''].join('\n'),
})

type Taken = {
    readonly counts: Readonly<Record<string, TableCounts>>
    /** `code line column value`, by table. */
    readonly rejects: Readonly<Record<string, readonly string[]>>
    /** Keys of the accepted rows, by table. */
    readonly keys: Readonly<Record<string, readonly unknown[]>>
    readonly params: readonly Readonly<Record<string, unknown>>[]
}

async function take(files: Files, contract = bearing('10')): Promise<Taken> {
    let tables: readonly TableCounts[] = []
    const examine = async (typed: { readonly tables: readonly TableCounts[] }) => {
        tables = typed.tables
        return []
    }
    const { batch } = await deliver(bank, { files, contract, examine })
    const folder = join(bank.folder, 'batches', batch.batchId)
    const rejects: Record<string, readonly string[]> = {}
    const params: Readonly<Record<string, unknown>>[] = []
    const keys: Record<string, readonly unknown[]> = {}
    for (const name of await readdir(join(folder, 'rejects')).catch(() => [])) {
        const relation = bank.warehouse.parquet([join(folder, 'rejects', name)])
        const rows = await bank.warehouse.rows(`select * from ${relation}`)
        rejects[name] = rows.map((row) => {
            expect([row.table, row.file]).toEqual([name, `${name}.csv`])
            params.push({ code: row.code, ...JSON.parse(String(row.params)) })
            const words = [
                String(row.code).replace('sources.', ''),
                row.line,
                row.column,
                row.value,
            ]
            return words.filter((word) => word !== null).join(' ')
        })
    }
    for (const { table } of tables) {
        const relation = bank.warehouse.parquet([join(folder, table)])
        const rows = await bank.warehouse.rows(`select * from ${relation}`)
        keys[table] = rows.map((row) => Object.values(row)[0])
    }
    const counts = Object.fromEntries(tables.map((one) => [one.table, one]))
    for (const { read, accepted, rejected } of tables) expect(read).toBe(accepted + rejected)
    return { counts, rejects, keys, params }
}

describe('rejects that a contract bears', () => {
    it('leave the good rows, and stand beside them with line, column, masked value', async () => {
        const { counts, rejects, keys } = await take(
            withAccounts(
                '1;1;"张\n\n伟";11010119x;5.00;20200101;true',
                '',
                '2;1',
                '3;1;;;x;20230230;maybe',
                '4;1;;;7.00;20200101;true',
            ),
        )
        expect(keys.accounts).toEqual([4n])
        expect(rejects).toEqual({
            accounts: [
                'cell_integer 2 id_no 1*******x',
                'record_short 6',
                'cell_decimal 7 balance x',
                'cell_date 7 opened 20230230',
                'cell_boolean 7 active maybe',
            ],
        })
        expect(counts.accounts).toMatchObject({ read: 4, accepted: 1, rejected: 3 })
        expect(counts.accounts?.rejects).toContainEqual({
            code: 'sources.cell_date',
            column: 'opened',
            count: 1,
        })
        expect(await readdir(join(bank.folder, 'tmp'))).toEqual([])
    })

    it('tell nothing of a sensitive cell, not even how long it is', async () => {
        const contract = smallContract.replace(
            'holder: { type: varchar, pii: name,',
            'holder: { type: varchar, codes: { islam: I., none: N. }, pii: sensitive,',
        )
        const { rejects, params } = await take(
            withAccounts('1;1;Jedi;;5.00;20200101;true', '2;1;islam;;5.00;20200101;true'),
            bearing('10', contract),
        )
        expect(rejects.accounts).toEqual(['cell_code 2 holder ***'])
        expect(params.map(({ value }) => value)).toEqual(['***'])
    })

    it('say in every language what is wrong, from what is kept of them', async () => {
        const { params } = await take(
            withAccounts('1;1;;;x;20200101;true', ';1;;;5;2020;?', '2;9;;;1;20200101;1', '3;1'),
        )
        expect(params).toHaveLength(5)
        for (const language of ['en', 'zh-CN', 'zh-TW'] as const) {
            const say = loadSay(language)
            for (const { code, ...more } of params) {
                const key = String(code).replace('.', '.failure.')
                const sentence = say(key, more as Record<string, string | number>)
                expect(sentence).toContain('accounts')
                expect(sentence).not.toMatch(/[{}]|undefined|null/)
            }
        }
    })

    it('are named by their true line behind a record that is broken', async () => {
        const { rejects } = await take(
            withAccounts('9;1', '1;1;;;5.00;20200101;true', '1;1;;;6.00;20200101;true'),
        )
        expect(rejects.accounts).toEqual([
            'record_short 2',
            'key_twice 3 account_no 1',
            'key_twice 4 account_no 1',
        ])
    })

    it('keep the first of rows that are the same, and none of those that differ', async () => {
        const row = '1;1;;;5.00;20200101;true'
        const { rejects, keys } = await take(
            withAccounts(
                row,
                row,
                '2;1;;;5.00;20200101;true',
                '02;1;;;5;20200101;1',
                '3;1;;;5.00;20200101;true',
                '3;1;;;6.00;20200101;true',
                '3;1;;;5.00;20200101;true',
            ),
        )
        expect(keys.accounts).toEqual([1n, 2n])
        expect(rejects.accounts).toEqual([
            'row_copied 3 account_no 1',
            'row_copied 5 account_no 2',
            'key_twice 6 account_no 3',
            'key_twice 7 account_no 3',
            'row_copied 8 account_no 3',
        ])
    })

    it('take children with them, and tell a parent that is missing from one rejected', async () => {
        const files = {
            'branches.csv': 'branch_no;name\n1;东城支行\n2;\n3;甲\n3;乙\n',
            'accounts.csv': [
                header,
                '1;1;;;5.00;20200101;true',
                '2;2;;;5.00;20200101;true',
                '3;3;;;5.00;20200101;true',
                '4;4;;;5.00;20200101;true',
                '5;;;;5.00;20200101;true',
                '6;4;;;x;20200101;true',
                '',
            ].join('\n'),
        }
        const { rejects, keys, counts } = await take(files)
        expect(keys).toEqual({ branches: [1], accounts: [1n, 5n] })
        expect(rejects).toEqual({
            branches: [
                'cell_required 3 name',
                'key_twice 4 branch_no 3',
                'key_twice 5 branch_no 3',
            ],
            accounts: [
                'parent_rejected 3 branch_no 2',
                'parent_rejected 4 branch_no 3',
                'parent_missing 5 branch_no 4',
                'parent_missing 7 branch_no 4',
                'cell_decimal 7 balance x',
            ],
        })
        expect(counts.accounts?.rejected).toBe(4)
    })

    it('are counted in rows, against a number or a share of the rows read', async () => {
        const rows = Array.from({ length: 8 }, (_, index) => `${index + 10};1;;;1;20200101;true`)
        const files = withAccounts(...rows, '1;1;;;x;2020;true', '2;1;;;x;2020;true')
        for (const most of ['2', '20%']) {
            expect((await take(files, bearing(most))).counts.accounts?.rejected).toBe(2)
        }
        for (const most of ['1', '19.9999%', '0']) {
            expect(await faultsOf(bank, { files, contract: bearing(most) })).toContain(
                'cell_date accounts.csv:10 opened 2020',
            )
        }
        expect(await leftovers(bank)).not.toContainEqual(expect.stringContaining('import-'))
    })

    it('beyond what is borne refuse all tables, and say how many they are', async () => {
        const files = withAccounts('1;1;;;x;20200101;true', '2;1;;;x;20200101;true')
        const refusal = await deliver(bank, { files, contract: bearing('1') }).catch(
            (error: unknown) => error,
        )
        if (!(refusal instanceof Refusal)) throw refusal
        expect(refusal.failures[0]).toEqual({
            code: 'sources.rejects_many',
            params: { table: 'accounts', read: 2, rejected: 2, allowed: '1' },
            at: { file: 'accounts.csv' },
        })
    })
})

const ring = `
system: ring
description: Tables that name each other.
files: { delimiter: ',', quote: '', encoding: utf-8 }
tables:
    people:
        file: people.csv
        rejects_max: '10'
        description: One row per person.
        key: [person]
        columns:
            person: { type: varchar, description: Person. }
            boss: { type: varchar, description: Whom the person reports to. }
            team: { type: varchar, description: Team. }
        relations: [{ columns: [boss], to: people }, { columns: [team], to: teams }]
    teams:
        file: teams.csv
        rejects_max: '10'
        description: One row per team.
        key: [team]
        columns:
            team: { type: varchar, description: Team. }
            head: { type: varchar, description: Head. }
        relations: [{ columns: [head], to: people }]
`

describe('tables that name each other', () => {
    it('lose whatever hangs on a rejected row, however far', async () => {
        const { rejects, keys } = await take(
            {
                'people.csv': 'person,boss,team\na,,t1\nb,a,t1\nc,x,\nd,c,\ne,d,\nf,,t2\n',
                'teams.csv': 'team,head\nt1,a\nt2,e\n',
            },
            ring,
        )
        expect(keys).toEqual({ people: ['a', 'b'], teams: ['t1'] })
        expect(rejects).toEqual({
            people: [
                'parent_missing 4 boss x',
                'parent_rejected 5 boss c',
                'parent_rejected 6 boss d',
                'parent_rejected 7 team t2',
            ],
            teams: ['parent_rejected 3 head e'],
        })
    })
})

describe('a table without a key', () => {
    const contract = `
system: loose
description: One table.
files: { delimiter: ',', quote: '', encoding: utf-8 }
tables:
    notes:
        file: notes.csv
        rejects_max: '1'
        description: One row per note.
        key: []
        columns:
            day: { type: date, required: true, description: Day. }
            text: { type: varchar, description: Text. }
`

    it('keeps rows that are the same, and rejects bad cells all the same', async () => {
        const rows = 'day,text\n2026-01-05,a\n2026-01-05,a\n2026-01-06,\n'
        const right = await take({ 'notes.csv': rows }, contract)
        expect(right.counts.notes).toMatchObject({ read: 3, accepted: 3, rejected: 0 })
        expect(right.keys.notes).toEqual(['2026-01-05', '2026-01-05', '2026-01-06'])
        const wrong = await take({ 'notes.csv': `${rows}2026-02-30,b\n` }, contract)
        expect(wrong.keys.notes).toEqual(['2026-01-05', '2026-01-05', '2026-01-06'])
        expect(wrong.rejects).toEqual({ notes: ['cell_date 5 day 2026-02-30'] })
    })
})

describe('rows that are there already', () => {
    it('are parents too', async () => {
        const files = withAccounts('1;7;;;1;20200101;true', '2;8;;;1;20200101;true')
        const present = (table: string): string | null =>
            table === 'branches' ? '(select cast(7 as integer) as branch_no)' : null
        expect(await faultsOf(bank, { files, present })).toEqual([
            'parent_missing accounts.csv:3 branch_no 8',
        ])
        const { 'branches.csv': _, ...alone } = files
        const only = ['accounts']
        expect(await faultsOf(bank, { files: alone, present, only })).toEqual([
            'parent_missing accounts.csv:3 branch_no 8',
        ])
    })
})

describe('the line of a reject', () => {
    const many = 40_000
    const wrong = [1, 2, 4_999, 17_017, many]
    // Long enough that the file is read in several pieces.
    const rowOf = (index: number): string =>
        `${index};1;"${'客户'.repeat(20)}";;${wrong.includes(index) ? 'x' : '5.00'};20200101;true`
    const rows = Array.from({ length: many }, (_, index) => rowOf(index + 1))

    it.each([
        ['lines alone', rows, 0],
        ['a last line without an end', rows.with(-1, `${rows.at(-1)}`), 0],
        ['a quoted line end above', ['900000;1;"客\n户";;5.00;20200101;true', ...rows], 2],
        ['a blank line above', ['', ...rows], 1],
        ['a broken record above', ['900000;1', ...rows], 1],
    ])('is the true one: %s', async (name, lines, ahead) => {
        const end = name.startsWith('a last') ? '' : '\n'
        const files = {
            'branches.csv': branches,
            'accounts.csv': `${header}\n${lines.join('\n')}${end}`,
        }
        const { rejects } = await take(files)
        const cells = rejects.accounts?.filter((one) => one.startsWith('cell_'))
        expect(cells).toEqual(wrong.map((index) => `cell_decimal ${index + 1 + ahead} balance x`))
    })
})
