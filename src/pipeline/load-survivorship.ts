import type { Kysely } from 'kysely'
import { Refusal, refuse } from '#domain/result.ts'
import { parseSurvivorship } from '#identity/survivorship/parse-survivorship.ts'
import {
    reachRanks,
    type Survivorship,
    type SystemReaches,
} from '#identity/survivorship/survivorship.ts'
import { policyKey } from '#serving/loaded-policy.ts'
import type { Tables } from '#store/tables.ts'
import type { RulesContext } from './bank-context.ts'
import type { LoadedContract } from './load-contract.ts'
import { loadContracts } from './load-contracts.ts'
import { isHeaded, lastVersion, readRules } from './policy-files.ts'

/** A policy of survivorship; its key is `survivorship@2026-01#<first 12 hex of sha256>`. */
export type LoadedSurvivorship = {
    readonly policy: Survivorship
    readonly policyKey: string
}

/** What is needed to read it: rules, and the contracts whose systems it names. */
export type SurvivorshipContext = RulesContext & { readonly modelRoots: readonly string[] }

/**
 * Which record tells what is shown of a party: the last version of the bank's own, else of those
 * that come with Tong. Throws Refusal with every fault of every file, or with
 * `identity.survivorship_missing`. Contracts that have been `parsed` are not parsed again.
 */
export async function loadSurvivorship(
    context: SurvivorshipContext,
    parsed: readonly LoadedContract[] = [],
): Promise<LoadedSurvivorship> {
    const known = await knownSources(context.modelRoots, parsed)
    const rootsInTurn = [[context.folders.policies], context.policyRoots]
    for (const roots of rootsInTurn) {
        const { read, failures } = await readRules(roots, {
            isAsked: ({ text }) => isHeaded(text, 'survivorship'),
            parse: (text, { file }) => parseSurvivorship(text, { file, knownSources: known }),
        })
        if (failures.length > 0) throw new Refusal(failures)
        const last = lastVersion(read)
        if (last === null) continue
        const { rules: policy, text } = last
        const { version } = policy
        return { policy, policyKey: policyKey({ name: 'survivorship', version, text }) }
    }
    return refuse('identity.survivorship_missing')
}

/**
 * What a policy may name: all systems whose contract tells of records, `sample`, and their
 * entities, `sample:customer`; of shipped contracts and, in the second place, the bank's own.
 */
export async function knownSources(
    modelRoots: readonly string[],
    parsed: readonly LoadedContract[] = [],
): Promise<readonly string[]> {
    const [shipped = '', own = shipped] = modelRoots
    const { contracts } = await loadContracts({ shipped, own }, parsed)
    const named = contracts.flatMap(({ contract: { system, tables } }) => {
        const entities = tables.flatMap(({ record }) => (record === null ? [] : [record]))
        if (entities.length === 0) return []
        return [system, ...entities.map((entity) => `${system}:${entity}`)]
    })
    return [...new Set(named)].sort()
}

/** The place of each system by the last day that its data reaches, 0 for the furthest. */
export async function readReachRanks(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
    const rows = await db
        .selectFrom('workbench.batch_tables as part')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'part.batch_id')
        .select(['batch.system', ({ fn }) => fn.max('part.reach').as('reach')])
        .where('batch.status', '=', 'taken')
        .groupBy('batch.system')
        .orderBy('batch.system')
        .execute()
    const reaches: SystemReaches = new Map(rows.map(({ system, reach }) => [system, reach]))
    return reachRanks(reaches)
}
