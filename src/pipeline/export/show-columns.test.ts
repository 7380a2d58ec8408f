import { describe, expect, it } from 'vitest'
import { type ClassedColumn, chosenColumns, classedColumns, showColumns } from './show-columns.ts'

const twin = {
    columns: {
        party_id: { type: 'bigint', description: '', few: false },
        birth_date: { type: 'date', pii: 'birth_date', description: '', few: false },
        // No twin says so, yet they tell of a trait, and of what the customer may not be told.
        sex: { type: 'varchar', description: '', few: false },
        age_years: { type: 'integer', description: '', few: false },
        importance: { type: 'varchar', description: '', few: false },
        aum_end_month: {
            type: 'decimal(18,2)',
            unit: 'base currency',
            description: '',
            few: false,
        },
    },
}
const columns = classedColumns(twin)
const anyone = { isCompliance: false }
const compliance = { isCompliance: true }

function maskedFor(viewer: typeof anyone, isUnmasked: boolean): readonly string[] {
    const shown = showColumns(columns, { alias: 'a', reader: { viewer, isUnmasked } })
    return shown.columns.filter(({ isMasked }) => isMasked).map(({ name }) => name)
}

describe('what is shown of columns', () => {
    it('is masked where nothing else was asked for, to compliance too', () => {
        const secret = ['birth_date', 'sex', 'age_years', 'importance']
        expect(maskedFor(anyone, false)).toEqual(secret)
        expect(maskedFor(compliance, false)).toEqual(secret)
    })

    it('is in full when that was asked for, but sensitive for compliance alone', () => {
        expect(maskedFor(anyone, true)).toEqual(['sex', 'age_years', 'importance'])
        expect(maskedFor(compliance, true)).toEqual([])
    })

    it('reads no masked value but through its mask', () => {
        const reader = { viewer: anyone, isUnmasked: false }
        const { select, columns: shown } = showColumns(columns, { alias: 'a', reader })
        expect(select).toContain('a."aum_end_month"')
        expect(select).not.toMatch(/(?:^|, )a\."(?:birth_date|sex|age_years|importance)"/)
        expect(
            shown.filter(({ isMasked }) => isMasked).every(({ type }) => type === 'varchar'),
        ).toBe(true)
    })
})

describe('the columns asked for', () => {
    const names = (asked: readonly string[] | null): readonly string[] =>
        chosenColumns<ClassedColumn>(columns, asked).map(({ name }) => name)

    it('come in that order, each once', () => {
        expect(names(['sex', 'party_id', 'sex'])).toEqual(['sex', 'party_id'])
        expect(names(null)).toHaveLength(columns.length)
    })

    it('are refused all at once where there is none of the name', () => {
        expect(() => names(['sexx', 'party_id', 'nothing_like_it'])).toThrow(
            expect.objectContaining({
                failures: [
                    {
                        code: 'pipeline.export_column',
                        params: { column: 'sexx', nearest: 'sex' },
                    },
                    {
                        code: 'pipeline.export_column',
                        params: { column: 'nothing_like_it', nearest: 'none' },
                    },
                ],
            }),
        )
    })
})
