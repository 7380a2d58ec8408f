import type { Language, Say } from '#domain/say.ts'
import type { Trial, TrialSize } from '#tiers/trial.ts'
import { moneyText } from './number-text.ts'

/** All that a part of a trial's page looks at: the trial and one language to say it in. */
export type TrialView = {
    readonly trial: Trial
    readonly language: Language
    readonly say: Say
    /** The tiers of both policies, lowest first. */
    readonly tiers: readonly string[]
}

/** The name of a tier; null: without one. */
export function trialTierName(
    { trial, language, say }: Pick<TrialView, 'trial' | 'language' | 'say'>,
    id: string | null,
): string {
    if (id === null) return say('exports.trial.no_tier')
    const tiers = [...trial.after.tiers, ...trial.before.tiers]
    return tiers.find((tier) => tier.id === id)?.name[language] ?? id
}

/** The class that colours a tier, by its place. */
export function trialTierClass({ tiers }: Pick<TrialView, 'tiers'>, id: string | null): string {
    return id === null ? 'tier-none' : `tier-${tiers.indexOf(id)}`
}

/** Highest first, and those without a tier. */
export function placesOf({ tiers }: Pick<TrialView, 'tiers'>): readonly (string | null)[] {
    return [...tiers.toReversed(), null]
}

/** Versions without their hashes: `wealth@2026-01`. */
export function versionsText(versions: readonly string[]): string {
    return versions.map((version) => version.split('#')[0] ?? version).join(', ')
}

/** The assets of some parties, with the currency. */
export function assetsText({ trial, language }: TrialView, { sums }: TrialSize): string {
    return moneyText(sums.assets, { language, currency: trial.currency })
}

/** Which way a party goes that changes its place. */
export function kindOf(
    view: TrialView,
    move: { readonly from: string | null; readonly to: string | null },
): 'up' | 'down' {
    const places = placesOf(view)
    return places.indexOf(move.to) < places.indexOf(move.from) ? 'up' : 'down'
}
