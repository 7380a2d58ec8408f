import { dayOf, isoDay } from './calendar.ts'
import { chance, keying, pick } from './draw.ts'

/** A row of the shelf, in the order of its columns; null for an empty cell. */
export type ShelfRow = readonly (string | number | null)[]

/** The headings of the shelf. */
export const shelfColumns = [
    ...['产品代码', '产品名称', '类别', '风险等级', '期限天数', '起购金额', '预期年化', '发行日'],
    ...['停售日', '封闭开始', '封闭结束', '总额度', '币种'],
] as const

const kinds = {
    wealth: { word: '理财', letters: 'LC', count: 36 },
    fund: { word: '基金', letters: 'JJ', count: 24 },
    insurance: { word: '保险', letters: 'BX', count: 12 },
} as const
type Kind = keyof typeof kinds

const series = ['安盈', '稳享', '添利', '增益', '汇鑫', '恒丰', '聚宝', '悦动'] as const
const draws = {
    series: chance('shelf_series'),
    risk: chance('shelf_risk'),
    least: chance('shelf_least'),
    since: chance('shelf_since'),
    quota: chance('shelf_quota'),
} as const

/** The codes of what customers hold of a kind; the last one of each kind nobody holds. */
export const heldCodes: Readonly<Record<Kind, readonly string[]>> = {
    wealth: codesOf('wealth'),
    fund: codesOf('fund'),
    insurance: codesOf('insurance'),
}

function codesOf(kind: Kind): readonly string[] {
    return Array.from({ length: kinds[kind].count - 1 }, (_, at) => codeOf(kind, at))
}

function codeOf(kind: Kind, at: number): string {
    return `${kinds[kind].letters}${String(at + 1).padStart(3, '0')}`
}

/** All that is or was on sale: the same for every seed. */
export function shelfRows(): readonly ShelfRow[] {
    return (Object.keys(kinds) as Kind[]).flatMap((kind) =>
        Array.from({ length: kinds[kind].count }, (_, at) => shelfRow(kind, at)),
    )
}

function shelfRow(kind: Kind, at: number): ShelfRow {
    const key = keying('block', 0)(at * 4 + (kind === 'wealth' ? 0 : kind === 'fund' ? 1 : 2))
    const name = `${pick(series, draws.series(key, series.length))}${at + 1}号`
    const since = dayOf(2021, 1, 1) + draws.since(key, 1000)
    const isClosed = kind === 'wealth' && at % 6 === 5
    const risk =
        kind === 'wealth'
            ? 1 + draws.risk(key, 3)
            : kind === 'fund'
              ? 2 + draws.risk(key, 4)
              : 1 + draws.risk(key, 2)
    const terms = [30, 90, 90, 180, 365, 90]
    return [
        codeOf(kind, at),
        `${name}${kind === 'fund' ? '混合基金' : kind === 'wealth' ? '理财计划' : '年金保险'}`,
        kinds[kind].word,
        `R${risk}`,
        kind === 'wealth' ? pick(terms, at % terms.length) : null,
        pick(['1万', '1,000.00', '5万', '100.00'], draws.least(key, 4)),
        `${1 + risk}.${draws.least(key, 9)}%`,
        isoDay(since),
        at % 9 === 8 ? isoDay(dayOf(2025, 6, 30)) : null,
        isClosed ? isoDay(since + 30) : null,
        isClosed ? isoDay(since + 30 + 180) : null,
        kind === 'wealth' ? `${1 + draws.quota(key, 20)}亿` : null,
        'CNY',
    ]
}
