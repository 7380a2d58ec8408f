import { amountText, countText, currencyText, moneyText } from '#exports/number-text.ts'
import { beneficialMillionths } from '#identity/groups/ultimate-holders.ts'
import type { GroupLine, GuaranteeCircle, ListedGroups } from '#pipeline/groups/list-groups.ts'
import type { GroupBranch, ShownGroup } from '#pipeline/groups/show-group.ts'
import type { MoneyText } from '#serving/summary.ts'
import type { Frame } from '../run-command.ts'
import { partyLabel } from './party-label.ts'
import { type Cell, renderTable } from './table.ts'
import { plainText, wrapText } from './text-fit.ts'

/** The groups of a month, and the currency of their amounts. */
export type GroupListParts = {
    readonly found: ListedGroups
    readonly currency: string
}

/** The largest groups, the lines that make them add up to the bank, and the guarantee circles. */
export function groupListText(frame: Frame, { found, currency }: GroupListParts): string {
    const { say, paint, width, language, dataFlag } = frame
    const { month, groups, parties, lines, circles, circlesFound, contested } = found
    const title = say('cli.identity.groups.title', { month, groups, parties })
    const circled = circles.map((circle) => circleText(frame, circle))
    const [first] = lines
    const notes = [
        ...(groups > lines.length
            ? [say('cli.identity.more', { more: groups - lines.length })]
            : []),
        ...(contested > 0 ? [say('cli.identity.groups.contested_many', { contested })] : []),
        ...withheldNote(frame, lines),
        say('cli.identity.groups.trace', { run: found.runId }),
        ...(first === undefined
            ? []
            : [say('cli.identity.groups.next', { party: first.head.recordKey, data: dataFlag })]),
    ]
    const amount = (text: string): string => amountText(text as MoneyText, language)
    const head = (id: string): string =>
        say(`cli.identity.groups.column.${id}`, { currency: currencyText({ language, currency }) })
    const sums = [
        { id: 'rest', line: found.rest },
        { id: 'bank', line: found.bank },
    ].map(({ id, line }): readonly Cell[] => [
        say(`cli.identity.groups.${id}`),
        '',
        '',
        countText(line.customers, language),
        amount(line.assets),
        amount(line.loans),
        '',
    ])
    const table = renderTable({
        columns: [
            { title: head('head') },
            { title: head('name'), isFlexible: true },
            { title: head('parties'), align: 'right' },
            { title: head('customers'), align: 'right' },
            { title: head('assets'), align: 'right' },
            { title: head('loans'), align: 'right' },
            { title: head('exposure'), align: 'right' },
        ],
        rows: [...lines.map((line) => lineCells(frame, line)), ...sums],
        width,
        paint,
    })
    return [
        paint('strong', title),
        table,
        ...(circlesFound === 0
            ? []
            : [
                  [
                      paint('strong', say('cli.identity.groups.circles', { circlesFound })),
                      ...circled.flatMap((line) => wrapText(line, width)),
                  ].join('\n'),
              ]),
        softLines(frame, notes),
    ].join('\n\n')
}

function lineCells({ language }: Frame, line: GroupLine): readonly Cell[] {
    const { head, parties, customers, amounts } = line
    const amount = (text: string | undefined): string =>
        text === undefined ? '–' : amountText(text as MoneyText, language)
    return [
        plainText(head.recordKey),
        plainText(head.name ?? '–'),
        countText(parties, language),
        countText(customers, language),
        amount(amounts?.assets),
        amount(amounts?.loans),
        amount(amounts?.exposure),
    ]
}

function withheldNote({ say }: Frame, lines: readonly GroupLine[]): readonly string[] {
    return lines.some(({ amounts }) => amounts === null)
        ? [say('cli.identity.groups.withheld_many')]
        : []
}

function circleText({ say }: Frame, { members, parties, connected }: GuaranteeCircle): string {
    const names = members.map(partyLabel).join(' · ')
    return say('cli.identity.groups.circle', { names, parties, connected })
}

/** The group of a party, and the currency of its amounts. */
export type GroupParts = { readonly found: ShownGroup; readonly currency: string }

/** The tree of a group, what it holds and owes, who is behind the party, guarantee circles. */
export function groupText(frame: Frame, { found, currency }: GroupParts): string {
    const { say, paint, width } = frame
    const { party, month, group, branches, circles } = found
    const title =
        group === null
            ? say('cli.identity.groups.none', { party: partyLabel(party), month })
            : say('cli.identity.groups.of', {
                  head: partyLabel(group.head),
                  month,
                  parties: group.parties,
                  customers: group.customers,
                  circular: group.partiesCircular,
              })
    const tree = branches.map((branch) => branchText(frame, branch, found))
    const parts = [
        wrapText(title, width)
            .map((line) => paint('strong', line))
            .join('\n'),
        tree.join('\n'),
        group === null ? '' : amountLines(frame, group, currency),
        holderLines(frame, found),
        circles
            .flatMap((circle) =>
                wrapText(
                    `${say('cli.identity.groups.circle_of')} ${circleText(frame, circle)}`,
                    width,
                ),
            )
            .join('\n'),
        softLines(frame, [say('cli.identity.groups.trace', { run: found.runId })]),
    ]
    return parts.filter((part) => part !== '').join('\n\n')
}

/** One member, indented by its level, with what it is held by. */
function branchText(
    frame: Frame,
    branch: GroupBranch,
    { party: asked }: Pick<ShownGroup, 'party'>,
): string {
    const { say, paint } = frame
    const { party, level, way, shareMillionths, cutFrom, isContested } = branch
    const share = shareMillionths === null ? 'none' : percentText(frame, shareMillionths)
    const how = [
        ...(way === null ? [] : [say('cli.identity.groups.way', { way, share })]),
        ...(cutFrom === null
            ? []
            : [say('cli.identity.groups.cut', { above: partyLabel(cutFrom) })]),
        ...(isContested ? [say('cli.identity.groups.contested')] : []),
    ]
    const name = partyLabel(party)
    const isAsked = party.partyId === asked.partyId
    const told = how.length === 0 ? '' : `  ${paint('soft', plainText(how.join(' · ')))}`
    return `${'  '.repeat(level)}${isAsked ? paint('strong', name) : name}${told}`
}

function amountLines(frame: Frame, { amounts, customersUnknown }: GroupLine, currency: string) {
    const { say, width, language } = frame
    if (amounts === null) return say('cli.identity.groups.withheld')
    const money = (text: string): string => moneyText(text as MoneyText, { language, currency })
    const lines = [
        say('cli.identity.groups.amounts', {
            assets: money(amounts.assets),
            loans: money(amounts.loans),
            inside: money(amounts.guaranteedInside),
            outside: money(amounts.guaranteedOutside),
            exposure: money(amounts.exposure),
        }),
        ...(customersUnknown > 0
            ? [say('cli.identity.groups.unknown', { unknown: customersUnknown })]
            : []),
    ]
    return lines.flatMap((line) => wrapText(line, width)).join('\n')
}

function holderLines(frame: Frame, found: ShownGroup): string {
    const { say, paint, width } = frame
    const { holders, untoldMillionths, isSettled, overheld, party } = found
    if (untoldMillionths === null) return ''
    const lines = [
        ...holders.map(({ party: holder, shareMillionths }) =>
            say('cli.identity.groups.holder', {
                name: partyLabel(holder),
                share: percentText(frame, shareMillionths),
                kind: isBeneficial(holder.kind, shareMillionths) ? 'beneficial' : 'other',
            }),
        ),
        ...(untoldMillionths > 0
            ? [say('cli.identity.groups.untold', { share: percentText(frame, untoldMillionths) })]
            : []),
        ...(isSettled ? [] : [say('cli.identity.groups.unsettled')]),
        ...overheld.map((one) => say('cli.identity.groups.overheld', { name: partyLabel(one) })),
    ]
    const head = say('cli.identity.groups.behind', { party: partyLabel(party) })
    return [
        ...wrapText(head, width).map((line) => paint('strong', line)),
        ...lines.flatMap((line) => wrapText(line, width)),
    ].join('\n')
}

function isBeneficial(kind: 'person' | 'company' | null, millionths: number): boolean {
    return kind === 'person' && millionths >= beneficialMillionths
}

/** Percent to four digits behind the point, so that 50.0001 % is not shown as 50 %. */
function percentText({ language }: Frame, millionths: number): string {
    const format = new Intl.NumberFormat(language, {
        style: 'percent',
        maximumFractionDigits: 4,
    })
    return format.format(millionths / 1_000_000)
}

function softLines({ width, paint }: Frame, notes: readonly string[]): string {
    return notes
        .flatMap((line) => wrapText(line, width))
        .map((line) => paint('soft', line))
        .join('\n')
}
