import { formatMonth } from '#domain/month.ts'
import { findParty, type PartyCard } from '#serving/find-party.ts'
import { readClose } from '#serving/read-closes.ts'
import { type HistoryMonth, readHistory } from '#serving/read-history.ts'
import { readPolicy } from '#serving/read-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import type { Frame } from './run-command.ts'
import { amountOrDash, partyName, tierName } from './shown-names.ts'
import { causeText } from './terminal/cause-text.ts'
import { type Cell, type Column, renderTable } from './terminal/table.ts'
import { viewerOf } from './viewer.ts'

/** What `tong history` is given. */
export type HistoryFlags = {
    readonly party: string
    readonly ladder?: string
    readonly editions?: boolean
}

/** `tong history PARTY`: every month's tier of a party, and why it was given. */
export async function history(frame: Frame, flags: HistoryFlags): Promise<void> {
    await withBank(frame, { access: 'read', create: null }, async ({ bank, context }) => {
        const { db, settings } = context
        const { baseCurrency } = settings
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const close = await readClose(db, { ladder, month: null })
        const party = await findParty(db, flags.party)
        const months = await readHistory(db, {
            partyId: party.partyId,
            ladder,
            editions: flags.editions === true ? 'all' : 'in_force',
            viewer: viewerOf({ bank }),
        })
        // Tiers are called what they were called then.
        const policies = new Map<string, Policy>()
        for (const policyKey of new Set([close, ...months].map((one) => one.policyKey))) {
            policies.set(policyKey, await readPolicy(db, { policyKey, baseCurrency }))
        }
        const shown = months.map((one) => ({ ...one, month: formatMonth(one.month) }))
        const policyOf = (policyKey: string): Policy => {
            const policy = policies.get(policyKey)
            if (policy === undefined) throw new Error(`${policyKey} was not read`)
            return policy
        }
        const parts = { party, months, policyOf, policy: policyOf(close.policyKey) }
        frame.answer({
            json: { party, ladder, months: shown },
            text: () => historyText(frame, { ...parts, currency: baseCurrency }),
        })
    })
}

type HistoryParts = {
    readonly party: PartyCard
    readonly months: readonly HistoryMonth[]
    readonly policyOf: (policyKey: string) => Policy
    /** The rules of the last close. */
    readonly policy: Policy
    readonly currency: string
}

function historyText(frame: Frame, parts: HistoryParts): string {
    const { say, language, width, paint } = frame
    const { party, months, policy } = parts
    const ladder = policy.name[language]
    const title = say('cli.history.title', { party: partyName(party), ladder })
    if (months.length === 0) return `${title}\n${say('cli.history.empty')}`
    const fields = fieldsOf(frame, parts)
    const rows = months.map((month) => fields.map(({ cell }) => cell(month)))
    const table = renderTable({ columns: fields, rows, width, paint })
    const restated = months.filter(({ edition, isInForce }) => edition > 1 && isInForce)
    const notes = restated.map(({ month, edition, reason }) =>
        say('cli.history.restated', { month: formatMonth(month), edition, reason: reason ?? '–' }),
    )
    return [title, table, ...notes.map((note) => paint('soft', note))].join('\n')
}

type Field = Column & { readonly cell: (month: HistoryMonth) => Cell }

function fieldsOf(frame: Frame, parts: HistoryParts): readonly Field[] {
    const { say, language } = frame
    const { months, policyOf, currency } = parts
    const nameOf = (tier: string | null, { policyKey }: HistoryMonth): string =>
        tierName(policyOf(policyKey), tier, frame)
    const isGiven = months.some(({ cause }) => cause !== null && cause !== 'earned')
    const isRestated = months.some(({ edition }) => edition > 1)
    return [
        { title: say('cli.history.column.month'), cell: ({ month }) => formatMonth(month) },
        ...(isRestated
            ? [
                  {
                      title: say('cli.history.column.edition'),
                      align: 'right' as const,
                      cell: ({ edition, isInForce }: HistoryMonth) =>
                          isInForce ? String(edition) : `(${edition})`,
                  },
              ]
            : []),
        { title: say('cli.list.column.tier'), cell: (one) => nameOf(one.tier, one) },
        // What was earned is said only where it may be another tier.
        ...(isGiven
            ? [
                  {
                      title: say('cli.list.column.earned'),
                      cell: (one: HistoryMonth) => knownTier(one.earnedTier, one, nameOf),
                  },
              ]
            : []),
        {
            title: say('cli.list.column.measure', { currency }),
            align: 'right',
            cell: ({ measure }) => amountOrDash(measure, language),
        },
        {
            title: say('cli.history.column.raw'),
            cell: (one) => knownTier(one.rawTier, one, nameOf),
        },
        {
            title: say('cli.history.column.left'),
            align: 'right',
            cell: ({ reviewsLeft }) => (reviewsLeft === null ? '' : String(reviewsLeft)),
        },
        {
            title: say('cli.list.column.why'),
            isFlexible: true,
            cell: (one) => causeText(one, { ...frame, policy: policyOf(one.policyKey) }),
        },
    ]
}

function knownTier(
    tier: string | null,
    month: HistoryMonth,
    nameOf: (tier: string | null, month: HistoryMonth) => string,
): string {
    return tier === null ? '–' : nameOf(tier, month)
}
