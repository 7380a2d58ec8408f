import { listGroups } from '#pipeline/groups/list-groups.ts'
import { showGroup } from '#pipeline/groups/show-group.ts'
import { assertOpenParty } from './assert-open-party.ts'
import { withBank } from './bank-session.ts'
import { monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { groupListText, groupText } from './terminal/groups-text.ts'
import { viewerOf } from './viewer.ts'

/** What `tong identity groups` and `tong identity households` are given. */
export type GroupFlags = { readonly month?: string; readonly limit: string }

const limitMax = 1000

/** The number of `--limit`. */
export function limitFlag({ limit }: GroupFlags): number {
    return numberFlag(limit, { flag: '--limit', min: 1, max: limitMax })
}

/** `tong identity groups [PARTY]`: the largest groups, or the tree of one. */
export async function identityGroups(
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
            const found = await listGroups(context, { month, limit, viewer })
            frame.answer({ json: found, text: () => groupListText(frame, { found, currency }) })
            return
        }
        const { partyId, monthNo, ...found } = await showGroup(context, { party, month, viewer })
        await assertOpenParty(session, { party, partyId: String(partyId), month: monthNo })
        frame.answer({ json: found, text: () => groupText(frame, { found, currency }) })
    })
}
