import type { MatchModel } from '#identity/learn/match-model.ts'
import { weighTerm } from '#identity/learn/weigh-term.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { FieldFigures } from './match-base.ts'
import { countedForms, type MatchingDesk, tableOf, workSideBySide, writeTable } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/**
 * Weighs all pairs that a key proposes: table `scored` (left_no, right_no, keys, weight in
 * thousandths of a bit, the prior included; `apart` is 1 where a form of `never` keeps the two
 * apart all the same, `label` what a reviewer said of the two).
 */
export async function scorePairs(
    desk: MatchingDesk,
    {
        comparison,
        model,
        fields,
    }: {
        readonly comparison: Comparison
        readonly model: MatchModel
        /** How many records know each field, by its place. */
        readonly fields: readonly Pick<FieldFigures, 'known'>[]
    },
): Promise<number> {
    const counted = comparison.fields.flatMap((field, place) =>
        countedForms(field).length === 0 ? [] : [place],
    )
    await workSideBySide(
        desk,
        counted.map((place) => async (lane) => {
            const known = fields[place]?.known ?? 0
            await weighTerms(lane, { comparison, model, place, known })
        }),
    )
    const weights = comparison.fields.map((_, place) => {
        const levels = model.fields[place]?.levels ?? []
        const cases = levels.map(({ weight }, at) => `when ${at} then ${weight}`)
        return `case l${place} ${cases.join(' ')} else 0 end`
    })
    const added = counted.map((place) => `coalesce(w${place}.added, 0)`)
    const terms = [String(model.priorWeight), ...weights, ...added]
    const joins = counted.map(
        (place) =>
            `left join ${tableOf(desk, `terms-${place}`)} w${place} ` +
            `on w${place}.level = l${place} and w${place}.holders = h${place}`,
    )
    return await writeTable(
        desk,
        'scored',
        `select left_no, right_no, keys, apart, label,
            cast(${terms.join(' + ')} as integer) as weight
        from ${tableOf(desk, 'patterns')} patterns ${joins.join(' ')}
        where keys <> 0`,
    )
}

type PlacedModel = {
    readonly comparison: Comparison
    readonly model: MatchModel
    readonly place: number
    readonly known: number
}

/** What agreement adds on a level by the number of holders: one row for each that comes up. */
async function weighTerms(
    desk: MatchingDesk,
    { comparison, model, place, known }: PlacedModel,
): Promise<void> {
    const columns = { level: 'integer', holders: 'bigint', added: 'integer' }
    const rows = await beginTextRows(desk, { name: `terms-${place}`, columns })
    const met = await desk.warehouse.rows(
        `select distinct l${place} as level, h${place} as holders ` +
            `from ${tableOf(desk, 'patterns')} patterns where h${place} is not null`,
    )
    const levels = model.fields[place]?.levels ?? []
    for (const one of met) {
        const [level, holders] = [Number(one.level), Number(one.holders)]
        const weighed = levels[level]
        if (weighed === undefined || level >= (comparison.fields[place]?.levels.length ?? 0))
            continue
        const { m, weight } = weighed
        rows.add([
            level,
            holders,
            weighTerm({ holders, known, partners: model.partners, m, weight }),
        ])
    }
    await rows.end()
}
