import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal, refuse } from '#domain/result.ts'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { Comparison, IdentityPolicy } from '#identity/policy/identity-policy.ts'
import { parseIdentityPolicy } from '#identity/policy/parse-identity-policy.ts'
import { policyKey } from '#serving/loaded-policy.ts'
import type { BankContext } from '../bank-context.ts'
import { lastVersion, loadRules } from '../policy-files.ts'
import { syncToDisk } from '../sync-to-disk.ts'
import {
    growingBase,
    isMuchChanged,
    openBankBase,
    placeBases,
    type WholeReason,
} from './bank-bases.ts'
import { type BesideBase, keepMorePart, keepWholePart } from './bank-kept.ts'
import {
    type BuiltIdentity,
    columnsRead,
    type RecordKind,
    recordsOfKind,
    recordTextsSql,
} from './bank-records.ts'
import { keepBase, keepMore } from './keep-base.ts'
import { recordsThere } from './match-base.ts'
import { findFresh, type MoreCounts, matchFresh } from './match-more.ts'
import { matchRecords } from './match-records.ts'
import { type MatchingDesk, type MatchingStage, tableOf, writeTable } from './matching.ts'
import { type ReadModel, weightsByComparison, weightsOf } from './model-file.ts'
import type { KeyReport } from './propose-pairs.ts'
import { readMatching, type StandingMatching } from './read-decisions.ts'
import { resolveParties } from './resolve-parties.ts'
import type { Placeholder } from './write-forms.ts'
import type { MatchedTable } from './write-records.ts'

/** A bank whose records are to be matched. */
export type IdentityContext = BankContext & {
    readonly folders: BankContext['folders'] & { readonly identity: string }
}

/** A version of the rules of identity with its key and text. */
export type LoadedIdentity = {
    readonly policy: IdentityPolicy
    readonly policyKey: string
    readonly text: string
}

/** What one comparison has found. */
export type ComparisonFigures = {
    readonly id: string
    readonly kind: RecordKind
    readonly records: number
    readonly pairs: number
    readonly model: MatchModel | null
    readonly keys: readonly KeyReport[]
    readonly placeholders: readonly Placeholder[]
    /** What was new to the standing matching and matched beside it; null: all was matched. */
    readonly more: MoreCounts | null
    /** Why all was matched; null: it was not, or there was nothing to match. */
    readonly whole: WholeReason | null
    /** Why nothing could be learned of these records; null: it was. */
    readonly refusal: Refusal | null
}

/** A matching that is written and not yet recorded. */
export type BankMatching = {
    readonly policyKey: string
    readonly policyText: string
    readonly path: string
    readonly digest: string
    readonly comparisons: readonly ComparisonFigures[]
    /** The number of the matching that stood before; null: none did. */
    readonly base: number | null
}

/** The rules of identity: the bank's own where it has some, else those that come with Tong. */
export async function loadIdentityPolicy(context: BankContext): Promise<LoadedIdentity> {
    const read = await loadRules(context, {
        head: 'identity',
        parse: (text, { file }) => parseIdentityPolicy(text, file),
    })
    const last = lastVersion(read)
    if (last === null) return refuse('identity.policy_missing')
    const { rules: policy, text } = last
    return { policy, text, policyKey: policyKey({ name: policy.id, ...policy, text }) }
}

/** What a matching is asked for. */
export type MatchingWish = {
    readonly built: BuiltIdentity
    readonly loaded: LoadedIdentity
    readonly seed: number
    /** Weights that were learned before; null: they are learned anew. */
    readonly learned: ReadModel | null
    /** Whether all records are matched, however few have changed. */
    readonly isWhole: boolean
    readonly onStage: (kind: RecordKind, stage: MatchingStage) => void
}

/**
 * Finds which records of all systems are one, persons among persons and companies among companies,
 * and writes it below the identity folder: by one rename, whole or not at all. What comes out is a
 * finding that nobody follows until it is recorded.
 */
export async function matchBank(
    context: IdentityContext,
    { built, loaded, seed, learned, isWhole, onStage }: MatchingWish,
): Promise<BankMatching> {
    const { warehouse, folders, signal } = context
    const work = join(folders.scratch, 'matching')
    await mkdir(work, { recursive: true })
    const desk = { warehouse, folder: work, signal, onStage: () => {} }
    const comparisons = loaded.policy.comparisons.filter(({ of }) => of !== 'any')
    if (learned !== null) weightsByComparison(comparisons, learned)
    try {
        const standing = await readMatching(context.db)
        const columns = columnsRead(comparisons)
        const texts = await recordTextsSql(context, { built, columns })
        await writeTable(desk, 'texts', texts)
        await writeMembers(context, { built, work })
        const figures: ComparisonFigures[] = []
        for (const comparison of comparisons) {
            const wish = { built, comparison, columns, work, seed, learned, isWhole, onStage }
            const { policyKey } = loaded
            figures.push(await matchKind(context, { ...wish, standing, policyKey }))
        }
        const hasLearned = figures.some(({ model }) => model !== null)
        const failures = figures.flatMap(({ refusal }) => refusal?.failures ?? [])
        if (!hasLearned && failures.length > 0) throw new Refusal(failures)
        const digest = await digestOf(context, { work, figures, loaded, seed })
        const path = digest.slice(0, 16)
        await rm(join(work, 'texts'), { recursive: true, force: true })
        await syncToDisk(work)
        await placeBases(context, { work, path, standing })
        await place(work, join(folders.identity, path))
        const { policyKey: key, text } = loaded
        return {
            ...{ policyKey: key, policyText: text, path, digest, comparisons: figures },
            base: standing?.no ?? null,
        }
    } finally {
        await rm(work, { recursive: true, force: true })
    }
}

type KindWork = {
    readonly built: BuiltIdentity
    readonly comparison: Comparison
    readonly columns: readonly string[]
    readonly work: string
    readonly seed: number
    readonly learned: ReadModel | null
    readonly isWhole: boolean
    readonly standing: StandingMatching | null
    readonly policyKey: string
    readonly onStage: MatchingWish['onStage']
}

async function matchKind(context: IdentityContext, kindWork: KindWork): Promise<ComparisonFigures> {
    const { warehouse, signal } = context
    const { built, comparison, columns, work, seed, learned } = kindWork
    const { id } = comparison
    const asked = { comparison, columns }
    const { kind, records, table } = await recordsOfKind({ warehouse, folder: work }, asked)
    const folder = join(work, `work-${id}`)
    await mkdir(folder)
    const onStage = (stage: MatchingStage): void => kindWork.onStage(kind, stage)
    const desk = { warehouse, folder, signal, onStage }
    const empty = { pairs: 0, model: null, keys: [], placeholders: [], more: null, whole: null }
    const nothing = { id, kind, records, ...empty }
    if (records < 2) return { ...nothing, refusal: null }
    const part = { work, comparison, built }
    try {
        const beside = await besideOf(context, { ...kindWork, desk, table })
        if (typeof beside !== 'string') {
            const { base, more } = beside
            const { model } = base.card
            await keepMorePart(desk, { ...part, model }, beside)
            await keepMore(desk, growingBase(work, comparison), { base, more })
            const { pairs, keys, placeholders, counts } = more
            const found = { id, kind, records, pairs, model, keys, placeholders }
            return { ...found, more: counts, whole: null, refusal: null }
        }
        const weights = learned === null ? null : weightsOf(comparison, learned)
        const given = { tables: [table], comparison, isLink: false, weights, seed }
        const matching = await matchRecords(desk, given)
        const { model, pairs, keys, placeholders } = matching
        await keepWholePart(desk, { ...part, model })
        await keepBase(desk, growingBase(work, comparison), {
            ...{ ...matching, comparison, isLink: false, ids: ['record_id'], seed },
            ...{ version: context.codeVersion, hasPairs: false },
        })
        const found = { id, kind, records, pairs, model, keys, placeholders }
        return { ...found, more: null, whole: beside, refusal: null }
    } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause
        return { ...nothing, refusal: cause }
    } finally {
        await rm(folder, { recursive: true, force: true })
    }
}

type Besides = KindWork & { readonly desk: MatchingDesk; readonly table: MatchedTable }

/**
 * New and changed records matched beside the standing matching, where it can be gone on from and
 * little has changed; else why all records are to be matched anew.
 */
async function besideOf(
    context: IdentityContext,
    { comparison, policyKey, standing, seed, learned, isWhole, desk, table }: Besides,
): Promise<BesideBase | WholeReason> {
    if (isWhole) return 'asked'
    if (learned !== null) return 'weights'
    const base = await openBankBase(context, { standing, policyKey, comparison, seed })
    if (typeof base === 'string') return base
    const there = `select record_id from ${table.relation} texts`
    const removed =
        `select source, record_id from ${recordsThere(context.warehouse, base)} held ` +
        `where record_id not in (select cast(record_id as varchar) from (${there}) there)`
    const counts = await findFresh(desk, { base, tables: [table], removed })
    if (isMuchChanged(base, counts)) return 'many'
    const more = await matchFresh(desk, { base, counts })
    const before = join(context.folders.identity, standing?.path ?? '', comparison.id)
    return { base, more, before }
}

/**
 * Who is in the matching and since when: seniority is a number that a record gets when it is first
 * seen and keeps for good. Among those first seen together, holders of accounts come first, then
 * whom a system has known longest. A record that is delivered no more stays beside the most senior
 * one of its party.
 */
async function writeMembers(
    context: IdentityContext,
    { built, work }: { readonly built: BuiltIdentity; readonly work: string },
): Promise<void> {
    const { warehouse, folders, signal } = context
    const desk = { warehouse, folder: work, signal, onStage: () => {} }
    const before = await resolveParties(context)
    const old =
        before?.matching == null
            ? `(select cast(null as bigint) as record_id, cast(null as bigint) as seniority,
                cast(null as bigint) as beside_id, cast(null as varchar) as record_key,
                cast(null as varchar) as name_masked where 1 = 0)`
            : warehouse.parquet([join(folders.identity, before.matching.path, 'members')])
    const parties =
        before === null
            ? `(select cast(null as bigint) as record_id, cast(null as bigint) as party_id
                where 1 = 0)`
            : warehouse.parquet([join(folders.human, before.path)])
    await writeTable(
        desk,
        'members',
        `with present as (
            select records.record_id, records.known_since, records.name_masked,
                records.system || ':' || records.entity || ':' || records.source_key as record_key,
                owners.owner_record_id is null as is_bare
            from ${built.records} records
            left join (select distinct owner_record_id from ${built.accounts} accounts) owners
            on owners.owner_record_id = records.record_id
        ),
        old as (
            select old.record_id, old.seniority, old.record_key, old.name_masked,
                coalesce(parties.party_id, old.record_id) as party_id
            from ${old} old left join ${parties} parties on parties.record_id = old.record_id
        ),
        fresh as (
            select present.record_id, present.record_key, present.name_masked, row_number() over (
                order by present.is_bare, present.known_since nulls last, present.record_id
            ) + (select coalesce(max(seniority), 0) from old) as seniority
            from present left join old on old.record_id = present.record_id
            where old.record_id is null
        ),
        heads as (
            select old.party_id, min(old.seniority) as seniority
            from old join present on present.record_id = old.record_id
            group by old.party_id
        )
        select record_id, seniority, row_number() over (order by seniority) - 1 as member_no,
            beside_id, record_key, name_masked
        from (
        select record_id, seniority, cast(null as bigint) as beside_id, record_key, name_masked
        from fresh
        union all
        select old.record_id, old.seniority,
            case when present.record_id is null then besides.record_id end as beside_id,
            old.record_key, coalesce(present.name_masked, old.name_masked) as name_masked
        from old left join present on present.record_id = old.record_id
        left join heads on heads.party_id = old.party_id
        left join old besides on besides.seniority = heads.seniority
        ) members`,
    )
}

async function digestOf(
    { warehouse, signal }: IdentityContext,
    {
        work,
        figures,
        loaded,
        seed,
    }: {
        readonly work: string
        readonly figures: readonly ComparisonFigures[]
        readonly loaded: LoadedIdentity
        readonly seed: number
    },
): Promise<string> {
    const hash = createHash('sha256').update(`${loaded.policyKey} ${seed}`)
    const add = async (
        folder: string,
        table: string,
        columns: readonly string[],
    ): Promise<void> => {
        const texts = columns.map((name) => `cast(${name} as varchar)`)
        const cells = warehouse.dialect.cells_hash(...texts)
        const sql =
            `select count(*) as n, ` +
            `cast(sum(cast(${cells} as decimal(38,0))) as varchar) as total ` +
            `from ${tableOf({ warehouse, folder }, table)} rows`
        const [row] = await warehouse.rows(sql)
        hash.update(`\n${table} ${row?.n} ${row?.total}`)
    }
    signal.throwIfAborted()
    await add(work, 'members', ['record_id', 'seniority'])
    for (const { id, model } of figures) {
        if (model === null) continue
        await add(join(work, id), 'records', ['record_no', 'record_id'])
        await add(join(work, id), 'pairs', ['left_no', 'right_no', 'weight'])
        hash.update(JSON.stringify(model.fields))
    }
    return hash.digest('hex')
}

/** Puts a finished matching in place; one of the same digest is the same. */
async function place(work: string, whole: string): Promise<void> {
    await mkdir(join(whole, '..'), { recursive: true, mode: 0o700 })
    try {
        await rename(work, whole)
    } catch (cause) {
        const code = (cause as NodeJS.ErrnoException).code
        if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw cause
    }
}
