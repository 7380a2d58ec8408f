import type { Kysely } from 'kysely'
import { addMonths, type Day, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type PublishedClose, readCloses } from '#serving/read-closes.ts'
import { readStoredPolicy } from '#serving/read-policy.ts'
import type { Tables } from '#store/tables.ts'
import type { BankContext } from './bank-context.ts'
import type { BankInputs, Close, PartyInputs } from './bank-inputs.ts'
import { readSources, type UsedBatch } from './batches/read-sources.ts'
import { closeWriter } from './close-writer.ts'
import { type RuledClose, readHumanFacts } from './human-facts.ts'
import type { HumanTable } from './human-table.ts'
import {
    type PartiesOf,
    type PartyResolution,
    partyFinder,
    resolveParties,
} from './identity/resolve-parties.ts'
import { type LoadedLifecycle, lifecycleWriter, loadLifecycles } from './load-lifecycles.ts'
import { type LoadedPolicy, loadPolicies, policyInForce } from './load-policies.ts'
import { type LoadedScorecard, loadScorecards, scoreWriter } from './load-scorecards.ts'
import { type LoadedSurvivorship, loadSurvivorship } from './load-survivorship.ts'
import { readManifest } from './manifest.ts'
import { hasOpeningStates, readOpeningStates } from './opening-states.ts'
import { survivorshipTexts } from './survivorship-texts.ts'

/** A close that a run is to make; `before` is the edition that it takes the place of. */
export type WantedClose = Close & { readonly before: PublishedClose | null }

/** A close with the rules that it follows: those in force, or those of the edition before it. */
export type PreparedClose = WantedClose & {
    readonly edition: number
    readonly rules: LoadedPolicy
    /** Those of the close that it reads, one month earlier; null: there is none. */
    readonly rulesBefore: LoadedPolicy | null
}

/** The inputs of a plan with what the manifest tells of them. */
export type PreparedInputs = {
    readonly inputs: BankInputs
    readonly batches: readonly UsedBatch[]
    readonly closes: readonly PreparedClose[]
    /** All versions of all scorecards. */
    readonly scorecards: readonly LoadedScorecard[]
    /** All versions of the lifecycle's rules. */
    readonly lifecycles: readonly LoadedLifecycle[]
    /** Which record tells what is shown of a party. */
    readonly survivorship: LoadedSurvivorship
    /** Which records are one party; null: every record is alone. */
    readonly parties: PartyResolution | null
    /** What people decided for these closes; tables without rows are left out. */
    readonly human: readonly HumanTable[]
}

/** Months of history that monthly models may look back on from the first close. */
const monthsBeforeFirstClose = 11

/**
 * Gathers what a run of this day reads to make these closes. Refuses where nothing has been
 * imported yet, and with what is wrong in policies or in what people decided.
 */
export async function prepareInputs(
    context: BankContext,
    { asOf, wanted }: { readonly asOf: Day; readonly wanted: readonly WantedClose[] },
): Promise<PreparedInputs> {
    const { settings, db } = context
    const sources = await readSources(context)
    const { batches, systems, tableOf } = sources
    if (systems.length === 0) refuse('pipeline.nothing_imported')
    const standing = new Map((await readCloses(db)).map((close) => [nameOf(close), close]))
    const closes = await prepareCloses(context, { wanted, standing })
    const scorecards = await loadScorecards(context)
    const lifecycles = await loadLifecycles(context)
    const survivorship = await loadSurvivorship(context, sources.contracts)
    const [writeScores, writeStages] = [scoreWriter(scorecards), lifecycleWriter(lifecycles)]
    const parties = await resolveParties(context)
    const human = await readDecisions(db, {
        closes,
        firstClose: settings.firstClose,
        partiesOf: partyFinder(context, parties),
    })
    const since = await partiesSince(context, { closes, standing, parties })
    const inputs: BankInputs = {
        asOf,
        baseCurrency: settings.baseCurrency,
        systems,
        sourceTable: tableOf,
        firstMonth: addMonths(settings.firstClose, -monthsBeforeFirstClose),
        firstClose: settings.firstClose,
        rulesOf: rulesOf(closes),
        scoresOf: (month) => ({ ...writeScores(month), ...writeStages(month) }),
        closedPath: (close) => {
            const isWanted = closes.some((one) => nameOf(one) === nameOf(close))
            return isWanted ? null : (standing.get(nameOf(close))?.assignmentsPath ?? null)
        },
        humanPath: (close, word) =>
            human.find((one) => one.kind === word && nameOf(one) === nameOf(close))?.path ?? null,
        parties:
            parties === null && since.length === 0 ? null : { path: parties?.path ?? null, since },
        survivorship: await survivorshipTexts(db, { survivorship, sources }),
        openingOf: (ladder) => {
            const table = human.find((one) => one.kind === 'opening' && one.ladder === ladder)
            const close = closes.find((one) => one.ladder === ladder)
            if (table === undefined || close === undefined) return null
            return { path: table.path, policy: close.rules.policy }
        },
    }
    return { inputs, batches, closes, scorecards, lifecycles, survivorship, human, parties }
}

const nameOf = ({ ladder, month }: Close): string => `${ladder}@${month}`

/**
 * The first close of each ladder whose parties are others than those of the close before it, or
 * than those that another system left. A ladder that begins with nobody has seen none before.
 */
async function partiesSince(
    { runsFolder, db }: Pick<BankContext, 'runsFolder' | 'db'>,
    {
        closes,
        standing,
        parties,
    }: {
        readonly closes: readonly PreparedClose[]
        readonly standing: ReadonlyMap<string, PublishedClose>
        readonly parties: PartyResolution | null
    },
): Promise<PartyInputs['since']> {
    const since: PartyInputs['since'][number][] = []
    for (const ladder of new Set(closes.map((close) => close.ladder))) {
        const month = Math.min(
            ...closes.filter((close) => close.ladder === ladder).map((close) => close.month),
        )
        const before = standing.get(nameOf({ ladder, month: addMonths(month, -1) }))
        if (before === undefined && !(await hasOpeningStates(db, ladder))) continue
        const manifest = before === undefined ? null : await readManifest(runsFolder, before.runId)
        // Manifests of before there was identity tell nothing of it.
        const path = manifest?.inputs.parties?.hash ?? null
        if (path !== (parties?.path ?? null)) since.push({ ladder, month, path })
    }
    return since
}

/** A month that is made again keeps the rules it was made under, word for word. */
async function prepareCloses(
    context: BankContext,
    {
        wanted,
        standing,
    }: {
        readonly wanted: readonly WantedClose[]
        readonly standing: ReadonlyMap<string, PublishedClose>
    },
): Promise<readonly PreparedClose[]> {
    const published = await loadPolicies(context)
    const stored = storedPolicies(context)
    const rules = new Map<string, LoadedPolicy>()
    for (const close of wanted) {
        const { before } = close
        rules.set(
            nameOf(close),
            before === null ? policyInForce(published, close) : await stored(before),
        )
    }
    const prepared: PreparedClose[] = []
    for (const close of wanted) {
        const { ladder, month, before } = close
        const earlier = nameOf({ ladder, month: addMonths(month, -1) })
        const stands = standing.get(earlier)
        prepared.push({
            ...close,
            edition: (before?.edition ?? 0) + 1,
            rules: rules.get(nameOf(close)) ?? policyInForce(published, close),
            rulesBefore: rules.get(earlier) ?? (stands === undefined ? null : await stored(stands)),
        })
    }
    return prepared
}

/** Reads the policies that closes have followed, each once. */
function storedPolicies({
    db,
    settings: { baseCurrency },
}: BankContext): (close: PublishedClose) => Promise<LoadedPolicy> {
    const read = new Map<string, LoadedPolicy>()
    return async ({ policyKey }) => {
        const policy =
            read.get(policyKey) ?? (await readStoredPolicy(db, { policyKey, baseCurrency }))
        read.set(policyKey, policy)
        return policy
    }
}

async function readDecisions(
    db: Kysely<Tables>,
    {
        closes,
        firstClose,
        partiesOf,
    }: {
        readonly closes: readonly PreparedClose[]
        readonly firstClose: Month
        readonly partiesOf: PartiesOf
    },
): Promise<readonly HumanTable[]> {
    const ruled: readonly RuledClose[] = closes.map(({ ladder, month, rules }) => ({
        ladder,
        month,
        policy: rules.policy,
    }))
    const tables = [...(await readHumanFacts(db, ruled, partiesOf))]
    for (const close of ruled) {
        if (close.month !== firstClose) continue
        const opening = await readOpeningStates(db, close)
        if (opening !== null) tables.push(opening)
    }
    return tables
}

function rulesOf(closes: readonly PreparedClose[]): BankInputs['rulesOf'] {
    const write = closeWriter()
    return (close) => {
        const found = closes.find((one) => nameOf(one) === nameOf(close))
        if (found === undefined) throw new Error(`${nameOf(close)} is not to be made`)
        return write(found.rules, found.rulesBefore)
    }
}
