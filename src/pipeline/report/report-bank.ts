import type { FailureCode } from '#domain/failures.ts'
import { Refusal } from '#domain/result.ts'
import { readCloseActions } from '#serving/read-close-actions.ts'
import { type PublishedClose, readClose } from '#serving/read-closes.ts'
import type { ReportAction, ReportSummary } from '#serving/report-summary.ts'
import { scopeFlag } from '#serving/scope-flag.ts'
import { summarise } from '#serving/summarise.ts'
import type { Summary } from '#serving/summary.ts'
import type { BankContext } from '../bank-context.ts'
import { type MostComplete, mostComplete } from '../cuts/last-complete.ts'
import { mainSpreads } from '../features/main-spreads.ts'
import { findingsOf } from '../findings.ts'
import { lookAtQuality } from '../quality/look-at-quality.ts'
import { findScope, type ScopeAsked } from './find-scope.ts'
import type { FoundScope } from './found-scope.ts'
import { readConcentrationOf } from './read-concentration.ts'
import { readCutActions, tablesOfActions } from './read-cut-actions.ts'
import { readLifecycle } from './read-lifecycle.ts'
import { readMaturing } from './read-maturing.ts'
import { readRfmMap } from './read-rfm-map.ts'
import { readValueTiers } from './read-value-tiers.ts'

/** Which report: of a ladder's close, of the whole bank or of a part of it. */
export type ReportAsked = {
    readonly ladder: string
    /** Null for the ladder's last close. */
    readonly month: PublishedClose['month'] | null
    readonly scope: ScopeAsked
    readonly isDemo: boolean
}

/** Customers told of each action: a whole bank needs examples, a book needs the work itself. */
const firstOfBank = 5
const firstOfPart = 20

/**
 * All that the report of a close shows, for anyone's eyes. Sections whose models no run has built
 * are null. Refuses with `serving.nothing_closed`, `serving.month_not_closed`, and as `findScope`
 * does.
 */
export async function reportBank(
    context: BankContext,
    { ladder, month, scope: asked, isDemo }: ReportAsked,
): Promise<ReportSummary> {
    const { db, settings } = context
    const close = await readClose(db, { ladder, month })
    const scope = await findScope(context, { asked, month: close.month })
    const summary = await summarise({
        ...{ db, close, among: scope.among },
        bank: { baseCurrency: settings.baseCurrency, demo: isDemo },
        // What is amiss in the data is so for the whole bank.
        findings: asked.kind === 'bank' ? await findingsOf(context, close.runId) : [],
    })
    const parts = { close, scope, summary }
    const built = await unlessUnbuilt(builtFeatures(context, close))
    return {
        ...summary,
        scope: scope.scope,
        spreads: (await unlessUnbuilt(mainSpreads(context, close.month, scope.open))) ?? [],
        ...(built === null ? nothingBuilt : await readSections(context, { ...parts, built })),
        lifecycle: await unlessUnbuilt(
            readLifecycle(context, { month: close.month, among: scope.open }),
        ),
        quality:
            asked.kind === 'bank'
                ? await unlessUnbuilt(
                      lookAtQuality(context, { scope: null, asOf: summary.run.asOf }),
                  ).then((found) => found?.report ?? null)
                : null,
        actions: await readActions(context, { ...parts, built }),
        featuresRun: built?.built.runId ?? null,
    }
}

type Parts = {
    readonly close: PublishedClose
    readonly scope: FoundScope
    readonly summary: Summary
}

const sectionTables = ['scores.value_scores', 'scores.rfm', 'features.party_maturities'] as const

async function builtFeatures(context: BankContext, close: PublishedClose): Promise<MostComplete> {
    const tables = [...new Set([...sectionTables, ...(await tablesOfActions(context, close))])]
    return await mostComplete(context, { month: close.month, tables })
}

const nothingBuilt = { values: null, rfm: null, concentration: null, maturing: null } as const

async function readSections(
    context: BankContext,
    { close, scope, summary, built: found }: Parts & { readonly built: MostComplete },
): Promise<Pick<ReportSummary, keyof typeof nothingBuilt>> {
    const { built, unbuilt } = found
    const tiers = summary.tiers.map(({ id }) => id)
    const hasBuilt = (table: string): boolean => !unbuilt.includes(table)
    const open = { built, among: scope.open }
    return {
        values: hasBuilt('scores.value_scores')
            ? await readValueTiers(context, { close, built, tiers, among: scope.parties })
            : null,
        rfm: hasBuilt('scores.rfm') ? await readRfmMap(context, open) : null,
        concentration: await readConcentrationOf(context, open),
        maturing: hasBuilt('features.party_maturities') ? await readMaturing(context, open) : null,
    }
}

async function readActions(
    context: BankContext,
    { close, scope, built }: Parts & { readonly built: MostComplete | null },
): Promise<readonly ReportAction[]> {
    const limit = scope.parties === null ? firstOfBank : firstOfPart
    const { among, open } = scope
    const ofClose = await readCloseActions(context.db, { close, among, limit })
    const ofCuts =
        built === null ? [] : await readCutActions(context, { ...built, close, among: open, limit })
    return [...ofClose, ...ofCuts]
        .map((action) => ofPart(action, scope))
        .toSorted((one, two) => Number(two.amount) - Number(one.amount))
}

/** Commands that know branches and books list those of the part alone, as the report does. */
function ofPart(action: ReportAction, { scope }: FoundScope): ReportAction {
    const isPart = /^(?:list|cuts show|quality parties) /.test(action.command)
    return isPart ? { ...action, command: `${action.command}${scopeFlag(scope)}` } : action
}

/** What says that nobody has built a thing yet, which takes a section away and not the report. */
const unbuiltCodes: readonly FailureCode[] = [
    'pipeline.cuts_missing',
    'pipeline.cuts_not_built',
    'pipeline.features_not_built',
    'pipeline.lifecycle_changed',
    'pipeline.lifecycle_missing',
    'pipeline.lifecycle_not_built',
    'pipeline.quality_nothing',
]

async function unlessUnbuilt<T>(work: Promise<T>): Promise<T | null> {
    try {
        return await work
    } catch (cause) {
        const isUnbuilt =
            cause instanceof Refusal &&
            cause.failures.every(({ code }) => unbuiltCodes.includes(code))
        if (isUnbuilt) return null
        throw cause
    }
}
