import { exactText, moneyText } from '#exports/number-text.ts'
import type { NeededLists, NeededPart, NeededParty } from '#serving/read-needed.ts'
import type { Frame } from '../run-command.ts'
import type { ShownDay } from '../shown-day.ts'
import { tierName } from '../shown-names.ts'
import { dayNotes, shortDay, weightNotes } from './day-notes.ts'
import { type Column, renderTable } from './table.ts'

/** The lists of a day and what they are told of. */
export type TodayParts = {
    readonly lists: NeededLists
    readonly shown: ShownDay
    /** The later day of the month from which amounts are told; null: none. */
    readonly later: number | null
}

/** On narrower terminals the lists go without what `tong today PARTY` tells too. */
const roomyWidth = 100

/** A day's lists to read: who is within reach of the next tier, who may fall below the one held. */
export function todayText(frame: Frame, parts: TodayParts): string {
    const { say, language, paint, dataFlag } = frame
    const { lists, shown } = parts
    const { ladder, asOf, daysKnown, days } = shown
    const { policy } = ladder.rules
    const title = say('cli.today.title', {
        ...{ ladder: policy.name[language], asOf, known: daysKnown, days },
    })
    const isDecided = daysKnown === days
    const body = isDecided
        ? [say('cli.today.decided')]
        : [
              partText(frame, { ...parts, part: lists.rise, list: 'rise' }),
              partText(frame, { ...parts, part: lists.keep, list: 'keep' }),
          ]
    const first = lists.rise.parties[0] ?? lists.keep.parties[0]
    const next =
        first === undefined
            ? []
            : [
                  say('cli.today.next', {
                      ...{ party: first.recordKey, asOf },
                      data: `${shown.ladderFlag}${dataFlag}`,
                  }),
              ]
    const notes = [
        ...(lists.unknown > 0 ? [say('cli.today.unknown', { unknown: lists.unknown })] : []),
        ...dayNotes(frame, shown),
        ...weightNotes(frame, policy),
    ]
    const soft = [...notes, ...next].map((line) => paint('soft', line))
    return [paint('strong', title), ...body, soft.join('\n')].join('\n\n')
}

type PartOf = TodayParts & { readonly part: NeededPart; readonly list: 'rise' | 'keep' }

function partText(frame: Frame, { part, list, shown, later }: PartOf): string {
    const { say, language, width, paint } = frame
    const { policy } = shown.ladder.rules
    const amount = moneyText(part.atStake, { language, currency: policy.currency })
    const title = say(`cli.today.${list}`, { total: part.total, amount })
    if (part.total === 0) return `${title}\n${say('cli.list.empty')}`
    const fields = fieldsOf(frame, { list, shown, later })
    const table = renderTable({
        columns: fields,
        rows: part.parties.map((party) => fields.map(({ cell }) => cell(party))),
        width,
        paint,
    })
    const more = part.total - part.parties.length
    return [title, table, ...(more > 0 ? [say('cli.list.more', { more })] : [])].join('\n')
}

type Field = Column & { readonly cell: (party: NeededParty) => string }

function fieldsOf(
    frame: Frame,
    { list, shown, later }: Pick<PartOf, 'list' | 'shown' | 'later'>,
): readonly Field[] {
    const { say, language, width } = frame
    const { policy } = shown.ladder.rules
    const { currency } = policy
    const name = (tier: string | null): string => tierName(policy, tier, frame)
    const text = (title: string, cell: Field['cell'], isFlexible = false): Field => ({
        ...{ title, cell, isFlexible },
    })
    const amount = (title: string, of: (party: NeededParty) => string | null): Field => ({
        title,
        align: 'right',
        cell: (party) => {
            const found = of(party)
            return found === null ? '–' : exactText(found, language)
        },
    })
    const [from] = shown.from
    const needed = (day: number): string =>
        say('cli.today.column.needed', { day: shortDay(shown, day) })
    return [
        text(say('cli.list.column.party'), ({ recordKey }) => recordKey),
        text(say('cli.list.column.name'), (party) => party.name ?? '–', true),
        ...(width < roomyWidth
            ? []
            : [text(say('cli.list.column.branch'), ({ branch }) => branch ?? '–', true)]),
        ...(list === 'rise'
            ? [
                  text(
                      say('cli.today.column.aim'),
                      (one) => `${name(one.heldTier)} → ${name(one.aim)}`,
                  ),
              ]
            : [text(say('cli.today.column.held'), ({ heldTier }) => name(heldTier))]),
        amount(say('cli.today.column.balance', { currency }), ({ balance }) => balance),
        ...(from === undefined ? [] : [amount(needed(from), (one) => one.needed)]),
        ...(later === null || list === 'keep' || width < roomyWidth
            ? []
            : [amount(needed(later), (one) => one.neededLater)]),
        ...(list === 'rise'
            ? []
            : [amount(say('cli.today.column.leave'), ({ mayLeave }) => mayLeave)]),
    ]
}
