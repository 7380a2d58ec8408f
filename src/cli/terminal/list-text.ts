import { formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import type { Say } from '#domain/say.ts'
import { exactText } from '#exports/number-text.ts'
import { partName } from '#exports/report-answer.ts'
import { difference } from '#exports/summary-figures.ts'
import type { AssignmentView } from '#serving/assignment-view.ts'
import type { PublishedClose } from '#serving/read-closes.ts'
import type { ListedParty, ListKind, PartyList } from '#serving/read-list.ts'
import type { ReportScope } from '#serving/report-summary.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Frame } from '../run-command.ts'
import { amountOrDash, tierName } from '../shown-names.ts'
import { causeText, givenText } from './cause-text.ts'
import { type Column, renderTable } from './table.ts'
import { plainText } from './text-fit.ts'

/** A list and what it was taken from. */
export type ListParts = {
    readonly found: PartyList
    readonly kind: ListKind
    readonly policy: Policy
    readonly close: PublishedClose
    readonly scope: ReportScope
    readonly currency: string
    /** As `ladderFlag` writes it. */
    readonly ladderFlag: string
}

/** On narrower terminals a list goes without what can be asked for in `tong explain`. */
const roomyWidth = 100
/** Where a reason has to be read, there is room for more only here. */
const wideWidth = 120

/** A list as a table, with its head and where to ask on. */
export function listText(frame: Frame, parts: ListParts): string {
    const { say, width, paint } = frame
    const { found, kind, close, scope, ladderFlag } = parts
    const { total, parties } = found
    const month = formatMonth(close.month)
    const list = say(`cli.list.${kind}`)
    const title = say('cli.list.title', { list, month, total, part: partText(scope, say) })
    if (parties.length === 0) return `${title}\n${say('cli.list.empty')}`
    const fields = fieldsOf(frame, parts)
    const table = renderTable({
        columns: fields,
        rows: parties.map((party) => fields.map(({ cell }) => cell(party))),
        width,
        paint,
    })
    const more =
        total > parties.length ? say('cli.list.more', { more: total - parties.length }) : ''
    const party = parties[0]?.recordKey ?? ''
    const next = say('cli.list.next', { party, data: `${ladderFlag}${frame.dataFlag}` })
    return [title, table, more, next].filter((line) => line !== '').join('\n')
}

/** The name of a part of the bank, for a title; `none` of the whole bank, as the texts expect. */
export function partText(scope: ReportScope, say: Say): string {
    return scope.kind === 'bank' ? 'none' : plainText(partName(scope, say))
}

/** Columns by name; a number is the width of the terminal from which a column is shown. */
type Shown = readonly (FieldName | readonly [FieldName, number])[]

/** Each list shows what its reader has to act on. */
const shownFields: Readonly<Record<ListKind, Shown>> = {
    all: [['branch', roomyWidth], 'tier', 'measure', 'gap', ['near', roomyWidth], 'why'],
    near: [['branch', roomyWidth], 'tier', 'measure', 'distance', 'near', ['why', roomyWidth]],
    movers: [['branch', roomyWidth], 'move', 'measure', 'why'],
    protected: [['branch', roomyWidth], 'earned', 'measure', 'keep', 'left'],
    untiered: [['branch', roomyWidth], 'tier', 'measure', 'before', 'why'],
    qualified: [['branch', roomyWidth], 'tier', 'qualified', 'measure', 'why'],
    given: [['branch', wideWidth], 'move_given', ['measure', roomyWidth], 'given'],
}

type FieldName = 'party' | 'name' | 'branch' | keyof TierCells | keyof AmountCells
type TextOf = (party: ListedParty) => string

/** A column with what it shows of a party. */
type Field = Column & { readonly cell: TextOf }

function fieldsOf(frame: Frame, parts: ListParts): readonly Field[] {
    const { kind, currency } = parts
    const texts = tierCells(frame, parts)
    const amounts = amountCells(frame, parts)
    const cells: Readonly<Record<FieldName, TextOf>> = {
        party: ({ recordKey }) => recordKey,
        name: ({ name }) => name ?? '–',
        branch: ({ branch }) => branch ?? '–',
        ...texts,
        ...amounts,
    }
    const shown: Shown = ['party', 'name', ...shownFields[kind]]
    return shown.flatMap((one) => {
        const [name, widthMin] = typeof one === 'string' ? [one, 0] : one
        if (frame.width < widthMin) return []
        const title = frame.say(`cli.list.column.${name}`, { currency })
        const align = name in amounts ? 'right' : 'left'
        const isFlexible = ['name', 'branch', 'why', 'given'].includes(name)
        return [{ title, align, isFlexible, cell: cells[name] }]
    })
}

type TierCells = Readonly<
    Record<
        | 'tier'
        | 'earned'
        | 'before'
        | 'qualified'
        | 'move'
        | 'move_given'
        | 'near'
        | 'why'
        | 'given',
        TextOf
    >
>

function tierCells(frame: Frame, { policy }: ListParts): TierCells {
    const style = { ...frame, policy }
    const name = (tier: string | null): string => tierName(policy, tier, frame)
    return {
        tier: ({ assignment }) => name(assignment.tier),
        earned: ({ assignment }) => name(assignment.earnedTier),
        before: ({ tierBefore }) => name(tierBefore),
        qualified: ({ assignment }) => name(assignment.qualifiedFor),
        move: ({ assignment, tierBefore }) => `${name(tierBefore)} → ${name(assignment.tier)}`,
        move_given: ({ assignment }) => `${name(assignment.earnedTier)} → ${name(assignment.tier)}`,
        near: ({ assignment }) => nearMark(assignment, name),
        why: ({ assignment }) => causeText(assignment, style),
        given: ({ assignment }) => givenText(assignment, style),
    }
}

type AmountCells = Readonly<Record<'measure' | 'gap' | 'distance' | 'keep' | 'left', TextOf>>

function amountCells({ language }: Frame, { policy }: ListParts): AmountCells {
    const short = (amount: string | null): string =>
        amount === null ? '' : exactText(amount, language, 'up')
    return {
        measure: ({ assignment }) => amountOrDash(assignment.measure, language),
        gap: ({ assignment }) => short(assignment.nextGap),
        distance: ({ assignment }) => distanceText(assignment, { policy, language }),
        keep: ({ assignment }) => short(assignment.keepGap),
        left: ({ assignment }) => String(assignment.reviewsLeft ?? ''),
    }
}

/** What is missing to the threshold above (`↑`), or what stands above one's own (`↓`). */
function distanceText(
    { near, nextGap, measure, rawTier }: AssignmentView,
    { policy, language }: Pick<Frame, 'language'> & { readonly policy: Policy },
): string {
    if (near === 'up') return nextGap === null ? '' : exactText(nextGap, language, 'up')
    const atLeast = policy.tiers.find(({ id }) => id === rawTier)?.atLeast ?? null
    if (near === null || measure === null || atLeast === null) return ''
    return exactText(difference({ of: measure, less: formatDecimal(atLeast) }), language)
}

/** `↑ Gold` just below a threshold, `↓ Gold` just above the one of the tier below it. */
function nearMark(
    { near, nextTier, rawTier }: AssignmentView,
    name: (tier: string | null) => string,
): string {
    if (near === null) return ''
    return near === 'up' ? `↑ ${name(nextTier)}` : `↓ ${name(rawTier)}`
}
