import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { countText } from '#exports/number-text.ts'
import { catalogue } from '#features/catalogue.ts'
import { describeFeatures } from '#features/describe-condition.ts'
import type { Fact, Facts } from '#features/evaluate-condition.ts'
import type { Feature, FeatureTable } from '#features/feature.ts'
import { type ExplainedFeatures, explainFeatures } from '#pipeline/features/explain-features.ts'
import type { TracedModel } from '#pipeline/features/trace-feature.ts'
import type { TracedSource } from '#pipeline/features/trace-sources.ts'
import { relationsOfRun } from '#pipeline/run-relations.ts'
import { maySee, openFacts } from '#serving/withhold.ts'
import { assertOpenParty } from './assert-open-party.ts'
import { withBank } from './bank-session.ts'
import { factJson } from './explain-json.ts'
import { namedFeature } from './named-feature.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { factText, unitText } from './terminal/fact-text.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'
import { viewerOf } from './viewer.ts'

/** What `tong features explain` is given. */
export type FeatureExplainFlags = {
    readonly party: string
    readonly ids: readonly string[]
    readonly month?: string
}

type Found = {
    readonly party: string
    readonly explained: ExplainedFeatures
    readonly currency: string
    /** How many features the viewer is not shown. */
    readonly withheld: number
}

/**
 * `tong features explain PARTY`: a customer's features of a month; with ids of features the rows
 * that each comes from, down to what the systems delivered.
 */
export async function featuresExplain(frame: Frame, flags: FeatureExplainFlags): Promise<void> {
    const asked = monthFlag(flags.month)
    const features = flags.ids.map(namedFeature)
    const found = await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { context } = session
        const viewer = viewerOf(session)
        for (const feature of features) {
            if (!maySee(feature, viewer)) refuse('cli.feature_withheld', { feature: feature.id })
        }
        const relationsOf = (runId: string) => relationsOfRun(context, runId)
        const question = { party: flags.party, month: asked, features }
        const explained = await explainFeatures({ ...context, relationsOf }, question)
        await assertOpenParty(session, { ...explained, party: flags.party })
        const { facts } = openFacts(explained.facts, viewer)
        const withheld = Object.keys(explained.facts).length - Object.keys(facts).length
        const currency = context.settings.baseCurrency
        return { party: flags.party, explained: { ...explained, facts }, currency, withheld }
    })
    frame.answer({
        json: foundJson(found),
        text: () => (features.length === 0 ? valuesText(frame, found) : tracesText(frame, found)),
    })
}

function foundJson({ explained, withheld }: Found): unknown {
    const { partyId, month, built, facts, traces } = explained
    const values = Object.entries(facts).filter(([id]) => catalogue.has(id))
    return {
        partyId,
        month: formatMonth(month),
        runId: built.runId,
        withheld,
        features: Object.fromEntries(values.map(([id, fact]) => [id, factJson(fact)])),
        traces: traces.map((trace) => ({
            ...trace,
            value: factJson(trace.value),
            models: trace.models.map((one) => ({
                ...one,
                rows: one.rows.map((row) =>
                    Object.fromEntries(
                        Object.entries(row).map(([name, cell]) => [name, factJson(cell)]),
                    ),
                ),
            })),
        })),
    }
}

function valuesText(frame: Frame, { party, explained, currency, withheld }: Found): string {
    const { say, paint, width, dataFlag } = frame
    const { facts, month, built } = explained
    const told = [...catalogue.values()].filter(
        ({ id, table }) => id in facts && built.tables.has(table),
    )
    const tables = [...Map.groupBy(told, ({ table }) => table)].map(([table, features]) =>
        tableText(frame, { table, features, facts, currency }),
    )
    const title = say('cli.features.explain.title', {
        party: plainText(party),
        month: formatMonth(month),
    })
    const notes = [
        ...(withheld > 0 ? [say('cli.features.explain.withheld', { count: withheld })] : []),
        say('cli.features.explain.next', { party: plainText(party), data: dataFlag }),
        say('cli.scores.run', { run: built.runId }),
    ].flatMap((line) => wrapText(line, width))
    return [
        paint('strong', title),
        ...tables,
        notes.map((line) => paint('soft', line)).join('\n'),
    ].join('\n\n')
}

/** On narrower terminals names go before the time that a value looks at, which most of them say. */
const roomyWidth = 100

type ToldTable = {
    readonly table: FeatureTable
    readonly features: readonly Feature[]
    readonly facts: Facts
    readonly currency: string
}

/** The values that are known line by line, and the names of the others. */
function tableText(frame: Frame, { table, features, facts, currency }: ToldTable): string {
    const { say, paint, width } = frame
    const unknown = say('cli.features.unknown')
    const isRoomy = width >= roomyWidth
    const isKnown = ({ id }: Feature): boolean => (facts[id] ?? null) !== null
    const rows = features
        .filter(isKnown)
        .map(({ id, unit, window }): readonly Cell[] => [
            say(`features.${id}.name`),
            { text: id, tone: 'soft' },
            factText(frame, { feature: id, fact: facts[id] ?? null, unknown }),
            { text: unit === 'share' ? '' : unitText(frame, { unit, currency }), tone: 'soft' },
            ...(isRoomy
                ? [{ text: say(`cli.features.window.${window}`), tone: 'soft' as const }]
                : []),
        ])
    const columns = [
        { title: '', isFlexible: true },
        { title: '' },
        { title: '', align: 'right' as const },
        { title: '' },
        ...(isRoomy ? [{ title: '' }] : []),
    ]
    const others = features.filter((feature) => !isKnown(feature)).map(({ id }) => id)
    const rest =
        others.length === 0
            ? []
            : wrapText(
                  say('cli.features.explain.unknown', { names: describeFeatures(others, say) }),
                  width,
              ).map((line) => paint('soft', line))
    const values = rows.length === 0 ? [] : [renderTable({ columns, rows, width, paint })]
    return [paint('strong', table), ...values, ...rest].join('\n')
}

function tracesText(frame: Frame, found: Found): string {
    return found.explained.traces.map((trace) => traceText(frame, { found, trace })).join('\n\n\n')
}

type Traced = {
    readonly found: Found
    readonly trace: ExplainedFeatures['traces'][number]
}

function traceText(frame: Frame, { found, trace }: Traced): string {
    const { say, paint, width, language } = frame
    const feature = namedFeature(trace.feature)
    const title = say('cli.features.explain.feature', {
        party: plainText(found.party),
        month: formatMonth(found.explained.month),
        name: say(`features.${feature.id}.name`),
        value: factText(frame, {
            ...{ feature: feature.id, fact: trace.value, unknown: say('cli.features.unknown') },
        }),
        unit:
            feature.unit === 'share' || trace.value === null
                ? ''
                : unitText(frame, { unit: feature.unit, currency: found.currency }),
    })
    const about = [
        `${feature.table}.${feature.id}`,
        // What the models do is written in English only.
        language === 'en' ? feature.source : say(`features.${feature.id}.description`),
        say('cli.features.trace', { run: trace.runId, snapshot: trace.snapshot }),
    ].flatMap((line) => wrapText(line, width))
    const isScore = feature.table.startsWith('scores.')
    const note = isScore
        ? [say('cli.features.explain.score', { party: plainText(found.party) })]
        : trace.isWhole
          ? [say('cli.features.explain.whole')]
          : []
    const empty = trace.models.filter(({ rows, key }) => rows.length === 0 && key !== null)
    const shared = trace.sources.filter(({ about: of }) => of === 'all')
    const rest = [
        ...(empty.length === 0
            ? []
            : [
                  say('cli.features.explain.empty', {
                      names: namesOf(empty.map(({ model }) => model)),
                  }),
              ]),
        ...(shared.length === 0
            ? []
            : [
                  say('cli.features.explain.shared', {
                      names: namesOf(shared.map(({ system, table }) => `${system}.${table}`)),
                  }),
              ]),
    ].flatMap((line) => wrapText(line, width))
    return [
        paint('strong', title.trimEnd()),
        about.map((line) => paint('soft', line)).join('\n'),
        ...note.map((line) => wrapText(line, width).join('\n')),
        ...trace.models.filter(({ rows }) => rows.length > 0).map((one) => modelText(frame, one)),
        ...trace.sources.filter(({ rows }) => rows.length > 0).map((one) => sourceText(frame, one)),
        rest.map((line) => paint('soft', line)).join('\n'),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
}

function namesOf(names: readonly string[]): string {
    return names.join(', ')
}

function modelText(frame: Frame, traced: TracedModel): string {
    const { say, paint, width, language } = frame
    const names = Object.keys(traced.rows[0] ?? {})
    const rows = traced.rows.map((row) => names.map((name) => cellText(row[name] ?? null)))
    const table = renderTable({
        columns: names.map((name) => ({
            title: name,
            align: name === 'account' ? 'left' : 'right',
        })),
        rows,
        width,
        paint,
    })
    const head = say('cli.features.explain.rows', {
        name: traced.model,
        total: traced.total,
        all: countText(traced.total, language),
    })
    return `${paint('accent', head)}\n${table}`
}

function cellText(cell: Fact): string {
    return cell === null ? '–' : plainText(String(factJson(cell)))
}

function sourceText(frame: Frame, traced: TracedSource): string {
    const { say, paint, width, language } = frame
    const names = Object.keys(traced.rows[0]?.values ?? {})
    const rows = traced.rows.map(({ key, batchNo, file, rowNo, values }): readonly Cell[] => [
        plainText(key),
        ...names.map((name) => plainText(values[name] ?? '–')),
        {
            text: say('cli.features.explain.place', {
                batch: batchNo,
                file: plainText(file),
                row: rowNo,
            }),
            tone: 'soft',
        },
    ])
    const table = renderTable({
        columns: [
            { title: say('cli.features.column.key') },
            ...names.map((name) => ({ title: name, align: 'right' as const })),
            { title: '' },
        ],
        rows,
        width,
        paint,
    })
    const head = say('cli.features.explain.rows', {
        name: `${traced.system}.${traced.table}`,
        total: traced.total,
        all: countText(traced.total, language),
    })
    return `${paint('accent', head)}\n${table}`
}
