import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Person } from '#domain/person.ts'
import { Refusal } from '#domain/result.ts'
import { openEmbeddedPostgres } from '#runtime/embedded-postgres.ts'
import { migrate } from '#store/migrate.ts'
import { migrations } from '#store/migrations.ts'
import { openStore, type Store } from '#store/store.ts'
import type { StoreAddress } from '#store/store-address.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Workbench } from '#workbench/workbench.ts'
import { publishPolicyText } from '../publish-policy.ts'

/** A store of its own with customers 1 to 40 as parties, and people who may do various things. */
export type TestBench = {
    readonly store: Store
    readonly address: StoreAddress
    /** The same bank in the name of another person. */
    readonly as: (name: string) => Workbench
    /** Writes a file and returns its path. */
    readonly file: (name: string, text: string | Uint8Array) => Promise<string>
    readonly close: () => Promise<void>
}

const nothing = { isCompliance: false, mayApprovePolicies: false, approves: {} }

/** Who may do what in these tests; everybody else may ask only. */
export const people: readonly Person[] = [
    { ...nothing, name: 'head', mayApprovePolicies: true, approves: { stars: 'diamond' } },
    { ...nothing, name: 'branch', approves: { stars: 'gold' } },
    { ...nothing, name: 'watch', isCompliance: true, approves: { stars: 'diamond' } },
]

/** Three tiers, a soft cap, a confidential soft one and a hard one. */
export const policyText = `
ladder: stars
version: 2025-01
name: { zh-CN: 星级, zh-TW: 星級, en: Stars }
effective_from: 2025-01
measure: { sum: [ { feature: deposit_avg_month, weight: 1 } ], null_parts: missing }
tiers:
    - { id: base, name: { zh-CN: 普通, zh-TW: 一般, en: Base } }
    - { id: gold, name: { zh-CN: 黄金, zh-TW: 黃金, en: Gold }, at_least: 20000 CNY }
    - { id: diamond, name: { zh-CN: 钻石, zh-TW: 鑽石, en: Diamond }, at_least: 100000 CNY }
upgrade: { review: monthly, after: 1 }
downgrade: { review: monthly, wait: 3, to: current }
missing: { keep: 2 }
effective: next_month
caps:
    - { id: arrears, when: { feature: mortgage_balance, op: ">", value: 1 CNY }, at_most: gold,
        reason: { zh-CN: 逾期, zh-TW: 逾期, en: Arrears } }
    - { id: watched, when: { feature: importance, op: "=", value: red }, at_most: gold,
        confidential: true, reason: { zh-CN: 关注, zh-TW: 關注, en: Watched } }
    - { id: barred, when: { feature: importance, op: "=", value: black }, at_most: base,
        hard: true, confidential: true, reason: { zh-CN: 禁入, zh-TW: 禁入, en: Barred } }
`.trimStart()

/** Opens a new store; `published` says whether the ladder has its policy yet. */
export async function openTestBench({ published }: { published: boolean }): Promise<TestBench> {
    const folder = await mkdtemp(join(tmpdir(), 'tong-bench-'))
    await chmod(folder, 0o711)
    const stateFolder = join(folder, 'state')
    const server = await openEmbeddedPostgres({ storeFolder: folder, stateFolder })
    const store = await openStore(server.address)
    await migrate(store.db, migrations)
    const warehouse = await openDuckdb({ spillFolder: folder, memoryLimitGb: 0.5, threads: 1 })
    const settings = { baseCurrency: 'CNY', ladders: ['stars'], firstClose: 202501 }
    const bench = { store, warehouse, settings, people, shipped: [] }
    if (published) {
        await publishPolicyText(
            { store, warehouse, settings: { ...settings, demo: false } },
            policyText,
        )
    }
    return {
        store,
        address: server.address,
        as: (name) => ({ ...bench, actor: { name, osUser: 'typist' } }),
        file: async (name, text) => {
            const path = join(folder, name)
            await writeFile(path, text)
            return path
        },
        close: async () => {
            warehouse.close()
            await store.close()
            await server.close()
            await rm(folder, { recursive: true, force: true })
        },
    }
}

/** Makes customers 1 to 40 known and closes months, as a publication leaves it. */
export async function closeMonths(
    { store }: Pick<TestBench, 'store'>,
    months: readonly number[],
): Promise<void> {
    const { db } = store
    const parties = Array.from({ length: 40 }, (_, index) => ({
        party_id: BigInt(1001 + index),
        record_key: `bank:customer:${index + 1}`,
        kind: 'person' as const,
        name_masked: '客*',
        branch: null,
        region: null,
        industry: null,
        first_month: 202401,
    }))
    await db
        .insertInto('serving.parties')
        .values(parties)
        .onConflict((on) => on.doNothing())
        .execute()
    const run = {
        kind: 'close',
        as_of: '2025-01-31',
        digest: '',
        code_version: '',
        engine: '',
    } as const
    await db
        .insertInto('serving.runs')
        .values({ ...run, run_id: 'run', actor: 'maker' })
        .onConflict((on) => on.doNothing())
        .execute()
    const policy = { policy_key: 'stars@2025-01#0', ladder: 'stars', version: '2025-01', text: '' }
    await db
        .insertInto('serving.policies')
        .values(policy)
        .onConflict((on) => on.doNothing())
        .execute()
    const { policy_key } = policy
    const paths = { assignments_path: '', facts_path: '', digest: '', parties: 40, actor: 'maker' }
    const closes = months.map((month) => ({
        ...paths,
        ...{ ladder: 'stars', month, edition: 1, run_id: 'run', policy_key },
    }))
    await db.insertInto('serving.closes').values(closes).execute()
}

/** The failures of refused work, as `code` or `code line:column`; throws where it is done. */
export async function refusedWith(work: Promise<unknown>): Promise<readonly string[]> {
    const cause = await work.then(
        () => null,
        (trouble: unknown) => trouble,
    )
    if (!(cause instanceof Refusal)) throw cause ?? new Error('it was not refused')
    return cause.failures.map(({ code, at }) => {
        const place = [at?.line, at?.column].filter((one) => one !== undefined).join(':')
        return `${code.replace('workbench.', '')} ${place}`.trim()
    })
}
