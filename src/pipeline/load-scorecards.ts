import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Month } from '#domain/month.ts'
import { type Failure, Refusal, refuse } from '#domain/result.ts'
import { parseScorecard } from '#scores/parse-scorecard.ts'
import type { Scorecard, ScorecardKind } from '#scores/scorecard.ts'
import { scorecardInForce } from '#scores/scorecards-in-force.ts'
import { type CardsOfMonth, writeScores } from '#scores/write-scores.ts'
import type { BankContext } from './bank-context.ts'

/** A version of a scorecard; its key is `value_score@2025-01#<first 12 hex of sha256>`. */
export type LoadedScorecard = { readonly card: Scorecard; readonly cardKey: string }

/**
 * All versions of all scorecards below the policy roots. Of two that take effect in the same month
 * the one of the later root counts: a bank's own stands in place of a shipped one. Throws Refusal
 * with every fault of every file.
 */
export async function loadScorecards({
    policyRoots,
    settings: { baseCurrency },
}: Pick<BankContext, 'policyRoots' | 'settings'>): Promise<readonly LoadedScorecard[]> {
    const loaded = new Map<string, LoadedScorecard>()
    const failures: Failure[] = []
    for (const root of policyRoots) {
        const files = await Array.fromAsync(glob('*/*.yaml', { cwd: root }))
        for (const file of files.sort()) {
            const text = await readFile(join(root, file), 'utf8')
            if (!isScorecard(text)) continue
            const parsed = parseScorecard(text, { file: `policies/${file}`, baseCurrency })
            if (!parsed.ok) failures.push(...parsed.failures)
            else
                loaded.set(nameOf(parsed.value), {
                    card: parsed.value,
                    cardKey: keyOf(parsed.value, text),
                })
        }
    }
    if (failures.length > 0) throw new Refusal(failures)
    return [...loaded.values()]
}

/** Whether a file of rules says that it is a scorecard; the others are of ladders. */
export function isScorecard(text: string): boolean {
    return /^scorecard:/m.test(text)
}

function nameOf({ scorecard, effectiveFrom }: Scorecard): string {
    return `${scorecard}@${effectiveFrom}`
}

function keyOf({ scorecard, version }: Scorecard, text: string): string {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
    return `${scorecard}@${version}#${hash}`
}

/** The scorecards that a month is scored by, one of a kind. Refuses where one has no version. */
export function scorecardsOfMonth(
    loaded: readonly LoadedScorecard[],
    month: Month,
): Readonly<Record<ScorecardKind, LoadedScorecard>> {
    const find = (scorecard: ScorecardKind): LoadedScorecard =>
        scorecardInForce(loaded, { scorecard, month }) ??
        refuse('pipeline.scorecard_missing', { scorecard })
    return { value_score: find('value_score'), rfm: find('rfm'), behaviour: find('behaviour') }
}

/** The same as trees, by what each is for. */
export function cardsOfMonth(loaded: readonly LoadedScorecard[], month: Month): CardsOfMonth {
    const { value_score, rfm, behaviour } = scorecardsOfMonth(loaded, month)
    return {
        value: cardAs(value_score.card, 'value_score'),
        rfm: cardAs(rfm.card, 'rfm'),
        behaviour: cardAs(behaviour.card, 'behaviour'),
    }
}

function cardAs<Kind extends ScorecardKind>(
    card: Scorecard,
    kind: Kind,
): Extract<Scorecard, { readonly scorecard: Kind }> {
    if (card.scorecard !== kind) throw new Error(`${card.scorecard} is no ${kind}`)
    return card as Extract<Scorecard, { readonly scorecard: Kind }>
}

/** Writes the texts of the score models by month; the same cards are written once. */
export function scoreWriter(
    loaded: readonly LoadedScorecard[],
): (month: Month) => Readonly<Record<string, string>> {
    const written = new Map<string, Readonly<Record<string, string>>>()
    return (month) => {
        const keys = Object.values(scorecardsOfMonth(loaded, month)).map(({ cardKey }) => cardKey)
        const name = keys.join(' ')
        const texts = written.get(name) ?? writeScores(cardsOfMonth(loaded, month))
        written.set(name, texts)
        return texts
    }
}
