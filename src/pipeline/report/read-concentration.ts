import { formatDecimal } from '#domain/decimal.ts'
import type { AssetConcentration } from '#serving/report-summary.ts'
import type { PhraseName } from '#warehouse/dialect.ts'
import type { Cell, Row } from '#warehouse/warehouse.ts'
import type { BankContext } from '../bank-context.ts'
import { assetsOf } from '../cuts/count-cuts.ts'
import { loadModels } from '../load-models.ts'
import { type MonthRelations, relationOf } from '../run-relations.ts'
import { renderTemplate, unquoted } from '../template.ts'

const percents = [1, 5, 10, 20, 50] as const
const twentieths = Array.from({ length: 19 }, (_, index) => (index + 1) * 5)

/**
 * How much of the assets at month-end rests on few parties, of all or of a part of the bank: the
 * text of `scores.concentration` over these parties, so that it means the same everywhere. `among`
 * is SQL of party ids, for behind `in`; null: all. Null where nobody's assets are known.
 */
export async function readConcentrationOf(
    { warehouse, modelRoots }: Pick<BankContext, 'warehouse' | 'modelRoots'>,
    { built, among }: { readonly built: MonthRelations; readonly among: string | null },
): Promise<AssetConcentration | null> {
    const model = (await loadModels(modelRoots)).get('scores.concentration')
    if (model === undefined) throw new Error('no model scores.concentration')
    const none = 'cast(null as decimal(18,2))'
    const facts = `(
    select aum_end_month, ${none} as deposit_avg_month, ${none} as loan_balance,
        ${none} as outflow_month
    from ${relationOf(built, 'features.party_months')} parties
    ${among === null ? '' : `where party_id in ${among}`}
)`
    const text = renderTemplate(model.template, (call) => {
        if (call.name === 'ref') return `${facts} party_months`
        if (call.name === 'param' && unquoted(call) === 'month') return String(built.month)
        return warehouse.dialect[call.name as PhraseName](...call.args)
    })
    const rows = await warehouse.rows(`select * from (${text}) rows`)
    const row = rows.find(({ measure }) => measure === 'aum_end_month')
    return row === undefined ? null : concentrationOf(row)
}

function concentrationOf(row: Row): AssetConcentration {
    return {
        parties: Number(row.parties),
        total: assetsOf(row.total),
        gini: shareAt(row.gini),
        partiesFor80: Number(row.parties_for_80 ?? 0),
        top: percents.map((percent) => ({
            percent,
            share: shareAt(row[`top_${percent}_share`]),
        })),
        lorenz: twentieths.flatMap((percent) => {
            const share = shareAt(row[`lorenz_${String(percent).padStart(2, '0')}`])
            return share === null ? [] : [{ percent, share }]
        }),
    }
}

function shareAt(cell: Cell | undefined): number | null {
    return typeof cell === 'object' && cell !== null ? Number(formatDecimal(cell)) : null
}
