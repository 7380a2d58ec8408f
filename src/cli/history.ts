import { formatMonth } from '#domain/month.ts'
import { findParty } from '#serving/find-party.ts'
import { readClose } from '#serving/read-closes.ts'
import { readHistory } from '#serving/read-history.ts'
import { readPolicy } from '#serving/read-policy.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import type { Frame } from './run-command.ts'
import { amountOrDash, partyName, tierName } from './shown-names.ts'
import { renderTable } from './terminal/table.ts'

/** `tong history PARTY`: every month's tier of a party, and why it was given. */
export async function history(
    frame: Frame,
    flags: { readonly party: string; readonly ladder?: string },
): Promise<void> {
    const { say, language } = frame
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const { db, settings } = context
        const { baseCurrency } = settings
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const close = await readClose(db, { ladder, month: null })
        const policy = await readPolicy(db, { policyKey: close.policyKey, baseCurrency })
        const party = await findParty(db, flags.party)
        const months = await readHistory(db, { partyId: party.partyId, ladder })
        const columns = [
            { title: say('cli.history.column.month') },
            { title: say('cli.list.column.tier') },
            { title: say('cli.list.column.measure', { currency: baseCurrency }), align: 'right' },
            { title: say('cli.history.column.raw') },
            { title: say('cli.list.column.why') },
            { title: say('cli.history.column.left'), align: 'right' },
        ] as const
        const rows = months.map((one) => [
            formatMonth(one.month),
            tierName(policy, one.tier, { language, say }),
            amountOrDash(one.measure, language),
            one.rawTier === null ? '–' : tierName(policy, one.rawTier, { language, say }),
            say(`cli.cause.${one.earnedCause}`),
            one.reviewsLeft === null ? '' : String(one.reviewsLeft),
        ])
        frame.answer({
            json: {
                party,
                ladder,
                months: months.map((one) => ({ ...one, month: formatMonth(one.month) })),
            },
            text: () => {
                const title = say('cli.history.title', {
                    party: partyName(party),
                    ladder: policy.name[language],
                })
                const { width, paint } = frame
                const table = renderTable({ columns, rows, width, paint })
                const none = say('cli.history.empty')
                return `${title}\n${rows.length === 0 ? none : table}`
            },
        })
    })
}
