import { listHouseholds } from '#pipeline/groups/list-households.ts'
import { showHouseholds } from '#pipeline/groups/show-household.ts'
import { answerGroups, type GroupFlags } from './identity-groups.ts'
import type { Frame } from './run-command.ts'
import { householdListText, householdText } from './terminal/households-text.ts'

/** `tong identity households [PARTY]`: who lives together, and why somebody is pooled or is not. */
export async function identityHouseholds(
    frame: Frame,
    party: string | null,
    flags: GroupFlags,
): Promise<void> {
    await answerGroups(
        frame,
        { party, flags },
        {
            ...{ list: listHouseholds, show: showHouseholds },
            ...{ listText: householdListText, showText: householdText },
        },
    )
}
