import { addMonths } from '#domain/month.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import type {
    Migration,
    MonthOfTiers,
    MovedParty,
    NearParty,
    SummaryTier,
    TierSize,
} from '#serving/summary.ts'
import { sampleParts } from './sample-parts.ts'

const tiers: readonly SummaryTier[] = [
    tier('mass', ['普通', '一般', 'Mass'], null),
    tier('gold', ['黄金', '黃金', 'Gold'], '50000.00'),
    tier('platinum', ['铂金', '白金', 'Platinum'], '500000.00'),
    tier('diamond', ['钻石', '鑽石', 'Diamond'], '2000000.00'),
    tier('private', ['私人银行', '私人銀行', 'Private'], '6000000.00'),
]

/** Parties of the last close, lowest tier first, and what one of them holds on average. */
const sizes = [
    { tier: 'mass', parties: 14_873, each: 11_800 },
    { tier: 'gold', parties: 3_962, each: 161_000 },
    { tier: 'platinum', parties: 706, each: 842_000 },
    { tier: 'diamond', parties: 181, each: 3_120_000 },
    { tier: 'private', parties: 46, each: 11_650_000 },
    { tier: null, parties: 12, each: 0 },
] as const

const migrations: readonly Migration[] = [
    move('mass', 'gold', 214),
    move('gold', 'platinum', 58),
    move('platinum', 'diamond', 17),
    move('diamond', 'private', 3),
    move('mass', 'platinum', 9),
    move('gold', 'diamond', 2),
    move('gold', 'mass', 131),
    move('platinum', 'gold', 36),
    move('diamond', 'platinum', 8),
    move('diamond', 'gold', 3),
    move('private', 'diamond', 1),
    move(null, 'mass', 96),
    move(null, 'gold', 11),
    move('mass', null, 42),
    move('gold', null, 4),
]

/** A bank of 19,780 customers after twelve closes, every figure made up and tied to the others. */
export function sampleSummary(changes: Partial<ReportSummary> = {}): ReportSummary {
    return {
        bank: { baseCurrency: 'CNY', demo: true, systems: ['sample'] },
        run: {
            runId: '2026-01-a41f09c2',
            asOf: '2025-12-31',
            codeVersion: '0.1.0+7313e02',
            engine: 'DuckDB 1.5.6',
            policyKey: 'wealth/2026-01/9f3c61d27ab4',
        },
        ladder: { id: 'wealth', name: named(['财富等级', '財富等級', 'Wealth tiers']) },
        tiers,
        months: Array.from({ length: 12 }, (_, index) => monthOf(index - 11)),
        migrations,
        near: {
            up: { parties: 312, gap: '9381244.17' },
            down: { parties: 228, assets: '183042118.50' },
            parties: [...nearUp(), ...nearDown()],
        },
        moved: movedParties(),
        findings: [
            { code: 'untiered', count: 12 },
            { code: 'balance_days_off', count: 321 },
        ],
        spreads: [
            {
                feature: 'aum_avg_month',
                edges: [0, 10_000, 100_000, 1_000_000],
                quantiles: [],
                now: {
                    parties: 19_780,
                    unknown: 80,
                    zero: 1_200,
                    counts: [1_200, 9_000, 7_000, 2_000, 500],
                    median: '9800.50',
                    kinds: [],
                },
                before: {
                    parties: 19_700,
                    unknown: 100,
                    zero: 1_300,
                    counts: [1_300, 9_300, 6_800, 1_800, 400],
                    median: '9100.00',
                    kinds: [],
                },
            },
        ],
        ...sampleParts,
        ...changes,
    }
}

/** The same shape in koruna, with a close that is the first one. */
export function firstCloseSummary(): ReportSummary {
    const whole = sampleSummary()
    return {
        ...whole,
        bank: { baseCurrency: 'CZK', demo: false, systems: ['berka'] },
        ladder: { id: 'wealth-czk', name: named(['财富等级', '財富等級', 'Wealth tiers']) },
        months: whole.months.slice(-1),
        migrations: [],
        moved: [],
        findings: [],
    }
}

/** The same shape in koruna after twelve closes. */
export function korunaSummary(): ReportSummary {
    const { bank: _, ...whole } = sampleSummary()
    return { ...whole, bank: { baseCurrency: 'CZK', demo: false, systems: ['berka'] } }
}

function monthOf(offset: number): MonthOfTiers {
    const growth = 1 + offset * 0.011
    return {
        month: addMonths(202512, offset),
        tiers: sizes.map(({ tier: id, parties, each }, index): TierSize => {
            const wave = 1 + 0.02 * Math.sin(offset * 1.3 + index) * (offset === 0 ? 0 : 1)
            const steepness = index === 0 ? 0.4 : 1
            const people = Math.round(parties * (1 + (growth - 1) * steepness) * wave)
            const cents = Math.round(people * each * 100)
            return { tier: id, parties: people, assets: (cents / 100).toFixed(2) }
        }),
        causes: { unchanged: 18_641, upgraded: 303, downgraded: 179, protected: 438, untiered: 12 },
    }
}

function nearUp(): readonly NearParty[] {
    return Array.from({ length: 12 }, (_, index) => {
        const [from, to, at] =
            index < 4
                ? (['diamond', 'private', 6_000_000] as const)
                : (['platinum', 'diamond', 2_000_000] as const)
        const gap = 812.4 + index * index * 2_310.75
        return {
            recordKey: `sample:customer:${10_000_017 + index * 7_919}`,
            name: ['王*明', '欧阳*', '李**', '赵*华'][index % 4] ?? '',
            branch: ['城南支行', '高新支行', null][index % 3] ?? null,
            direction: 'up',
            tier: from,
            threshold: { tier: to, at: at.toFixed(2) },
            measure: (at - gap).toFixed(6),
            gap: gap.toFixed(6),
        }
    })
}

function nearDown(): readonly NearParty[] {
    return nearUp().map((party, index) => {
        const gap = 120.05 + index * 3_004.2
        const at = index < 4 ? 6_000_000 : 2_000_000
        const id = index < 4 ? 'private' : 'diamond'
        return {
            ...party,
            recordKey: `${party.recordKey}9`,
            direction: 'down',
            tier: id,
            threshold: { tier: id, at: at.toFixed(2) },
            measure: (at + gap).toFixed(6),
            gap: gap.toFixed(6),
        }
    })
}

function movedParties(): readonly MovedParty[] {
    const person = (index: number) => ({
        recordKey: `sample:customer:${10_900_003 + index * 6_113}`,
        name: ['周*', '陈**', '上海**贸易有限公司', '孙*涛'][index % 4] ?? '',
        branch: ['城南支行', '滨江支行', '高新支行'][index % 3] ?? null,
    })
    const ups = Array.from({ length: 10 }, (_, index): MovedParty => {
        const [from, to] =
            index < 3 ? (['diamond', 'private'] as const) : (['platinum', 'diamond'] as const)
        const measure = index < 3 ? 7_204_118.33 - index * 401_220 : 2_900_415.2 - index * 85_333
        return {
            ...person(index),
            from,
            to,
            cause: 'upgraded',
            measure: measure.toFixed(6),
            reviewsLeft: null,
        }
    })
    const downs = Array.from({ length: 10 }, (_, index): MovedParty => {
        const [from, to] =
            index < 1 ? (['private', 'diamond'] as const) : (['diamond', 'platinum'] as const)
        const measure = index < 1 ? 4_118_220.18 : 1_710_909.4 - index * 61_070.11
        return {
            ...person(index + 10),
            from,
            to,
            cause: 'downgraded',
            measure: measure.toFixed(6),
            reviewsLeft: null,
        }
    })
    const kept = Array.from({ length: 10 }, (_, index): MovedParty => {
        const id = index < 4 ? 'private' : 'diamond'
        return {
            ...person(index + 20),
            from: id,
            to: id,
            cause: 'protected',
            measure: (index < 4
                ? 5_600_000.07 - index * 300_110
                : 1_900_000 - index * 40_000
            ).toFixed(6),
            reviewsLeft: index < 4 ? 5 - index : 1 + (index % 2),
        }
    })
    return [...ups, ...kept, ...downs]
}

function tier(
    id: string,
    names: readonly [string, string, string],
    atLeast: string | null,
): SummaryTier {
    return { id, name: named(names), atLeast }
}

function named([simplified, traditional, english]: readonly [string, string, string]) {
    return { 'zh-CN': simplified, 'zh-TW': traditional, en: english }
}

function move(from: string | null, to: string | null, parties: number): Migration {
    const each = sizes.find((size) => size.tier === (to ?? from))?.each ?? 0
    return { from, to, parties, assets: (parties * each).toFixed(2) }
}
