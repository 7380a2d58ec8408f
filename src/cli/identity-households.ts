import { listHouseholds } from '#pipeline/groups/list-households.ts'
import { showHouseholds } from '#pipeline/groups/show-household.ts'
import { assertOpenParty } from './assert-open-party.ts'
import { withBank } from './bank-session.ts'
import { type GroupFlags, limitFlag } from './identity-groups.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { householdListText, householdText } from './terminal/households-text.ts'
import { viewerOf } from './viewer.ts'

/** `tong identity households [PARTY]`: who lives together, and why somebody is pooled or is not. */
export async function identityHouseholds(
    frame: Frame,
    party: string | null,
    flags: GroupFlags,
): Promise<void> {
    const month = monthFlag(flags.month)
    const limit = limitFlag(flags)
    await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { context } = session
        const viewer = viewerOf(session)
        const currency = context.settings.baseCurrency
        if (party === null) {
            const found = await listHouseholds(context, { month, limit, viewer })
            frame.answer({ json: found, text: () => householdListText(frame, { found, currency }) })
            return
        }
        const asked = { party, month, viewer }
        const { partyId, monthNo, ...found } = await showHouseholds(context, asked)
        await assertOpenParty(session, { party, partyId: String(partyId), month: monthNo })
        frame.answer({ json: found, text: () => householdText(frame, { found, currency }) })
    })
}
