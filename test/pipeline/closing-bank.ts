import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Day, Month } from '#domain/month.ts'
import { monthsOf } from '#domain/month.ts'
import type { PublishingContext } from '#pipeline/publish-run.ts'
import { relationsOfRun } from '#pipeline/run-relations.ts'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { shipped } from '#runtime/shipped.ts'
import { readServedTier, type ServedTier } from '#serving/served-tier.ts'
import type { Tables } from '#store/tables.ts'
import { computeParties } from '#workbench/resolve-parties.ts'
import { makeSmallBank, type SmallBank } from '../e2e/small-bank.ts'
import type { SmallFiles } from '../e2e/small-bank-files.ts'
import { answerOf } from '../e2e/tong-process.ts'

/** The one ladder of these banks. */
export const ladder = 'closing'

/** Three tiers over month-average deposits, a floor by none, and a confidential cap at 500k. */
export const policyText = `ladder: closing
version: 2025-01
name: { zh-CN: 评定等级, zh-TW: 評定等級, en: Closing tier }
effective_from: 2024-01
population: { feature: party_kind, op: "=", value: person }
measure:
    sum:
        - { feature: deposit_avg_month, weight: 1 }
    null_parts: missing
tiers:
    - { id: mass, name: { zh-CN: 大众, zh-TW: 大眾, en: Mass } }
    - { id: gold, name: { zh-CN: 黄金, zh-TW: 黃金, en: Gold }, at_least: 50000 CNY }
    - { id: platinum, name: { zh-CN: 白金, zh-TW: 白金, en: Platinum }, at_least: 500000 CNY }
upgrade: { review: monthly, after: 1 }
downgrade: { review: monthly, wait: 3, to: current }
missing: { keep: 2 }
effective: next_month
caps:
    - id: watched
      when: { feature: deposit_avg_month, op: ">=", value: 300000 CNY }
      at_most: gold
      confidential: true
      reason: { zh-CN: 关注, zh-TW: 關注, en: Watched }
near: { up: 20%, down: 10% }
`

/** An open small bank whose files are imported and whose policy is in force. */
export type ClosingBank = {
    readonly small: SmallBank
    readonly bank: Bank
    readonly context: PublishingContext
}

/** Makes a bank and opens it for writing; `close` it before a command uses it. */
export async function openClosingBank(files: SmallFiles = {}): Promise<ClosingBank> {
    const small = await makeSmallBank(files)
    const settings = ['base_currency: CNY', `ladders: [${ladder}]`, 'first_close: 2025-01']
    await writeFile(join(small.data, 'tong.yaml'), `${settings.join('\n')}\n`)
    await answerOf({ args: ['import', 'corner', small.files], data: small.data })
    const opened = await reopen(small)
    await publish(opened.context.db, {
        version: '2025-01',
        effectiveFrom: 202401,
        text: policyText,
    })
    return opened
}

/** Opens a bank that lies there. */
export async function reopen(small: SmallBank): Promise<ClosingBank> {
    const bank = await openBank({ config: readConfig({ data: small.data }, {}), access: 'write' })
    const { folder, settings, warehouse, store, actor } = bank
    const context = {
        settings,
        db: store.db,
        store,
        warehouse,
        folders: folder,
        modelRoots: [shipped.models, folder.models],
        policyRoots: [shipped.policies],
        runsFolder: folder.runs,
        codeVersion: 'test',
        actor,
        signal: new AbortController().signal,
        now: () => 0,
        onProgress: () => {},
        onPublish: () => {},
    }
    return { small, bank, context }
}

/** Takes a second delivery in which some files are others. */
export async function deliver(small: SmallBank, files: SmallFiles): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
        await writeFile(join(small.files, name), text)
    }
    await answerOf({ args: ['import', 'corner', small.files], data: small.data })
}

/** Puts a version of the rules in force, as if two persons had done it. */
export async function publish(
    db: Kysely<Tables>,
    {
        version,
        effectiveFrom,
        text,
    }: { readonly version: string; readonly effectiveFrom: Month; readonly text: string },
): Promise<void> {
    await db
        .insertInto('workbench.policy_versions')
        .values({
            ladder,
            version,
            effective_from: effectiveFrom,
            text,
            sha256: createHash('sha256').update(text).digest('hex'),
            status: 'published',
            submitted_by: 'maker',
            approved_by: 'checker',
            published_by: 'checker',
        })
        .execute()
}

/** The party of a record key, also before the first close. */
export async function partyOf({ context }: ClosingBank, key: string): Promise<bigint> {
    const found = (await computeParties(context.warehouse, [key])).get(key)
    if (typeof found !== 'bigint') throw new Error(`${key} names no party`)
    return found
}

/** An override as a test asks for it; approved unless it says otherwise. */
export type TestOverride = {
    readonly party: string
    readonly tier: string
    readonly from: Month
    readonly until: Month
    readonly mode?: 'at_least' | 'exactly'
    readonly lifts?: string
    readonly status?: 'requested' | 'approved'
}

/** Enters an override and the months that it serves. Returns its number. */
export async function override(opened: ClosingBank, asked: TestOverride): Promise<number> {
    const { db } = opened.context
    const partyId = await partyOf(opened, asked.party)
    const { override_id: overrideId } = await db
        .insertInto('workbench.overrides')
        .values({
            ladder,
            party_id: partyId,
            mode: asked.mode ?? 'at_least',
            tier: asked.tier,
            lifts: asked.lifts ?? null,
            from_month: asked.from,
            until_month: asked.until,
            reason: 'test',
            status: asked.status ?? 'approved',
            requested_by: 'maker',
            decided_by: asked.status === 'requested' ? null : 'checker',
        })
        .returning('override_id')
        .executeTakeFirstOrThrow()
    const months = monthsOf({ from: asked.from, to: asked.until })
    await db
        .insertInto('workbench.override_months')
        .values(
            months.map((month) => ({ ladder, party_id: partyId, month, override_id: overrideId })),
        )
        .execute()
    return overrideId
}

/** Enters an approved grant for some parties. Returns its number. */
export async function grant(
    opened: ClosingBank,
    asked: {
        readonly parties: readonly string[]
        readonly tier: string
        readonly from: Day
        readonly until: Day
    },
): Promise<number> {
    const { db } = opened.context
    const { grant_id: grantId } = await db
        .insertInto('workbench.grants')
        .values({
            ladder,
            campaign: 'test',
            tier: asked.tier,
            from_day: asked.from,
            until_day: asked.until,
            reason: 'test',
            status: 'approved',
            requested_by: 'maker',
            decided_by: 'checker',
        })
        .returning('grant_id')
        .executeTakeFirstOrThrow()
    for (const party of asked.parties) {
        const partyId = await partyOf(opened, party)
        await db
            .insertInto('workbench.grant_parties')
            .values({ grant_id: grantId, party_id: partyId })
            .execute()
    }
    return grantId
}

/** A party's months in an edition, oldest first: `mass earned`, `platinum overridden 1`. */
export async function monthsOfParty(
    opened: ClosingBank,
    { party, edition = 1 }: { readonly party: string; readonly edition?: number },
): Promise<readonly string[]> {
    const rows = await opened.context.db
        .selectFrom('serving.assignments')
        .select(['month', 'tier', 'cause', 'rule'])
        .where('ladder', '=', ladder)
        .where('party_id', '=', await partyOf(opened, party))
        .where('edition', '=', edition)
        .orderBy('month')
        .execute()
    return rows.map(({ tier, cause, rule }) =>
        [tier ?? 'none', cause, rule].filter((word) => word !== null).join(' '),
    )
}

/** What served a party on a day. */
export async function servedOn(
    { context }: ClosingBank,
    asked: {
        readonly party: string
        readonly day: Day
        readonly edition?: number
        readonly isCompliance?: boolean
    },
): Promise<ServedTier> {
    const { db, warehouse } = context
    return await readServedTier(
        {
            party: asked.party,
            ladder,
            day: asked.day,
            edition: asked.edition ?? null,
            viewer: { isCompliance: asked.isCompliance ?? false },
        },
        {
            db,
            warehouse,
            baseCurrency: 'CNY',
            relationsOf: (runId) => relationsOfRun(context, runId),
        },
    )
}
