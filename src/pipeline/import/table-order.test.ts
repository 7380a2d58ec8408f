import { expect, it } from 'vitest'
import { type ContractTable, plainTable } from '#sources/contract.ts'
import { hasCycle, parentsFirst } from './table-order.ts'

function tablesOf(
    relations: Readonly<Record<string, readonly string[]>>,
): readonly ContractTable[] {
    return Object.entries(relations).map(([name, parents]) => ({
        ...plainTable,
        ...{ name, file: '', description: '', key: [], columns: [] },
        relations: parents.map((to) => ({ columns: [], to })),
    }))
}

it('puts parents before their children', () => {
    const tables = tablesOf({
        bookings: ['accounts'],
        accounts: ['people', 'branches'],
        people: [],
    })
    expect(parentsFirst(tables).map(({ name }) => name)).toEqual(['people', 'accounts', 'bookings'])
    expect(hasCycle(tables)).toBe(false)
})

it('finds tables that name themselves, or each other in a ring', () => {
    expect(hasCycle(tablesOf({ people: ['people'] }))).toBe(true)
    const ring = tablesOf({ a: ['b'], b: ['c'], c: ['a'], d: ['a'] })
    expect(hasCycle(ring)).toBe(true)
    expect(parentsFirst(ring)).toHaveLength(4)
})
