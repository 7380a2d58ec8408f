/** Lower bounds of large, medium and small; null where the standard asks for no such figure. */
type Bounds = readonly [large: number, medium: number, small: number] | null

/** A class of industries: people employed, sales and assets in ten thousand yuan. */
export type SizeClass = { readonly people: Bounds; readonly sales: Bounds; readonly assets: Bounds }

/**
 * The table of 统计上大中小微型企业划分办法（2017）, National Bureau of Statistics, 国统字〔2017〕
 * 213号, by its own names of industries.
 */
export const sizeClasses: Readonly<Record<string, SizeClass>> = {
    '农、林、牧、渔业': { people: null, sales: [20_000, 500, 50], assets: null },
    工业: { people: [1000, 300, 20], sales: [40_000, 2000, 300], assets: null },
    建筑业: { people: null, sales: [80_000, 6000, 300], assets: [80_000, 5000, 300] },
    批发业: { people: [200, 20, 5], sales: [40_000, 5000, 1000], assets: null },
    零售业: { people: [300, 50, 10], sales: [20_000, 500, 100], assets: null },
    交通运输业: { people: [1000, 300, 20], sales: [30_000, 3000, 200], assets: null },
    仓储业: { people: [200, 100, 20], sales: [30_000, 1000, 100], assets: null },
    邮政业: { people: [1000, 300, 20], sales: [30_000, 2000, 100], assets: null },
    住宿业: { people: [300, 100, 10], sales: [10_000, 2000, 100], assets: null },
    餐饮业: { people: [300, 100, 10], sales: [10_000, 2000, 100], assets: null },
    信息传输业: { people: [2000, 100, 10], sales: [100_000, 1000, 100], assets: null },
    软件和信息技术服务业: { people: [300, 100, 10], sales: [10_000, 1000, 50], assets: null },
    房地产开发经营: { people: null, sales: [200_000, 1000, 100], assets: [10_000, 5000, 2000] },
    物业管理: { people: [1000, 300, 100], sales: [5000, 1000, 500], assets: null },
    租赁和商务服务业: { people: [300, 100, 10], sales: null, assets: [120_000, 8000, 100] },
    社会工作: { people: [300, 100, 10], sales: null, assets: null },
}

/** Sections of GB/T 4754 that hold several classes of the standard, or one under another name. */
export const sections: Readonly<Record<string, readonly string[]>> = {
    制造业: ['工业'],
    C: ['工业'],
    批发和零售业: ['批发业', '零售业'],
    '信息传输、软件和信息技术服务业': ['信息传输业', '软件和信息技术服务业'],
    房地产业: ['房地产开发经营', '物业管理', '社会工作'],
    教育: [],
}

/** Figures of a company; sales and assets in ten thousand yuan, null is unknown. */
export type SizeFigures = {
    readonly people: number | null
    readonly sales: number | null
    readonly assets: number | null
}

const names = ['micro', 'small', 'medium', 'large'] as const

/**
 * The size in one class of the standard, null where it leaves a doubt: the highest step of which
 * every lower bound is reached.
 */
export function sizeIn(name: string, figures: SizeFigures): string | null {
    const { people, sales, assets } = sizeClasses[name] ?? {
        people: null,
        sales: null,
        assets: null,
    }
    const pairs = [
        { bounds: people, figure: figures.people },
        { bounds: sales, figure: figures.sales },
        { bounds: assets, figure: figures.assets },
    ]
    let isDoubtful = false
    let size: (typeof names)[number] = 'large'
    for (const { bounds, figure } of pairs) {
        if (bounds === null) continue
        if (figure === null) {
            isDoubtful = true
            continue
        }
        const [large, medium, small] = bounds
        if (figure < small) return 'micro'
        const reached = figure >= large ? 'large' : figure >= medium ? 'medium' : 'small'
        if (names.indexOf(reached) < names.indexOf(size)) size = reached
    }
    return isDoubtful ? null : size
}

/** The size by an industry's name: what all its classes agree on. */
export function sizeOf(industry: string | null, figures: SizeFigures): string | null {
    if (industry === null) return null
    const classes = sections[industry] ?? (industry in sizeClasses ? [industry] : [])
    const sizes = new Set(classes.map((name) => sizeIn(name, figures)))
    const [size = null] = sizes
    return sizes.size === 1 ? size : null
}
