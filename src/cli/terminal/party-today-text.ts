import { formatDecimal } from '#domain/decimal.ts'
import { exactText } from '#exports/number-text.ts'
import { describeFeatures } from '#features/describe-condition.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import type { PartyToday, TierAim } from '#serving/read-party-today.ts'
import type { Frame } from '../run-command.ts'
import type { ShownDay } from '../shown-day.ts'
import { partyName, tierName } from '../shown-names.ts'
import { dayNotes, dayText, productName } from './day-notes.ts'
import { factText } from './fact-text.ts'
import { renderTable } from './table.ts'

/** A customer's day and what it is told of. */
export type PartyTodayParts = { readonly found: PartyToday; readonly shown: ShownDay }

/** What is told of everybody; products are told where something is held. */
const always = ['aum_now', 'aum_avg_to_date', 'net_flow_day', 'net_flow_7d', 'net_flow_30d']
const products = ['deposit', 'wealth_product', 'fund', 'insurance']
const whereHeld = [
    'inflow_max_7d',
    'outflow_max_7d',
    'maturing_now_90d',
    'next_maturity_now_date',
    'next_maturity_now',
    'days_since_contact_now',
]

/** One customer's day to read: figures, then what each tier needs, from when on, in what money. */
export function partyTodayText(frame: Frame, parts: PartyTodayParts): string {
    const { say, language, paint } = frame
    const { found, shown } = parts
    const { ladder, asOf } = shown
    const title = say('cli.today.party_title', {
        ...{ party: partyName(found.party), asOf, ladder: ladder.rules.policy.name[language] },
    })
    const notes = dayNotes(frame, shown).map((line) => paint('soft', line))
    return [
        paint('strong', title),
        factsText(frame, parts),
        ...aimsText(frame, parts),
        notes.join('\n'),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
}

function isWithheld({ isRestricted, facts, aims }: PartyToday): boolean {
    return isRestricted && (aims.length === 0 || Object.keys(facts).length === 0)
}

function factsText(frame: Frame, { found }: PartyTodayParts): string {
    const { say, width, paint } = frame
    if (Object.keys(found.facts).length === 0) return ''
    const isHeld = (id: string): boolean => Number(plain(found.facts[id] ?? null)) !== 0
    const held = products.filter((id) => isHeld(`${id}_now`)).map((id) => `${id}_now`)
    const told = whereHeld.filter((id) => {
        const fact = found.facts[id] ?? null
        return fact !== null && plain(fact) !== '0.00'
    })
    return renderTable({
        columns: [{ title: '' }, { title: '', align: 'right' }],
        rows: [...held, ...always, ...told].map((id) => [
            say(`features.${id}.name`),
            factText(frame, {
                ...{ feature: id, fact: found.facts[id] ?? null },
                unknown: say('cli.today.unknown_amount'),
            }),
        ]),
        width,
        paint,
    })
}

function plain(fact: Fact): string {
    return fact !== null && typeof fact === 'object' ? formatDecimal(fact) : String(fact)
}

function aimsText(frame: Frame, parts: PartyTodayParts): readonly string[] {
    const { say } = frame
    const { found, shown } = parts
    if (isWithheld(found)) return [say('cli.show.restricted')]
    if (shown.ladder.notByDay !== null) {
        const { features, isPooled } = shown.ladder.notByDay
        const params = {
            features: describeFeatures(features, say),
            cause: isPooled ? 'pool' : 'features',
        }
        return [say('cli.today.not_followed', params)]
    }
    if (!found.isOnLadder) return [say('cli.today.not_on_ladder')]
    if (found.toDate.sum === null) return [say('cli.today.party_unknown')]
    if (shown.from.length === 0) return [say('cli.today.decided'), standsText(frame, parts)]
    return [standsText(frame, parts), neededText(frame, parts), productText(frame, parts)]
}

/** Tier by tier, whether the month's average reaches it if nothing moves; what may leave. */
function standsText(frame: Frame, { found, shown }: PartyTodayParts): string {
    const { say, language } = frame
    const { policy } = shown.ladder.rules
    return found.aims
        .map((aim) => {
            const tier = tierName(policy, aim.tier, frame)
            const reached = aim.isReached === true ? 'yes' : 'no'
            const held = aim.isHeld ? 'yes' : 'no'
            const line = say('cli.today.stands', { tier, reached, held })
            if (aim.mayLeave === null || aim.isReached !== true) return line
            const amount = exactText(aim.mayLeave, language)
            return `${line}${say('cli.today.may_leave', { amount })}`
        })
        .join('\n')
}

/** The tiers that are not reached: a line for each day from which money may count. */
function neededText(frame: Frame, { found, shown }: PartyTodayParts): string {
    const { say, language, width, paint } = frame
    const short = missedOf(found)
    if (short.length === 0) return ''
    const { policy } = shown.ladder.rules
    const table = renderTable({
        columns: [
            { title: say('cli.today.column.from') },
            ...short.map(({ tier }) => ({
                title: tierName(policy, tier, frame),
                align: 'right' as const,
            })),
        ],
        rows: shown.from.map((day, at) => [
            dayText(shown, day),
            ...short.map(({ needed }) => exactText(needed[at] ?? '0.00', language)),
        ]),
        width,
        paint,
    })
    return `${say('cli.today.needed', { currency: policy.currency })}\n${table}`
}

/** The same from the first day on, in money of each product, where weights differ. */
function productText(frame: Frame, { found, shown }: PartyTodayParts): string {
    const { say, language, width, paint } = frame
    const short = missedOf(found)
    const { policy } = shown.ladder.rules
    const weights = new Set(policy.measure.parts.map(({ weight }) => Number(formatDecimal(weight))))
    const [day] = shown.from
    if (short.length === 0 || weights.size === 1 || day === undefined) return ''
    const table = renderTable({
        columns: [
            { title: say('cli.today.column.product') },
            ...short.map(({ tier }) => ({
                title: tierName(policy, tier, frame),
                align: 'right' as const,
            })),
        ],
        rows: policy.measure.parts.map(({ feature }, at) => [
            productName(frame, feature),
            ...short.map(({ byProduct }) => exactText(byProduct[at]?.needed ?? '0.00', language)),
        ]),
        width,
        paint,
    })
    return `${say('cli.today.by_product', { day: dayText(shown, day) })}\n${table}`
}

function missedOf({ aims }: PartyToday): readonly TierAim[] {
    return aims.filter(({ isReached }) => isReached === false)
}
