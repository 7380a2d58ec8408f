import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveShares, type Holding } from './effective-shares.ts'
import { beneficialMillionths, ultimateHolders } from './ultimate-holders.ts'

type Book = Readonly<Record<string, readonly Holding<string>[]>>

const holdersIn =
    (book: Book) =>
    (company: string): readonly Holding<string>[] =>
        book[company] ?? []

/** `{ c: { p: 50, q: 50 } }` in percent. */
function bookOf(percents: Readonly<Record<string, Readonly<Record<string, number>>>>): Book {
    return Object.fromEntries(
        Object.entries(percents).map(([company, holders]) => [
            company,
            Object.entries(holders).map(([holder, percent]) => ({
                holder,
                shareMillionths: Math.round(percent * 10_000),
            })),
        ]),
    )
}

function behind(company: string, book: Book) {
    const compare = (one: string, other: string): number => (one < other ? -1 : 1)
    return ultimateHolders(company, { holdersOf: holdersIn(book), compare })
}

const percentsOf = (company: string, book: Book) =>
    behind(company, book).holders.map(({ id, shareMillionths }) => [id, shareMillionths / 10_000])

describe('who is behind a company', () => {
    const cases: readonly {
        readonly name: string
        readonly book: Book
        readonly holders: readonly (readonly [string, number])[]
    }[] = [
        {
            name: 'holds it directly',
            book: bookOf({ c: { p: 60, q: 40 } }),
            holders: [
                ['p', 60],
                ['q', 40],
            ],
        },
        {
            name: 'holds it through another: the product of the shares',
            book: bookOf({ c: { a: 50, q: 50 }, a: { p: 60, r: 40 } }),
            holders: [
                ['q', 50],
                ['p', 30],
                ['r', 20],
            ],
        },
        {
            name: 'holds it by two ways: their sum',
            book: bookOf({ c: { a: 40, b: 30, p: 30 }, a: { p: 50, q: 50 }, b: { p: 100 } }),
            holders: [
                ['p', 80],
                ['q', 20],
            ],
        },
        {
            name: 'holds all of what a company holds of itself through another',
            book: bookOf({ c: { p: 50, a: 50 }, a: { c: 100 } }),
            holders: [['p', 100]],
        },
        {
            // x = 0.5 + 0.5·0.5·x for the one, half of that for the other: 2/3 and 1/3.
            name: 'shares out two companies that hold half of one another',
            book: bookOf({ c: { p: 50, a: 50 }, a: { q: 50, c: 50 } }),
            holders: [
                ['p', 66.6667],
                ['q', 33.3333],
            ],
        },
    ]

    it.each(cases)('$name', ({ book, holders }) => {
        expect(percentsOf('c', book)).toEqual(holders)
        expect(behind('c', book)).toMatchObject({ untoldMillionths: 0, isSettled: true })
    })

    it('is told to be nobody for what is not told', () => {
        expect(behind('c', bookOf({ c: { p: 70 } })).untoldMillionths).toBe(300_000)
    })

    it('is nobody where companies wholly hold one another', () => {
        const found = behind('c', bookOf({ c: { a: 100 }, a: { c: 100 } }))
        expect(found).toMatchObject({ holders: [], isSettled: false })
    })

    it('is found where too much is told, and the company is named', () => {
        const found = behind('c', bookOf({ c: { a: 100 }, a: { p: 80, q: 70 } }))
        expect(found.overheld).toEqual(['a'])
        expect(found.isSettled).toBe(true)
    })

    it('owns beneficially from a quarter on', () => {
        expect(beneficialMillionths).toBe(250_000)
    })
})

/** Companies 0 to 5; each is held by later ones and persons 6 to 9, or by any of them. */
const companies = 6
const bookArbitrary = (isCircular: boolean): fc.Arbitrary<Book> =>
    fc
        .array(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }))), {
            minLength: companies,
            maxLength: companies,
        })
        .map((all) =>
            Object.fromEntries(
                all.map((drawn, company) => {
                    const parts = new Map(
                        drawn.filter(([holder]) =>
                            isCircular ? holder !== company : holder > company,
                        ),
                    )
                    // A person holds a tenth at least, so that every circle has an end.
                    parts.set(6 + (company % 4), 5)
                    const sum = [...parts.values()].reduce((total, part) => total + part, 0)
                    const shares = [...parts].map(([holder, part]) => ({
                        holder: String(holder),
                        shareMillionths: Math.floor((part * 1_000_000) / sum),
                    }))
                    const rest = shares.reduce((left, one) => left - one.shareMillionths, 1_000_000)
                    const [first, ...others] = shares
                    if (first === undefined) return [String(company), []]
                    const rounded = { ...first, shareMillionths: first.shareMillionths + rest }
                    return [String(company), [rounded, ...others]]
                }),
            ),
        )

/** The share of each holder by all paths, one after the other, in doubles. */
function byPaths(company: string, book: Book): ReadonlyMap<string, number> {
    const found = new Map<string, number>()
    const walk = (held: string, share: number): void => {
        for (const { holder, shareMillionths } of book[held] ?? []) {
            const part = (share * shareMillionths) / 1_000_000
            found.set(holder, (found.get(holder) ?? 0) + part)
            walk(holder, part)
        }
    }
    walk(company, 1)
    return found
}

describe('effective shares', () => {
    it('are the sum over all paths of the product along a path', () => {
        fc.assert(
            fc.property(bookArbitrary(false), (book) => {
                const { shares, isSettled } = effectiveShares('0', holdersIn(book))
                expect(isSettled).toBe(true)
                for (const [holder, share] of byPaths('0', book)) {
                    const found = (shares.get(holder) ?? 0) / 1_000_000
                    expect(Math.abs(found - share)).toBeLessThan(1e-6)
                }
            }),
        )
    })

    it('of those at the ends add up to the company, circles or not', () => {
        fc.assert(
            fc.property(bookArbitrary(true), (book) => {
                const { holders, isSettled } = behind('0', book)
                const sum = holders.reduce((total, one) => total + one.shareMillionths, 0)
                expect(isSettled).toBe(true)
                // Each of four persons is rounded once.
                expect(Math.abs(sum - 1_000_000)).toBeLessThanOrEqual(4)
            }),
        )
    })

    it('change with no order of the holders', () => {
        fc.assert(
            fc.property(bookArbitrary(true), (book) => {
                const turned = Object.fromEntries(
                    Object.entries(book).map(([company, all]) => [company, all.toReversed()]),
                )
                expect(behind('0', turned)).toEqual(behind('0', book))
            }),
        )
    })
})
