import { writeSurvivorship } from '#identity/survivorship/write-survivorship.ts'
import type { BankInputs } from '#pipeline/bank-inputs.ts'
import { writeTexts } from '#pipeline/survivorship-texts.ts'

/** What records say themselves: the founding one first, then whom a system knows latest. */
export const plainSurvivorship: BankInputs['survivorship'] = {
    ...writeSurvivorship(
        {
            id: 'plain',
            version: '2025-01',
            fields: new Map(),
            byDefault: [
                { word: 'founding', sources: [] },
                { word: 'latest_known', sources: [] },
            ],
        },
        { ranks: new Map() },
    ),
    survivorship_texts: writeTexts([]),
}
