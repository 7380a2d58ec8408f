import { amountText, countText, currencyText, moneyText } from '#exports/number-text.ts'
import type { HouseholdLine, ListedHouseholds, Proposal } from '#pipeline/groups/list-households.ts'
import type { Household, ShownHouseholds } from '#pipeline/groups/show-household.ts'
import type { MoneyText } from '#serving/summary.ts'
import type { Frame } from '../run-command.ts'
import { partyLabel } from './party-label.ts'
import { type Cell, renderTable } from './table.ts'
import { plainText, wrapText } from './text-fit.ts'

/** The households of a month, and the currency of their amounts. */
export type HouseholdListParts = { readonly found: ListedHouseholds; readonly currency: string }

/** The households with the largest assets, who is pooled and who is not, and proposals. */
export function householdListText(frame: Frame, { found, currency }: HouseholdListParts): string {
    const { say, paint, width, language, dataFlag } = frame
    const { month, households, shared, lines, proposals, proposed, inSeveral } = found
    const title = say('cli.identity.households.title', { month, households, shared })
    const [first] = lines
    const notes = [
        ...(shared > lines.length
            ? [say('cli.identity.more', { more: shared - lines.length })]
            : []),
        ...(inSeveral > 0 ? [say('cli.identity.households.several', { parties: inSeveral })] : []),
        ...(lines.some(({ amounts }) => amounts === null)
            ? [say('cli.identity.households.withheld_many')]
            : []),
        say('cli.identity.groups.trace', { run: found.runId }),
        ...(first === undefined
            ? []
            : [
                  say('cli.identity.households.next', {
                      party: first.first.recordKey,
                      data: dataFlag,
                  }),
              ]),
    ]
    const standings = found.standings.map(({ standing, parties }) =>
        say('cli.identity.households.counted', {
            standing: say('cli.identity.households.standing', { standing }),
            parties: countText(parties, language),
        }),
    )
    const asked = proposals.map((one) => proposalText(frame, one))
    return [
        paint('strong', title),
        linesTable(frame, { found, currency }),
        standings.flatMap((line) => wrapText(line, width)).join('\n'),
        ...(proposed === 0
            ? []
            : [
                  [
                      paint('strong', say('cli.identity.households.proposed', { proposed })),
                      ...asked.flatMap((line) => wrapText(line, width)),
                  ].join('\n'),
              ]),
        softLines(frame, notes),
    ].join('\n\n')
}

function linesTable(frame: Frame, { found, currency }: HouseholdListParts): string {
    const { say, paint, width, language } = frame
    const amount = (text: string | undefined): string =>
        text === undefined ? '–' : amountText(text as MoneyText, language)
    const head = (id: string): string =>
        say(`cli.identity.households.column.${id}`, {
            currency: currencyText({ language, currency }),
        })
    const cells = ({ first, parties, amounts }: HouseholdLine): readonly Cell[] => [
        plainText(first.recordKey),
        plainText(first.name ?? '–'),
        countText(parties, language),
        amount(amounts?.assets),
        amount(amounts?.loans),
    ]
    const sums = [
        { id: 'rest', line: found.rest },
        { id: 'bank', line: found.bank },
    ].map(({ id, line }): readonly Cell[] => [
        say(`cli.identity.households.${id}`),
        '',
        countText(line.customers, language),
        amount(line.assets),
        amount(line.loans),
    ])
    return renderTable({
        columns: [
            { title: head('first') },
            { title: say('cli.identity.groups.column.name'), isFlexible: true },
            { title: head('parties'), align: 'right' },
            { title: head('assets'), align: 'right' },
            { title: head('loans'), align: 'right' },
        ],
        rows: [...found.lines.map(cells), ...sums],
        width,
        paint,
    })
}

/** The households of a party, and the currency of their amounts. */
export type HouseholdParts = { readonly found: ShownHouseholds; readonly currency: string }

/** Each household of a party with everybody in it, and the ones that are proposed. */
export function householdText(frame: Frame, { found, currency }: HouseholdParts): string {
    const { say, paint, width } = frame
    const { party, month, households, proposals, runId } = found
    const title = say(
        households.length === 0 ? 'cli.identity.households.none' : 'cli.identity.households.of',
        { party: partyLabel(party), month, households: households.length },
    )
    return [
        wrapText(title, width)
            .map((line) => paint('strong', line))
            .join('\n'),
        ...households.map((one) => oneHousehold(frame, { found, currency }, one)),
        ...(proposals.length === 0
            ? []
            : [proposals.flatMap((one) => wrapText(proposalText(frame, one), width)).join('\n')]),
        softLines(frame, [say('cli.identity.groups.trace', { run: runId })]),
    ].join('\n\n')
}

function oneHousehold(
    frame: Frame,
    { found, currency }: HouseholdParts,
    { stays, isPooled, amounts, isWithheld }: Household,
): string {
    const { say, paint, width, language } = frame
    const table = renderTable({
        columns: [
            { title: say('cli.identity.households.column.member'), isFlexible: true },
            { title: say('cli.identity.households.column.since') },
            { title: say('cli.identity.households.column.standing'), isFlexible: true },
        ],
        rows: stays.map(({ party, fromDate, standing }): readonly Cell[] => [
            party.partyId === found.party.partyId
                ? { text: partyLabel(party), tone: 'strong' }
                : partyLabel(party),
            fromDate,
            say('cli.identity.households.standing', { standing }),
        ]),
        width,
        paint,
    })
    const money = (text: string): string => moneyText(text as MoneyText, { language, currency })
    const pooled = stays.filter(({ standing }) => standing === 'pooled').length
    const lines = [
        say(isPooled ? 'cli.identity.households.pooled' : 'cli.identity.households.unpooled', {
            pooled,
        }),
        ...(amounts === null
            ? []
            : [
                  say('cli.identity.households.amounts', {
                      assets: money(amounts.assets),
                      loans: money(amounts.loans),
                  }),
              ]),
        ...(isWithheld ? [say('cli.identity.households.withheld')] : []),
    ]
    return [table, lines.flatMap((line) => wrapText(line, width)).join('\n')].join('\n')
}

function proposalText({ say }: Frame, { party, other, reason, isContested }: Proposal): string {
    return say('cli.identity.households.proposal', {
        party: partyLabel(party),
        other: partyLabel(other),
        reason,
        contested: isContested ? 'yes' : 'no',
    })
}

function softLines({ width, paint }: Frame, notes: readonly string[]): string {
    return notes
        .flatMap((line) => wrapText(line, width))
        .map((line) => paint('soft', line))
        .join('\n')
}
