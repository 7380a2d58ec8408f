import { refuse } from '#domain/result.ts'
import { type ListedOverride, listOverrides } from '#workbench/overrides/list-overrides.ts'
import { ladderOf } from './closing-summary.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { renderTable } from './terminal/table.ts'
import { withWorkbench } from './workbench-session.ts'

/** What `tong overrides list` is given. */
export type ListOverridesFlags = {
    readonly ladder?: string
    readonly ending?: string
    readonly open?: boolean
}

const limit = 1000

/** `tong overrides list`: those that wait or hold, that only wait, or that end in a month. */
export async function overridesList(frame: Frame, flags: ListOverridesFlags): Promise<void> {
    const { say } = frame
    const month = monthFlag(flags.ending)
    if (month !== null && flags.open === true) {
        refuse('cli.flags_together', { one: '--ending', other: '--open' })
    }
    await withWorkbench(
        frame,
        { access: 'read', by: undefined, ladders: [] },
        async (workbench) => {
            const ladder = ladderOf(workbench.settings.ladders, flags.ladder)
            const open = flags.open === true ? 'open' : 'all'
            const which =
                month === null ? ({ kind: open } as const) : ({ kind: 'ending', month } as const)
            const { total, overrides } = await listOverrides(workbench, { ladder, which, limit })
            frame.answer({
                json: { ladder, total, overrides },
                text: () => {
                    const title = say('cli.overrides.title', {
                        ladder,
                        which: which.kind,
                        month: flags.ending ?? '',
                        total,
                    })
                    if (overrides.length === 0) return title
                    const more = total - overrides.length
                    const rest = more > 0 ? [say('cli.list.more', { more })] : []
                    return [title, overridesTable(frame, overrides), ...rest].join('\n')
                },
            })
        },
    )
}

function overridesTable(
    { say, width, paint }: Frame,
    overrides: readonly ListedOverride[],
): string {
    const columns = [
        { title: say('cli.overrides.column.number'), align: 'right' },
        { title: say('cli.list.column.party') },
        { title: say('cli.list.column.tier') },
        { title: say('cli.overrides.column.months') },
        { title: say('cli.overrides.column.status') },
        { title: say('cli.overrides.column.who'), isFlexible: true },
        { title: say('cli.overrides.column.reason'), isFlexible: true },
    ] as const
    const rows = overrides.map((one) => [
        String(one.overrideId),
        one.recordKey ?? one.partyId,
        say('cli.overrides.tier', { mode: one.mode, tier: one.tier, lifts: one.lifts ?? 'none' }),
        `${one.from} – ${one.until}`,
        say(`cli.overrides.status.${one.status}`),
        [one.requestedBy, one.decidedBy].filter((name) => name !== null).join(' → '),
        one.reason,
    ])
    return renderTable({ columns, rows, width, paint })
}
