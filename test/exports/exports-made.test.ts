import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignedSource } from '#pipeline/export/assigned-source.ts'
import { listSource } from '#pipeline/export/list-source.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { countClose } from '#serving/close-counts.ts'
import { type ExportMade, readExports, recordExport } from '#serving/exports-made.ts'
import { readClose } from '#serving/read-closes.ts'
import { listKinds, readList } from '#serving/read-list.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { keyOf, openPublishedBank, type PublishedBank, publish } from '../store/published-bank.ts'

// The record of what has left, and lists of the store as they leave.

const kept = keepWarehouse()
const parties = 4_500

let bank: PublishedBank
let folder: string
let runId: string
beforeAll(async () => {
    bank = await openPublishedBank()
    folder = await mkdtemp(join(tmpdir(), 'tong-export-'))
    runId = await publish(bank.store, {
        month: 202512,
        path: 'assigned',
        rows: [
            { party: 1, near: 'up', next_gap: 1_000_000n },
            { party: 2, near: 'up', next_gap: 2_000_000n, restricted: true },
            { party: 3, measure: null, assets: null, raw_tier: null },
        ],
    })
    // As many again, so that a list comes in several portions.
    await sql`
        insert into serving.parties
        select i, 'corner:customer:' || i, 'person', '王,"*' || chr(10) || i, 'East', null, null,
            202501
        from generate_series(4, ${sql.lit(parties)}) i`.execute(bank.store.db)
    await sql`
        insert into serving.assignments
        select (jsonb_populate_record(assigned, jsonb_build_object('party_id', i,
            'measure', i::bigint * 1000000))).*
        from serving.assignments assigned, generate_series(4, ${sql.lit(parties)}) i
        where assigned.party_id = 1`.execute(bank.store.db)
    await sql`delete from serving.close_counts`.execute(bank.store.db)
    await countClose(bank.store.db, { ladder: 'wealth', month: 202512, edition: 1 })
})
afterAll(async () => {
    await bank.close()
    await rm(folder, { recursive: true, force: true })
})

const made = (): ExportMade => ({
    ...{ actor: 'wang', osUser: 'root', kind: 'list', name: 'near', month: 202512 },
    ...{ runId, policyKey: 'wealth@2025-01#test', filter: { ladder: 'wealth' } },
    ...{ columns: ['record_key', 'birth_date'], maskedColumns: ['birth_date'] },
    ...{ rows: 5_000_000_000, withheld: 1, format: 'xlsx', file: '/a/b.xlsx', bytes: 7 },
    ...{ sha256: 'a'.repeat(64), isMasked: true, reason: null },
})

describe('the record', () => {
    test('keeps all that was told, in order, and gives it back', async () => {
        const first = await recordExport(bank.store, made())
        const second = await recordExport(bank.store, {
            ...made(),
            ...{ isMasked: false, reason: 'for the regulator', month: null, policyKey: null },
        })
        expect(second).toBe(first + 1)
        const { total, exports } = await readExports(bank.store.db, { limit: 1 })
        expect(total).toBe(2)
        expect(exports).toHaveLength(1)
        expect(exports[0]).toMatchObject({
            ...made(),
            ...{ isMasked: false, reason: 'for the regulator', month: null, policyKey: null },
            exportNo: second,
        })
    })

    test('is never changed, taken away or emptied', async () => {
        await recordExport(bank.store, made())
        for (const statement of [
            `update audit.exports set actor = 'nobody'`,
            'delete from audit.exports',
            'truncate audit.exports',
        ]) {
            await expect(sql.raw(statement).execute(bank.store.db)).rejects.toThrow(
                'never rewritten',
            )
        }
    })

    test('takes nothing unmasked without a reason, and no run that was not made', async () => {
        const { total } = await readExports(bank.store.db, { limit: 1 })
        for (const wrong of [
            { isMasked: false },
            { isMasked: false, reason: ' ' },
            { runId: 'another' },
            { maskedColumns: ['name'] },
        ]) {
            await expect(recordExport(bank.store, { ...made(), ...wrong })).rejects.toThrow()
        }
        expect((await readExports(bank.store.db, { limit: 1 })).total).toBe(total)
    })
})

describe('a list of the store', () => {
    const source = async (kind: (typeof listKinds)[number], isCompliance = false) =>
        await listSource(
            {
                ...{ db: bank.store.db, warehouse: kept.warehouse },
                folders: { scratch: folder },
                settings: { baseCurrency: 'CNY', ladders: ['wealth'], firstClose: 202512 },
                signal: new AbortController().signal,
            } as unknown as Parameters<typeof listSource>[0],
            {
                ...{ kind, ladder: 'wealth', month: null, edition: null, tier: null },
                ...{ columns: null, onParties: () => {} },
                reader: { viewer: { isCompliance }, isUnmasked: false },
            },
        )

    test.each(listKinds)(
        '%s is whole, in the order of tong list, and says the same',
        async (kind) => {
            const { sql: select, withheld } = await source(kind)
            const rows = await kept.warehouse.rows(select)
            const close = await readClose(bank.store.db, { ladder: 'wealth', month: null })
            const viewer = { isCompliance: false }
            const asked = { close, kind, tier: null, limit: 100_000, viewer } as const
            const listed = await readList(bank.store.db, asked)
            expect(rows).toHaveLength(listed.total)
            expect(rows.map((row) => row.record_key)).toEqual(
                listed.parties.map(({ recordKey }) => recordKey),
            )
            expect(rows.map((row) => row.name_masked)).toEqual(
                listed.parties.map(({ name }) => name),
            )
            expect(withheld).toBe(1)
        },
    )

    test('shows of a restricted customer the tier given alone, but to compliance', async () => {
        const shownTo = async (isCompliance: boolean) => {
            const { sql: select } = await source('all', isCompliance)
            const rows = await kept.warehouse.rows(select)
            return rows.find((row) => row.record_key === keyOf(2))
        }
        expect(await shownTo(false)).toMatchObject({
            ...{ tier: 'gold', is_restricted: true, measure: null, assets: null },
            ...{
                earned_tier: null,
                earned_cause: null,
                near: null,
                next_gap: null,
                raw_tier: null,
            },
        })
        expect(await shownTo(true)).toMatchObject({
            ...{ tier: 'gold', near: 'up', measure: { units: 60_000_000_000n, scale: 6 } },
        })
        expect((await source('all', true)).withheld).toBe(0)
    })
})

describe('the tiers that a close gave', () => {
    const readers = [false, true].map((isCompliance) => ({ isCompliance }))

    test.each(readers)(
        'are ids, and of a restricted customer alone: %o',
        async ({ isCompliance }) => {
            const { warehouse } = kept
            const model = (await loadModels([join(import.meta.dirname, '../../models')])).get(
                'tiers.assignments',
            )
            if (model === undefined) throw new Error('no model of assignments')
            const known = { bigint: '1', boolean: 'true', varchar: "'stale'" } as const
            const cells = Object.entries(model.twin.columns).map(([name, { type }]) => {
                if (name === 'party_id') return 'i as party_id'
                if (name === 'is_restricted') return 'i = 2 as is_restricted'
                return `cast(${known[type as keyof typeof known] ?? '1'} as ${type}) as ${name}`
            })
            const sql = `select ${cells.join(', ')} from range(1, 4) made(i)`
            await warehouse.writeParquet({ sql, folder: join(folder, 'assigned') })
            const source = await assignedSource(
                {
                    ...{ db: bank.store.db, warehouse, folders: { snapshots: folder } },
                    settings: { baseCurrency: 'CNY', ladders: ['wealth'], firstClose: 202512 },
                } as unknown as Parameters<typeof assignedSource>[0],
                {
                    ...{ name: model.name, month: null, ladder: 'wealth', columns: null },
                    reader: { viewer: { isCompliance }, isUnmasked: false },
                },
                model,
            )
            const rows = await warehouse.rows(source.sql)
            // Level 1 of the shipped ladder is gold.
            const open = {
                tier: 'gold',
                raw_tier: 'gold',
                earned_cause: 'stale',
                is_restricted: false,
            }
            expect(rows).toHaveLength(3)
            expect(rows[0]).toMatchObject(open)
            const [, restricted = {}] = rows
            expect(restricted).toMatchObject({ tier: 'gold', is_restricted: true })
            const told = Object.entries(restricted).filter(([, value]) => value !== null)
            const names = told.map(([name]) => name).sort()
            if (isCompliance) expect(names).toHaveLength(cells.length)
            else expect(names).toEqual(['is_restricted', 'party_id', 'tier'])
            expect(source.withheld).toBe(isCompliance ? 0 : 1)
        },
    )
})
