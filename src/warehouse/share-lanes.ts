import type { Lane, Warehouse } from './warehouse.ts'

/** Pieces of work on a desk, each with the result that stands at its place. */
export type Works<D, T extends readonly unknown[]> = {
    readonly [K in keyof T]: (desk: D) => Promise<T[K]>
}

/**
 * Does pieces of work that do not need one another, as many at a time as there are lanes and the
 * first ones first; each has a desk made of a warehouse whose statements run on its lane, one at a
 * time. Returns their results in order. Once one has failed no other begins; when those at work
 * are over, what the first in order has thrown is thrown.
 */
export async function shareLanes<D, const T extends readonly unknown[]>(
    warehouse: Warehouse,
    {
        works,
        deskOf,
    }: { readonly works: Works<D, T>; readonly deskOf: (warehouse: Warehouse) => D },
): Promise<T> {
    const waiting = [...works.entries()]
    const results: unknown[] = works.map(() => undefined)
    const causes = new Map<number, unknown>()
    const serve = async (desk: D): Promise<void> => {
        while (causes.size === 0) {
            const next = waiting.shift()
            if (next === undefined) return
            const [place, work] = next
            try {
                results[place] = await work(desk)
            } catch (cause) {
                causes.set(place, cause)
            }
        }
    }
    const share = async (lanes: readonly Lane[]): Promise<void> => {
        await Promise.all(lanes.map((lane) => serve(deskOf(onLane(warehouse, lane)))))
    }
    await warehouse.sideBySide(share, { threads: 'all' })
    if (causes.size > 0) throw causes.get(Math.min(...causes.keys()))
    return results as unknown as T
}

/** A warehouse that has one lane only: there pieces of work follow one another. */
function onLane(warehouse: Warehouse, lane: Lane): Warehouse {
    return { ...warehouse, ...lane, sideBySide: async (work) => await work([lane]) }
}
