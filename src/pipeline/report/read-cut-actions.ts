import { formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { type ConditionCut, cutFeatures, isCutWithheld } from '#features/cut.ts'
import { writeCondition } from '#features/write-condition.ts'
import { cutAssets } from '#features/write-cuts.ts'
import { readActionCards } from '#serving/read-close-actions.ts'
import type { PublishedClose } from '#serving/read-closes.ts'
import type { ReportAction } from '#serving/report-summary.ts'
import type { MoneyText } from '#serving/summary.ts'
import { anyone } from '#serving/withhold.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import type { RuledContext } from '../bank-context.ts'
import { assetsOf } from '../cuts/count-cuts.ts'
import { cutRelation, tablesOf } from '../cuts/cut-relation.ts'
import type { CompleteMonth } from '../cuts/last-complete.ts'
import { cutsOfMonth } from '../cuts/load-cuts.ts'

/** The ready-made groups that give something to do, and what is counted of each. */
const actionable = {
    maturing_month: { stake: 'keep', basis: 'maturing_30d' },
    escaping: { stake: 'keep', basis: 'assets' },
    moving_to_other_banks: { stake: 'keep', basis: 'assets' },
    stage_declining: { stake: 'mend', basis: 'assets' },
    falling_asleep: { stake: 'mend', basis: 'assets' },
    dormant: { stake: 'mend', basis: 'assets' },
    large_but_quiet: { stake: 'mend', basis: 'assets' },
    overdue_now: { stake: 'mend', basis: 'assets' },
    newly_rich: { stake: 'win', basis: 'assets' },
    potential_without_performance: { stake: 'win', basis: 'assets' },
} as const satisfies Readonly<Record<string, Pick<ReportAction, 'stake' | 'basis'>>>

/** Which features are counted, of whom, and how many customers are told of each group. */
export type CutActionsAsked = {
    readonly close: PublishedClose
    readonly built: CompleteMonth
    /** Tables that the run has not built. */
    readonly unbuilt: readonly string[]
    /** SQL of party ids, for behind `in`; null: all. */
    readonly among: string | null
    readonly limit: number
}

/** The tables that these groups may read. */
export async function tablesOfActions(
    context: RuledContext,
    { month }: Pick<PublishedClose, 'month'>,
): Promise<readonly string[]> {
    return tablesOf((await cutsToWork(context, month)).flatMap(cutFeatures))
}

/** What the ready-made groups of customers give to do; those without anybody are left out. */
export async function readCutActions(
    context: RuledContext,
    asked: CutActionsAsked,
): Promise<readonly ReportAction[]> {
    const { close, unbuilt } = asked
    const cuts = (await cutsToWork(context, close.month)).filter(
        (cut) => !tablesOf(featuresRead(cut)).some((table) => unbuilt.includes(table)),
    )
    const found: ReportAction[] = []
    for (const cut of cuts) {
        const action = await readCut(context, { asked, cut })
        if (action.parties > 0) found.push(action)
    }
    return found
}

async function cutsToWork(context: RuledContext, month: number): Promise<readonly ConditionCut[]> {
    const { cuts } = await cutsOfMonth(context, month)
    return cuts.filter(
        (cut): cut is ConditionCut =>
            !('list' in cut) && Object.hasOwn(actionable, cut.id) && !isCutWithheld(cut, catalogue),
    )
}

function countedOf({ id }: ConditionCut): Pick<ReportAction, 'stake' | 'basis'> {
    return actionable[id as keyof typeof actionable]
}

function amountFeature(cut: ConditionCut): string {
    const { basis } = countedOf(cut)
    return basis === 'assets' ? cutAssets : basis
}

function featuresRead(cut: ConditionCut): readonly string[] {
    return [...new Set([cutAssets, amountFeature(cut), ...cutFeatures(cut)])]
}

async function readCut(
    context: RuledContext,
    { asked, cut }: { readonly asked: CutActionsAsked; readonly cut: ConditionCut },
): Promise<ReportAction> {
    const { close, built, among, limit } = asked
    const { warehouse, db } = context
    const amount = amountFeature(cut)
    const features = featuresRead(cut)
    const relation = await cutRelation(context, { built, features, viewer: anyone })
    const chosen = `(
    select party_id, ${cutAssets}, ${amount} as amount from ${relation} facts
    where ${writeCondition(cut.when)}${among === null ? '' : ` and party_id in ${among}`}
)`
    const [total = {}] = await warehouse.rows(
        `select count(*) as parties, sum(amount) as amount from ${chosen} chosen`,
    )
    const first = await warehouse.rows(
        `select party_id, amount from ${chosen} chosen
        order by amount desc nulls last, party_id limit ${limit}`,
    )
    const partyIds = first.map((row) => BigInt(String(row.party_id)))
    const cards = await readActionCards(db, { close, partyIds })
    return {
        ...countedOf(cut),
        code: cut.id,
        named: { name: cut.name, purpose: cut.purpose },
        parties: Number(total.parties ?? 0),
        amount: assetsOf(total.amount),
        command: `cuts show ${cut.id} --month ${formatMonth(close.month)}`,
        first: first.flatMap((row) => {
            const card = cards.get(BigInt(String(row.party_id)))
            return card === undefined ? [] : [{ ...card, amount: moneyAt(row.amount) }]
        }),
    }
}

function moneyAt(cell: Cell | undefined): MoneyText | null {
    return typeof cell === 'object' && cell !== null ? formatDecimal(cell) : null
}
