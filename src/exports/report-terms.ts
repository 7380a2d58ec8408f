/**
 * The terms whose meaning each section of the report tells, by the middle of its text keys. Each
 * has a text `exports.term.<term>` and a meaning `exports.meaning.<term>`.
 */
export const reportTerms = {
    standout: ['standout', 'assets'],
    actions: ['stake', 'stake_missing', 'assets_end'],
    pyramid: ['customers', 'assets', 'threshold', 'untiered'],
    concentration: ['lorenz', 'gini', 'top_percent', 'assets_end'],
    months: ['close', 'assets'],
    migration: ['migration', 'new', 'gone'],
    moved: ['measure', 'upgraded', 'downgraded'],
    near: ['near_up', 'near_down', 'gap', 'measure'],
    protected: ['protected', 'reviews_left'],
    lifecycle: ['lifecycle', 'came_left', 'management', 'assets'],
    value: ['value_band', 'value_unscored', 'heat', 'assets'],
    rfm: ['rfm', 'rfm_monetary', 'heat', 'assets_end'],
    distributions: ['median', 'distribution'],
    report_quality: [
        ...['quality_complete', 'quality_valid', 'quality_unique', 'quality_consistent'],
        'quality_fresh',
    ],
    findings: ['findings'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** A section of the report. */
export type ReportSection = keyof typeof reportTerms
