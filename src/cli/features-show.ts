import { addDays } from '#domain/day-number.ts'
import { formatMonth, lastDayOf, parseMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { amountText, countText, shareText } from '#exports/number-text.ts'
import type { Feature } from '#features/feature.ts'
import { builtMonth, monthBefore } from '#pipeline/features/built-features.ts'
import { describeFeatures } from '#pipeline/features/describe-features.ts'
import { tablesBehind } from '#pipeline/features/tables-behind.ts'
import type { FeatureSpread } from '#serving/feature-spread.ts'
import { maySee } from '#serving/withhold.ts'
import { withBank } from './bank-session.ts'
import { namedFeature } from './named-feature.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { unitText } from './terminal/fact-text.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'
import { viewerOf } from './viewer.ts'

/** What `tong features show` is given. */
export type FeatureShowFlags = { readonly month?: string }

type Shown = {
    readonly feature: Feature
    readonly month: string
    readonly runId: string
    readonly snapshot: string
    readonly currency: string
    /** Tables of source systems that it comes from, as `sample.balances`. */
    readonly delivered: readonly string[]
    /** Null where the viewer may not see values of the feature. */
    readonly spread: FeatureSpread | null
}

/** `tong features show ID`: what a feature is, and how it is spread over a month's customers. */
export async function featuresShow(
    frame: Frame,
    id: string,
    flags: FeatureShowFlags,
): Promise<void> {
    const feature = namedFeature(id)
    const asked = monthFlag(flags.month)
    const shown = await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { context } = session
        const now = await builtMonth(context, asked)
        const month = formatMonth(now.month)
        const { table } = feature
        const built =
            now.tables.get(table) ??
            refuse('pipeline.feature_not_built', { feature: feature.id, table, month })
        const before = await monthBefore(context, now)
        const [spread] = maySee(feature, viewerOf(session))
            ? await describeFeatures(context, { now, before, features: [feature] })
            : []
        const currency = context.settings.baseCurrency
        const { runId, key: snapshot } = built
        const delivered = await tablesBehind(context, { feature, runId })
        return { feature, month, runId, snapshot, currency, delivered, spread: spread ?? null }
    })
    frame.answer({
        json: {
            ...shown,
            name: frame.say(`features.${feature.id}.name`),
            description: frame.say(`features.${feature.id}.description`),
        },
        text: () => showText(frame, shown),
    })
}

function showText(frame: Frame, shown: Shown): string {
    const { say, paint, width, dataFlag } = frame
    const { feature, month, runId, snapshot, spread } = shown
    const title = say('cli.features.show.title', {
        name: say(`features.${feature.id}.name`),
        id: feature.id,
    })
    const description = wrapText(say(`features.${feature.id}.description`), width).join('\n')
    const next = say('cli.features.show.next', { id: feature.id, data: dataFlag })
    const notes = [say('cli.features.trace', { run: runId, snapshot }), next]
    return [
        paint('strong', title),
        description,
        aboutText(frame, shown),
        paint('strong', say('cli.features.show.spread', { month })),
        ...(spread === null
            ? [wrapText(say('cli.features.withheld'), width).join('\n')]
            : spreadTexts(frame, { ...shown, spread })),
        notes.map((line) => paint('soft', line)).join('\n'),
    ].join('\n\n')
}

function aboutText(frame: Frame, { feature, currency, delivered }: Shown): string {
    const { say, paint, width, language } = frame
    const { table, type, unit, window, source, absent, partial, sensitive, hidden } = feature
    const unitShown = unitText(frame, { unit, currency })
    const kind = say(`cli.features.type.${type}`)
    const facts: readonly (readonly [string, string])[] = [
        ['table', table],
        ['type', unitShown === '' ? kind : `${kind} · ${unitShown}`],
        ['window', say(`cli.features.window.${window}`)],
        ['absent', absentText(frame, absent)],
        ['partial', say(`cli.features.partial.${partial}`)],
        ...(sensitive !== false || hidden
            ? [['restricted', say(`cli.features.${hidden ? 'hidden' : 'sensitive'}`)] as const]
            : []),
        // It is written for people who read models, in English only.
        ...(language === 'en' ? [['source', source] as const] : []),
        ...(delivered.length === 0 ? [] : [['delivered', delivered.join(', ')] as const]),
    ]
    return renderTable({
        columns: [{ title: '' }, { title: '', isFlexible: true }],
        rows: facts.flatMap(([name, text]) =>
            wrapText(text, Math.max(20, width - 24)).map((line, index): readonly Cell[] => [
                { text: index === 0 ? say(`cli.features.fact.${name}`) : '', tone: 'soft' },
                line,
            ]),
        ),
        width,
        paint,
    })
}

function absentText({ say }: Frame, absent: Feature['absent']): string {
    if (typeof absent === 'object') return say(`features.value.${absent.text}`)
    return absent === 'zero' ? '0' : say('cli.features.unknown')
}

type Spread = Shown & { readonly spread: FeatureSpread }

function spreadTexts(frame: Frame, shown: Spread): readonly string[] {
    const { say, language, width } = frame
    const { now } = shown.spread
    const share = (count: number): string =>
        shareText(now.parties === 0 ? null : count / now.parties, language)
    const isKind = shown.spread.quantiles.length === 0
    const summary = say('cli.features.show.summary', {
        parties: countText(now.parties, language),
        unknown: share(now.unknown),
        zero: share(now.zero),
        kind: isKind || shown.feature.type === 'date' ? 'words' : 'numbers',
    })
    const quantiles = isKind || now.unknown === now.parties ? [] : [quantileText(frame, shown)]
    return [wrapText(summary, width).join('\n'), ...quantiles, binsText(frame, shown)]
}

function quantileText(frame: Frame, shown: Spread): string {
    const { say, paint, width } = frame
    const { feature, spread } = shown
    const title = (share: number): string =>
        share === 0.5 ? say('cli.features.show.median') : `${Math.round(share * 100)}%`
    const values = spread.quantiles.map(({ value }) => numberText(frame, shown, value))
    return renderTable({
        columns: spread.quantiles.map(({ share }) => ({ title: title(share), align: 'right' })),
        // The more days lie between a date and the end of the month, the earlier it is.
        rows: [feature.type === 'date' ? values.toReversed() : values],
        width,
        paint,
    })
}

function numberText(
    { language }: Frame,
    { feature, month }: Pick<Shown, 'feature' | 'month'>,
    value: string | null,
): string {
    if (value === null) return '–'
    if (feature.type === 'date') {
        const closed = parseMonth(month)
        if (closed === null) throw new Error(`${month} is a month`)
        return addDays(lastDayOf(closed), -Number(value))
    }
    if (feature.unit === 'share') return shareText(Number(value), language)
    return feature.type === 'money' ? amountText(value, language) : value
}

const barWidth = 30

/** A line a bin: its bounds, how many, a bar, and the share of the month before. */
function binsText(frame: Frame, shown: Spread): string {
    const { say, language, paint, width } = frame
    const { before } = shown.spread
    const bins = binsOf(frame, shown).filter(({ now, earlier }) => now > 0 || earlier > 0)
    const most = Math.max(1, ...bins.map(({ now }) => now))
    const parties = Math.max(shown.spread.now.parties, 1)
    const rows = bins.map(({ label, now, earlier }): readonly Cell[] => [
        label,
        countText(now, language),
        shareText(now / parties, language),
        { text: '█'.repeat(Math.round((now / most) * barWidth)), tone: 'accent' },
        ...(before === null
            ? []
            : [
                  {
                      text: shareText(earlier / Math.max(before.parties, 1), language),
                      tone: 'soft' as const,
                  },
              ]),
    ])
    return renderTable({
        columns: [
            { title: say('cli.features.column.value'), align: 'right' },
            { title: say('cli.features.column.customers'), align: 'right' },
            { title: say('cli.features.column.share'), align: 'right' },
            { title: '' },
            ...(before === null
                ? []
                : [{ title: say('cli.features.column.before'), align: 'right' as const }]),
        ],
        rows,
        width,
        paint,
    })
}

type Bin = { readonly label: string; readonly now: number; readonly earlier: number }

function binsOf(frame: Frame, shown: Spread): readonly Bin[] {
    const { say } = frame
    const { feature, spread } = shown
    const { now, before, edges } = spread
    const unknown = {
        label: say('cli.features.unknown'),
        now: now.unknown,
        earlier: before?.unknown ?? 0,
    }
    if (spread.quantiles.length > 0) {
        const edge = (value: number | undefined): string =>
            numberText(frame, shown, value === undefined ? null : String(value))
        const [below, above] = feature.type === 'date' ? ['≥', '<'] : ['≤', '>']
        const bins = now.counts.map((count, index) => ({
            label:
                index < edges.length
                    ? `${below} ${edge(edges[index])}`
                    : `${above} ${edge(edges.at(-1))}`,
            now: count,
            earlier: before?.counts[index] ?? 0,
        }))
        return [...bins, unknown]
    }
    const told = now.kinds.map(({ value, parties }) => ({
        label: kindText(frame, feature, value),
        now: parties,
        earlier: before?.kinds.find((one) => one.value === value)?.parties ?? 0,
    }))
    const rest = now.parties - now.unknown - told.reduce((sum, one) => sum + one.now, 0)
    const others = { label: say('cli.features.others'), now: rest, earlier: 0 }
    return [...told, ...(rest > 0 ? [others] : []), unknown]
}

function kindText({ say }: Frame, { type, values }: Feature, value: string): string {
    return type === 'boolean' || values !== null ? say(`features.value.${value}`) : plainText(value)
}
