import type { QualityReport } from '#serving/quality-report.ts'
import type { ReportAction, ReportSummary, StageSize } from '#serving/report-summary.ts'
import type { Summary } from '#serving/summary.ts'
import { gradesOf } from '#sources/quality-summary.ts'

const languagesOf = ([simplified, traditional, english]: readonly [string, string, string]) => ({
    'zh-CN': simplified,
    'zh-TW': traditional,
    en: english,
})

const stage = (
    name: NonNullable<StageSize['stage']>,
    size: Pick<StageSize, 'parties' | 'assets' | 'before' | 'entered' | 'left'>,
): StageSize => ({
    ...size,
    stage: name,
    mode: 'serve',
    advice: languagesOf(['按时服务', '準時服務', 'Serve on time']),
})

const failing = {
    table: 'clients',
    field: 'id_number',
    check: 'absent',
    failed: 305,
    checked: 797,
} as const

const quality: QualityReport = {
    asOf: '2025-12-31',
    grades: gradesOf([failing], false),
    tables: [
        {
            ...{ system: 'sample_crm', table: 'clients', batchNo: 4 },
            ...{ importedAt: '2026-01-02T03:04:05Z', read: 799, accepted: 797, rejected: 2 },
            freshness: null,
            isMeasured: true,
            grades: gradesOf([failing], false),
        },
    ],
    issues: [{ ...failing, system: 'sample_crm', batchNo: 4, codes: [] }],
}

const someone = {
    recordKey: 'sample:customer:10000017',
    name: '王**',
    branch: '城南支行',
    tier: 'diamond',
    amount: '1234.56',
} as const

const actions: readonly ReportAction[] = [
    {
        ...{ code: 'maturing_month', stake: 'keep', basis: 'maturing_30d' },
        ...{ parties: 67, amount: '34220000.00', first: [someone] },
        named: {
            name: languagesOf(['30 天内到期', '30 天內到期', 'Maturing within 30 days']),
            purpose: languagesOf(['到期前承接', '到期前承接', 'Speak with them']),
        },
        command: 'cuts show maturing_month --month 2025-12',
    },
    {
        ...{ code: 'near_up', stake: 'win', basis: 'missing', named: null },
        ...{ parties: 312, amount: '9381244.170000', first: [{ ...someone, tier: null }] },
        command: 'list near --ladder wealth --month 2025-12',
    },
    {
        ...{ code: 'data_missing', stake: 'mend', basis: 'assets', named: null },
        ...{ parties: 12, amount: '0.00', first: [{ ...someone, amount: null }] },
        command: 'quality parties --ladder wealth --month 2025-12',
    },
]

/** What only a report shows of the sample summary's bank, every figure made up. */
export const sampleParts: Omit<ReportSummary, keyof Summary> = {
    scope: { kind: 'bank' },
    lifecycle: {
        stages: [
            stage('new', {
                ...{ parties: 180, assets: '9000000.10', before: 170, entered: 60, left: 50 },
            }),
            stage('stable', {
                ...{ parties: 19_000, assets: '2100000000.20', before: 19_010 },
                ...{ entered: 70, left: 80 },
            }),
            stage('declining', {
                ...{ parties: 600, assets: '41000000.30', before: 580, entered: 90, left: 70 },
            }),
        ],
        moves: [
            { before: 'stable', stage: 'declining', parties: 80 },
            { before: 'declining', stage: 'stable', parties: 70 },
        ],
    },
    values: [
        { tier: 'private', band: 'high', parties: 46, assets: '535900000.00' },
        { tier: 'gold', band: 'high', parties: 900, assets: '200000000.00' },
        { tier: 'diamond', band: 'ordinary', parties: 17, assets: '50000000.00' },
        { tier: 'mass', band: null, parties: 21, assets: '0.00' },
    ],
    rfm: [
        {
            ...{ recency: 5, frequency: 5, parties: 900, assets: '400000000.00' },
            ...{ monetarySum: 3600, monetaryKnown: 900 },
        },
        {
            ...{ recency: 1, frequency: 2, parties: 1500, assets: '90000000.00' },
            ...{ monetarySum: 1500, monetaryKnown: 1000 },
        },
        {
            ...{ recency: null, frequency: 3, parties: 321, assets: '100.00' },
            ...{ monetarySum: 0, monetaryKnown: 0 },
        },
    ],
    concentration: {
        parties: 20_100,
        total: '2200000000.00',
        gini: 0.87654321,
        partiesFor80: 1_307,
        top: [
            { percent: 1, share: 0.41 },
            { percent: 5, share: 0.65 },
            { percent: 10, share: 0.78 },
            { percent: 20, share: 0.9 },
            { percent: 50, share: 0.985 },
        ],
        lorenz: Array.from({ length: 19 }, (_, index) => {
            const percent = (index + 1) * 5
            return { percent, share: 0.35 * (percent / 95) ** 9 }
        }),
    },
    maturing: { parties: 503, amount: '495060000.00' },
    quality,
    actions,
    featuresRun: '7853f4e5f1b8',
}
