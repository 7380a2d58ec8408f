import { formatMonth, type Month } from '#domain/month.ts'
import { countText } from '#exports/number-text.ts'
import type { RestatementReport } from '#pipeline/restate.ts'
import {
    type Difference,
    type DifferenceCount,
    type DifferenceKind,
    differenceKinds,
} from '#serving/difference.ts'
import type { Policy } from '#tiers/policy.ts'
import { givenWords } from './given-words.ts'
import type { Frame } from './run-command.ts'
import { amountOrDash, tierName } from './shown-names.ts'
import { renderTable } from './terminal/table.ts'

/** A restatement as data; months as text. */
export function restatementJson({
    closes,
    differences,
    manifest,
    file,
}: RestatementReport): unknown {
    const shown = <T extends { readonly month: Month; readonly serviceMonth: Month }>(one: T) => ({
        ...one,
        month: formatMonth(one.month),
        serviceMonth: formatMonth(one.serviceMonth),
    })
    return {
        isPublished: manifest !== null,
        closes: closes.map(({ ladder, month, edition, rules }) => ({
            ladder,
            month: formatMonth(month),
            edition,
            policyKey: rules.policyKey,
        })),
        counts: differences.counts.map(shown),
        total: differences.total,
        differences: differences.largest.map(shown),
        file,
        manifest,
    }
}

/** What the text of a restatement is made from; `again` publishes it. */
export type ShownRestatement = {
    readonly report: RestatementReport
    readonly currency: string
    readonly again: string
}

/** A restatement to read: what changed by month, the largest changes, what became of it. */
export function restatementText(frame: Frame, shown: ShownRestatement): string {
    const { say, paint } = frame
    const { closes, differences } = shown.report
    const ladders = [...new Set(closes.map(({ ladder }) => ladder))].join(', ')
    const months = monthsText(closes.map(({ month }) => month))
    const blocks = [
        paint('strong', say('cli.restate.title', { months, ladders })),
        countsTable(frame, shown),
        differences.total === 0 ? '' : largestTable(frame, shown),
        endLines(frame, shown).join('\n'),
    ]
    return blocks.filter((block) => block !== '').join('\n\n')
}

/** `2025-03`, or `2025-03 – 2025-06`. */
function monthsText(months: readonly Month[]): string {
    const first = formatMonth(Math.min(...months))
    const last = formatMonth(Math.max(...months))
    return first === last ? first : `${first} – ${last}`
}

function countsTable(frame: Frame, { report }: ShownRestatement): string {
    const { say, language, width, paint } = frame
    const { counts } = report.differences
    if (counts.length === 0) return say('cli.restate.same')
    const closes = [...new Map(counts.map((one) => [`${one.ladder}@${one.month}`, one])).values()]
    const countOf = (close: DifferenceCount, kind: DifferenceKind): string => {
        const found = counts.find(
            (one) => one.ladder === close.ladder && one.month === close.month && one.kind === kind,
        )
        return found === undefined ? '–' : countText(found.parties, language)
    }
    return renderTable({
        columns: [
            { title: say('cli.restate.column.ladder') },
            { title: say('cli.restate.column.month') },
            { title: say('cli.restate.column.serves') },
            ...differenceKinds.map((kind) => ({
                title: say(`cli.restate.kind.${kind}`),
                align: 'right' as const,
            })),
        ],
        rows: closes.map((close) => [
            close.ladder,
            formatMonth(close.month),
            servedText(frame, close),
            ...differenceKinds.map((kind) => countOf(close, kind)),
        ]),
        width,
        paint,
    })
}

function servedText(
    { say }: Frame,
    { serviceMonth, isServed }: Pick<Difference, 'serviceMonth' | 'isServed'>,
): string {
    const month = formatMonth(serviceMonth)
    return say(isServed ? 'cli.restate.served' : 'cli.restate.to_serve', { month })
}

function largestTable(frame: Frame, { report, currency }: ShownRestatement): string {
    const { say, language, width, paint } = frame
    const { largest, total } = report.differences
    const isEarnedToo = largest.some(
        ({ before, after }) => before.tier !== before.earnedTier || after.tier !== after.earnedTier,
    )
    const table = renderTable({
        columns: [
            { title: say('cli.list.column.party') },
            { title: say('cli.list.column.name'), isFlexible: true },
            { title: say('cli.restate.column.month') },
            { title: say('cli.restate.column.given') },
            ...(isEarnedToo ? [{ title: say('cli.restate.column.earned') }] : []),
            { title: say('cli.list.column.measure', { currency }), align: 'right' as const },
            { title: say('cli.list.column.why') },
        ],
        rows: largest.map((one) => {
            const tiers = tiersOf(frame, { one, report })
            const [before, after] = [one.before, one.after].map(({ measure }) =>
                amountOrDash(measure, language),
            )
            return [
                one.recordKey ?? one.partyId,
                one.name ?? '–',
                formatMonth(one.month),
                tiers.given,
                ...(isEarnedToo ? [tiers.earned] : []),
                fromTo(before ?? '', after ?? ''),
                whyText(frame, one),
            ]
        }),
        width,
        paint,
    })
    return `${say('cli.restate.largest', { shown: largest.length, total })}\n${table}`
}

/** The tiers of a difference by name; of a restricted party the one earned is withheld. */
function tiersOf(
    { say, language }: Frame,
    { one, report }: { readonly one: Difference; readonly report: RestatementReport },
): { readonly given: string; readonly earned: string } {
    const policy: Policy | undefined = report.closes.find(
        ({ ladder, month }) => one.ladder === ladder && one.month === month,
    )?.rules.policy
    const nameOf = (tier: string | null): string =>
        policy === undefined ? (tier ?? '–') : tierName(policy, tier, { language, say })
    const { before, after } = one
    return {
        given: fromTo(nameOf(before.tier), nameOf(after.tier)),
        earned: isHidden(one) ? '–' : fromTo(nameOf(before.earnedTier), nameOf(after.earnedTier)),
    }
}

/** Whether a difference comes without its reasons: a side that is there has a cause. */
function isHidden({ before, after }: Difference): boolean {
    return before.earnedCause === null && after.earnedCause === null
}

/** Why the tier is now what it is: the cause it was earned by, and the step that changed it. */
function whyText(frame: Frame, one: Difference): string {
    const { say } = frame
    if (isHidden(one)) return say('cli.restate.restricted')
    const { earnedCause, cause, rule } = one.after
    if (earnedCause === null) return say('cli.restate.gone')
    const given = givenWords(frame, { cause, rule })
    const earned = say(`cli.cause.${earnedCause}`)
    return given === '' ? earned : `${earned} · ${given}`
}

/** `Gold → Platinum`, or what both are. */
function fromTo(before: string, after: string): string {
    return before === after ? after : `${before} → ${after}`
}

function endLines(frame: Frame, { report, again }: ShownRestatement): readonly string[] {
    const { say, paint } = frame
    const { differences, closes, manifest, file } = report
    const served = differences.counts.filter(
        ({ isServed, kind }) => isServed && (kind === 'raised' || kind === 'lowered'),
    )
    const lines: string[] = []
    if (served.length > 0) {
        const months = monthsText(served.map(({ serviceMonth }) => serviceMonth))
        lines.push(say('cli.restate.not_taken_back', { months }))
    }
    if (manifest === null || file === null) {
        return [...lines, say('cli.restate.unpublished'), `  ${paint('accent', again)}`]
    }
    const edition = Math.max(...closes.map((close) => close.edition))
    const run = { run: manifest.runId, digest: manifest.digest.slice(0, 16) }
    return [...lines, say('cli.restate.published', { edition, file }), say('cli.run.manifest', run)]
}
