import type { Language } from '#domain/say.ts'
import { exactText } from '#exports/number-text.ts'
import type { PartyCard } from '#serving/find-party.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Frame } from './run-command.ts'

/** Who a party is, to people: its masked name where there is one, and its record key. */
export function partyName({ name, recordKey }: PartyCard): string {
    return name === null ? recordKey : `${name} (${recordKey})`
}

/** An amount to the cent, rounded down; a dash where it is unknown. */
export function amountOrDash(amount: string | null, language: Language): string {
    return amount === null ? '–' : exactText(amount, language)
}

/** What people call a tier; a dash where there is none. */
export function tierName(
    policy: Policy,
    tier: string | null,
    { language, say }: Pick<Frame, 'language' | 'say'>,
): string {
    if (tier === null) return say('cli.tier.none')
    return policy.tiers.find(({ id }) => id === tier)?.name[language] ?? tier
}
