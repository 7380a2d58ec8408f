import { standingDecisions } from '#identity/decisions/standing-decisions.ts'
import { knownRecords, recordsById } from '#pipeline/identity/find-records.ts'
import { readDecisions, type ToldDecision } from '#pipeline/identity/read-decisions.ts'
import { withBank } from './bank-session.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'

const limitMax = 100_000

/** `tong identity log`: what people decided of records, the latest first, with who and why. */
export async function identityLog(frame: Frame, flags: { readonly limit: string }): Promise<void> {
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const all = await readDecisions(context.db)
        const held = new Map(standingDecisions(all).heldBack.map(({ no, by }) => [no, by] as const))
        const shown = all.toReversed().slice(0, limit)
        const known = shown.length === 0 ? null : await knownRecords(context)
        const ids = shown.flatMap(({ left, right }) => [left[0], right[0]])
        const named =
            known === null
                ? new Map()
                : await recordsById(context, {
                      known,
                      ids: ids.filter((id) => id !== undefined),
                  })
        const side = (records: readonly bigint[]): string => {
            const [first] = records
            const key = first === undefined ? '' : (named.get(first)?.recordKey ?? String(first))
            return records.length > 1 ? `${key} +${records.length - 1}` : key
        }
        frame.answer({
            json: { count: all.length, decisions: shown.map((one) => jsonOf(one, held)) },
            text: () => logText(frame, { all: all.length, shown, held, side }),
        })
    })
}

function jsonOf(one: ToldDecision, held: ReadonlyMap<number, number>): unknown {
    const { no, kind, left, right, actor, at, reason, undo } = one
    return {
        ...{ number: no, kind, left: left.map(String), right: right.map(String) },
        ...{ by: actor, at: at.toISOString(), reason, heldBackBy: held.get(no) ?? null },
        undone: undo === null ? null : { ...undo, at: undo.at.toISOString() },
    }
}

type Log = {
    readonly all: number
    readonly shown: readonly ToldDecision[]
    readonly held: ReadonlyMap<number, number>
    readonly side: (records: readonly bigint[]) => string
}

function logText(frame: Frame, { all, shown, held, side }: Log): string {
    const { say, width, paint } = frame
    if (all === 0) return say('cli.identity.log.none')
    const rows = shown.map((one): readonly Cell[] => [
        String(one.no),
        one.at.toISOString().slice(0, 10),
        say(`cli.identity.decided.${one.kind}`),
        side(one.left),
        side(one.right),
        one.actor,
        one.reason,
        stateOf(frame, { one, held }),
    ])
    const columns = [
        { title: say('cli.identity.log.number'), align: 'right' as const },
        { title: say('cli.identity.log.at') },
        { title: '' },
        { title: say('cli.identity.log.left'), isFlexible: true },
        { title: say('cli.identity.log.right'), isFlexible: true },
        { title: say('cli.identity.log.by') },
        { title: say('cli.identity.log.reason'), isFlexible: true },
        { title: '' },
    ]
    const more = all > shown.length ? [say('cli.identity.log.more', { count: all })] : []
    return [renderTable({ columns, rows, width, paint }), ...more].join('\n')
}

function stateOf(
    { say }: Frame,
    { one, held }: { readonly one: ToldDecision; readonly held: ReadonlyMap<number, number> },
): string {
    if (one.undo !== null) return say('cli.identity.log.undone', { by: one.undo.actor })
    const by = held.get(one.no)
    return by === undefined ? '' : say('cli.identity.log.held', { number: by })
}
