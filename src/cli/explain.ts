import { formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import { type ExplainedParty, explainParty } from '#serving/explain-party.ts'
import { sayExplanation } from '#tiers/explain-assignment.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { partyName, tierName } from './shown-names.ts'
import { wrapText } from './terminal/text-fit.ts'

/** What `tong explain` is given. */
export type ExplainFlags = {
    readonly party: string
    readonly ladder?: string
    readonly month?: string
}

/** Longer lines than this are hard to read. */
const textWidthMax = 100

/** `tong explain PARTY`: why a party has its tier, and what would change it. */
export async function explain(frame: Frame, flags: ExplainFlags): Promise<void> {
    const month = monthFlag(flags.month)
    await withBank(frame, { access: 'read', create: null }, async ({ bank, context }) => {
        const { db, settings, warehouse } = context
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const question = { party: flags.party, ladder, month }
        const { baseCurrency } = settings
        const { snapshots } = bank.folder
        const explained = await explainParty(question, { db, warehouse, snapshots, baseCurrency })
        const sentences = sayExplanation(explained.explanation, { ...explained, ...frame })
        frame.answer({
            json: explainJson(explained, sentences),
            text: () => explainText(frame, { explained, sentences }),
        })
    })
}

function explainJson(explained: ExplainedParty, sentences: readonly string[]): unknown {
    const { party, assignment, policyKey, runId, facts, explanation } = explained
    const features = Object.entries(facts ?? {}).filter(([name]) => catalogue.has(name))
    const shown = features.map(([name, fact]) => [name, factJson(fact)])
    return {
        party,
        assignment: { ...assignment, month: formatMonth(assignment.month) },
        sentences,
        parts: explanation.parts,
        unknown: explanation.unknown,
        facts: facts === null ? null : Object.fromEntries(shown),
        policyKey,
        runId,
    }
}

/** Exact numbers and ids are text in JSON. */
function factJson(fact: Fact): string | number | boolean | null {
    if (typeof fact === 'bigint') return String(fact)
    if (fact !== null && typeof fact === 'object') return formatDecimal(fact)
    return fact
}

type Shown = { readonly explained: ExplainedParty; readonly sentences: readonly string[] }

function explainText(frame: Frame, { explained, sentences }: Shown): string {
    const { say, language, paint } = frame
    const { party, assignment, policy, policyKey, runId } = explained
    const title = say('cli.explain.title', {
        party: partyName(party),
        ladder: policy.name[language],
        tier: tierName(policy, assignment.tier, { language, say }),
        month: formatMonth(assignment.month),
    })
    const width = Math.min(frame.width, textWidthMax)
    const body = sentences.flatMap((sentence) => wrapText(sentence, width))
    const next = `tong history ${party.recordKey}${frame.dataFlag}`
    const trace = say('cli.explain.trace', { policy: policyKey, run: runId, next })
    return [paint('strong', title), '', ...body, '', paint('soft', trace)].join('\n')
}
