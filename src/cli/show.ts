import { formatMonth } from '#domain/month.ts'
import { relationsOfRun } from '#pipeline/run-relations.ts'
import { readServedTier, type ServedReasons, type ServedTier } from '#serving/served-tier.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { givenWords } from './given-words.ts'
import { dayFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { partyName, tierName } from './shown-names.ts'
import { renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'
import { viewerOf } from './viewer.ts'

/** What `tong show tier` is given. */
export type ShowTierFlags = {
    readonly party: string
    readonly on: string
    readonly ladder?: string
    readonly edition?: string
}

/** Longer lines than this are hard to read. */
const textWidthMax = 100
const editionsMax = 10_000

/** `tong show tier PARTY --on DAY`: the tier that served a customer on a day. */
export async function showTier(frame: Frame, flags: ShowTierFlags): Promise<void> {
    const day = dayFlag(flags.on)
    const edition =
        flags.edition === undefined
            ? null
            : numberFlag(flags.edition, { flag: '--edition', min: 1, max: editionsMax })
    await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { context } = session
        const { db, settings, warehouse } = context
        const ladder = ladderOf(settings.ladders, flags.ladder)
        const viewer = viewerOf(session)
        const { baseCurrency } = settings
        const relationsOf = (runId: string) => relationsOfRun(context, runId)
        const served = await readServedTier(
            { party: flags.party, ladder, day, edition, viewer },
            { db, warehouse, baseCurrency, relationsOf },
        )
        frame.answer({ json: servedJson(served), text: () => servedText(frame, served) })
    })
}

function servedJson({ policy, close, since, ...rest }: ServedTier): unknown {
    const { month, ...traced } = close
    return {
        ...rest,
        policyVersion: policy.version,
        close: { month: formatMonth(month), ...traced },
        since: formatMonth(since),
    }
}

function servedText(frame: Frame, served: ServedTier): string {
    const { say, language, paint } = frame
    const { party, policy, day, tier, reasons, close, isProvisional, editions } = served
    const title = say('cli.show.title', {
        party: partyName(party),
        ladder: policy.name[language],
        tier: tierName(policy, tier, { language, say }),
        day,
    })
    const width = Math.min(frame.width, textWidthMax)
    const sentences = [
        ...(reasons === null
            ? [say('cli.show.restricted')]
            : [reasonSentence(frame, { served, reasons })]),
        ...(isProvisional
            ? [say('cli.show.provisional', { month: formatMonth(close.month) })]
            : []),
        ...(editions.length > 1
            ? [say('cli.show.editions', { edition: close.edition, of: editions.length })]
            : []),
    ]
    const table = reasons === null ? '' : stepsTable(frame, { served, reasons })
    const trace = say('cli.show.trace', {
        policy: close.policyKey,
        run: close.runId,
        edition: close.edition,
        closed: close.closedOn,
    })
    const body = sentences.flatMap((sentence) => wrapText(sentence, width)).join('\n')
    const soft = wrapText(trace, width).map((line) => paint('soft', line))
    return [paint('strong', title), body, table, soft.join('\n')]
        .filter((block) => block !== '')
        .join('\n\n')
}

type Reasoned = { readonly served: ServedTier; readonly reasons: ServedReasons }

function reasonSentence(frame: Frame, { served, reasons }: Reasoned): string {
    const { say, language } = frame
    const { close, since, policy } = served
    const { earnedTier, earnedCause } = reasons
    const params = {
        close: formatMonth(close.month),
        since: formatMonth(since),
        tier: tierName(policy, earnedTier, { language, say }),
        cause: say(`cli.cause.${earnedCause}`),
    }
    if (earnedCause === 'left') return say('cli.show.left', params)
    if (earnedTier === null) return say('cli.show.untiered', params)
    return say('cli.show.earned', params)
}

/** From the tier earned to the tier given, a step a line; nothing where no step changed it. */
function stepsTable(frame: Frame, { served, reasons }: Reasoned): string {
    const { say, language, width, paint } = frame
    const { policy } = served
    const name = (tier: string | null): string => tierName(policy, tier, { language, say })
    const ended =
        reasons.cause === 'override_expired'
            ? [[givenWords(frame, reasons), name(reasons.earnedTier), name(reasons.earnedTier)]]
            : []
    const rows = [
        ...reasons.steps.map(({ step, rule, from, to }) => [
            givenWords(frame, { cause: step, rule }),
            name(from),
            name(to),
        ]),
        ...ended,
    ]
    if (rows.length === 0) return ''
    const columns = ['step', 'from', 'to'].map((column) => ({
        title: say(`cli.show.column.${column}`),
    }))
    const table = renderTable({ columns, rows, width, paint })
    return `${say('cli.show.on_day', { day: served.day })}\n${table}`
}
