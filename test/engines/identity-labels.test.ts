import { describe, expect, it } from 'vitest'
import type { TextRow } from '#identity/compare-records.ts'
import type { Label } from '#identity/labels/label.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { Matching } from '#pipeline/identity/match-records.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { matchRows } from './match-rows.ts'
import { field } from './people-twice.ts'

const opened = keepWarehouse()

const comparison: Comparison = {
    ...{ id: 'people', of: 'any', sure: { rules: [], recall: 1 } },
    fields: [field('name', 'text'), field('card', 'code'), field('document', 'resident_id')],
    blocking: [[{ field: 'name', form: 'folded' }], [{ field: 'card', form: 'folded' }]],
    never: [{ field: 'document', form: 'proven' }],
    thresholds: { accept: 0.9, review: 0.5 },
}

/** Sixty people who stand twice: the second time one in three has another card. */
const rows: readonly TextRow[] = Array.from({ length: 120 }, (_, at) => {
    const person = at >> 1
    const hasOther = at % 2 === 1 && person % 3 === 0
    return {
        id: String(at).padStart(3, '0'),
        name: `name of ${person} ${'abcdefgh'[person % 8]}`,
        card: String((hasOther ? 900_000 : 100_000) + person * 37),
        document: null,
    }
})

function label(left: string, right: string, isSame: boolean): Label {
    return { left: { table: 0, id: left }, right: { table: 0, id: right }, isSame, line: 2 }
}

async function match(labels: readonly Label[], some = rows): Promise<Matching> {
    const given = labels.length === 0 ? null : { file: 'labels.csv', labels }
    return (await matchRows(opened, [some], { comparison, labels: given })).matching
}

const areOne = ({ clustering: { cluster } }: Matching, one: number, other: number): boolean =>
    cluster[one] === cluster[other]

describe('labels of reviewers', () => {
    it('join what no key proposes, and keep apart what agrees', async () => {
        const without = await match([])
        expect([areOne(without, 0, 21), areOne(without, 2, 3), without.labels]).toEqual([
            ...[false, true, null],
        ])
        const found = await match([label('000', '021', true), label('002', '003', false)])
        expect([areOne(found, 0, 21), areOne(found, 2, 3)]).toEqual([true, false])
        // By the weights alone both would have come out otherwise.
        expect(found.labels).toEqual({
            accept: { same: 1, found: 0, different: 1, wrong: 1 },
            review: { same: 1, found: 0, different: 1, wrong: 1 },
            unfollowed: 0,
        })
    })

    it('teach: where matches differ, fewer of them are expected to be the same', async () => {
        const id = (at: number): string => String(at).padStart(3, '0')
        // People of different names and cards, told to be one.
        const more = Array.from({ length: 20 }, (_, at) => label(id(4 * at), id(4 * at + 23), true))
        const sameOf = ({ model }: Matching): number => model.fields[0]?.levels[0]?.m ?? 0
        expect(sameOf(await match(more))).toBeLessThan(sameOf(await match(more.slice(0, 1))))
    })

    it('do not join two valid different numbers, and that is told', async () => {
        const documents = ['11010519491231002X', '440524188001010014']
        const some = rows.map((row, at) => ({ ...row, document: documents[at] ?? null }))
        const found = await match([label('000', '001', true)], some)
        expect(areOne(found, 0, 1)).toBe(false)
        expect(found.labels?.unfollowed).toBe(1)
    })

    it('name records that are there', async () => {
        const wrong = [{ ...label('000', 'nobody', true), line: 7 }]
        await expect(match(wrong)).rejects.toMatchObject({
            failures: [
                {
                    code: 'identity.label_unknown',
                    params: { record: 'nobody' },
                    at: { file: 'labels.csv', line: 7 },
                },
            ],
        })
    })
})

describe('two tables one to one', () => {
    it('leave each record one partner at most, where a link takes all likely ones', async () => {
        const second = rows.filter((_, at) => at % 2 === 0)
        // The first table has everybody twice.
        const tables = [rows, second]
        const asked = { comparison, isLink: true }
        const linked = (await matchRows(opened, tables, asked)).matching
        const single = (await matchRows(opened, tables, { ...asked, isOneToOne: true })).matching
        const sizes = ({ clustering }: Matching): readonly number[] =>
            [...Map.groupBy(clustering.cluster, (first) => first).values()].map((all) => all.length)
        expect(Math.max(...sizes(linked))).toBe(3)
        expect(Math.max(...sizes(single))).toBe(2)
        expect(sizes(single).filter((size) => size === 2)).toHaveLength(60)
        expect(single.oneToOne).toEqual(expect.objectContaining({ approximate: 0, exact: 60 }))
    })
})
