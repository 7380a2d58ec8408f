import { addGrant } from '#workbench/grants/add-grant.ts'
import { decideGrant } from '#workbench/grants/decide-grant.ts'
import { type ListedGrant, listGrants } from '#workbench/grants/list-grants.ts'
import { ladderOf } from './closing-summary.ts'
import { readNumbers } from './overrides.ts'
import type { ByFlag } from './policies-way.ts'
import { dayFlag, monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { renderTable } from './terminal/table.ts'
import { withWorkbench } from './workbench-session.ts'

/** What `tong grants add` is given. */
export type AddGrantFlags = ByFlag & {
    readonly ladder?: string
    readonly tier: string
    readonly campaign: string
    readonly from: string
    readonly until: string
    readonly reason: string
}

/** `tong grants add FILE.csv`: asks that the parties of a file are lent a tier for a time. */
export async function addGrantOfFile(
    frame: Frame,
    file: string,
    { by, ladder: asked, tier, campaign, reason, ...days }: AddGrantFlags,
): Promise<void> {
    const from = dayFlag(days.from)
    const until = dayFlag(days.until)
    const { say, dataFlag } = frame
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        const ladder = ladderOf(workbench.settings.ladders, asked)
        const wish = { ladder, tier, campaign, from, until, reason, file }
        const { grantId, parties } = await addGrant(workbench, wish)
        frame.answer({
            json: { grant: grantId, parties, status: 'requested' },
            text: () => {
                const number = String(grantId)
                return [
                    say('cli.grants.requested', { number, count: parties, tier, from, until }),
                    say('cli.grants.next', { number, data: dataFlag }),
                ].join('\n')
            },
        })
    })
}

/** `tong grants approve ID` and `refuse ID`: the second person decides. */
export async function decideGrantById(
    frame: Frame,
    number: string,
    { by, status }: ByFlag & { readonly status: 'approved' | 'refused' },
): Promise<void> {
    const [id = 0] = readNumbers([number])
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        await decideGrant(workbench, { id, status })
        const { name } = workbench.actor
        frame.answer({
            json: { grant: id, status, by: name },
            text: () => frame.say(`cli.grants.${status}`, { number: String(id), name }),
        })
    })
}

/** `tong grants list`: those that wait or hold, or those that end in a month. */
export async function grantsList(
    frame: Frame,
    flags: { readonly ladder?: string; readonly ending?: string },
): Promise<void> {
    const ending = monthFlag(flags.ending)
    const options = { access: 'read', by: undefined, ladders: [] } as const
    await withWorkbench(frame, options, async (workbench) => {
        const ladder = ladderOf(workbench.settings.ladders, flags.ladder)
        const grants = await listGrants(workbench, { ladder, ending })
        frame.answer({
            json: { ladder, grants },
            text: () => {
                const which = ending === null ? 'all' : 'ending'
                const params = { ladder, which, month: flags.ending ?? '', total: grants.length }
                const title = frame.say('cli.grants.title', params)
                return grants.length === 0 ? title : `${title}\n${grantsTable(frame, grants)}`
            },
        })
    })
}

function grantsTable({ say, width, paint }: Frame, grants: readonly ListedGrant[]): string {
    const columns = [
        { title: say('cli.overrides.column.number'), align: 'right' },
        { title: say('cli.grants.column.campaign'), isFlexible: true },
        { title: say('cli.list.column.tier') },
        { title: say('cli.grants.column.days') },
        { title: say('cli.grants.column.parties'), align: 'right' },
        { title: say('cli.overrides.column.status') },
        { title: say('cli.overrides.column.who'), isFlexible: true },
        { title: say('cli.overrides.column.reason'), isFlexible: true },
    ] as const
    const rows = grants.map((one) => [
        String(one.grantId),
        one.campaign,
        one.tier,
        `${one.from} – ${one.until}`,
        String(one.parties),
        say(`cli.overrides.status.${one.status}`),
        [one.requestedBy, one.decidedBy].filter((name) => name !== null).join(' → '),
        one.reason,
    ])
    return renderTable({ columns, rows, width, paint })
}
