import type { Month } from '#domain/month.ts'
import type { BuiltContext } from '#pipeline/bank-context.ts'
import { listGroups } from '#pipeline/groups/list-groups.ts'
import { showGroup } from '#pipeline/groups/show-group.ts'
import type { Viewer } from '#serving/withhold.ts'
import { assertOpenParty } from './assert-open-party.ts'
import { withBank } from './bank-session.ts'
import { monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { groupListText, groupText } from './terminal/groups-text.ts'
import { viewerOf } from './viewer.ts'

/** What `tong identity groups` and `tong identity households` are given. */
export type GroupFlags = { readonly month?: string; readonly limit: string }

const limitMax = 1000

/** What is asked of the groups or households of a month. */
type Asked = { readonly month: Month | null; readonly viewer: Viewer }

/** How one sort of groups is read and told. */
export type GroupReaders<Listed, Shown> = {
    readonly list: (
        context: BuiltContext,
        asked: Asked & { readonly limit: number },
    ) => Promise<Listed>
    readonly show: (
        context: BuiltContext,
        asked: Asked & { readonly party: string },
    ) => Promise<Shown & { readonly partyId: bigint; readonly monthNo: Month }>
    readonly listText: (
        frame: Frame,
        told: { readonly found: Listed; readonly currency: string },
    ) => string
    readonly showText: (
        frame: Frame,
        told: { readonly found: Omit<Shown, 'partyId' | 'monthNo'>; readonly currency: string },
    ) => string
}

/** Answers with the list of a month, or with what a party stands in. */
export async function answerGroups<Listed, Shown>(
    frame: Frame,
    { party, flags }: { readonly party: string | null; readonly flags: GroupFlags },
    readers: GroupReaders<Listed, Shown>,
): Promise<void> {
    const month = monthFlag(flags.month)
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { context } = session
        const viewer = viewerOf(session)
        const currency = context.settings.baseCurrency
        if (party === null) {
            const found = await readers.list(context, { month, limit, viewer })
            frame.answer({ json: found, text: () => readers.listText(frame, { found, currency }) })
            return
        }
        const shown = await readers.show(context, { party, month, viewer })
        const { partyId, monthNo, ...found } = shown
        await assertOpenParty(session, { party, partyId: String(partyId), month: monthNo })
        frame.answer({ json: found, text: () => readers.showText(frame, { found, currency }) })
    })
}

/** `tong identity groups [PARTY]`: the largest groups, or the tree of one. */
export async function identityGroups(
    frame: Frame,
    party: string | null,
    flags: GroupFlags,
): Promise<void> {
    await answerGroups(
        frame,
        { party, flags },
        { list: listGroups, show: showGroup, listText: groupListText, showText: groupText },
    )
}
