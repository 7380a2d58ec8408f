import { numberAt } from '../number-at.ts'
import { LinkHeap } from './link-heap.ts'
import type { ScoredPairs } from './scored-pairs.ts'

/** A component by itself: its records renumbered from 0 in their order. */
export type Component = {
    readonly records: number
    /** Scored pairs inside; of one that comes again the highest weight counts. */
    readonly pairs: ScoredPairs
    /** Codes of the component's records, one list a kind, −1 for none. */
    readonly kinds: readonly Int32Array[]
    /** Pairs that were decided to differ. */
    readonly apart: readonly (readonly [number, number])[]
    readonly accept: number
    readonly hold: number
}

/** Links between clusters, by number: flat lists, as there may be millions. */
type Links = {
    /** The records that lead the clusters at both ends. */
    readonly one: Uint32Array
    readonly other: Uint32Array
    /** Weights of the pairs between, how many, and the highest. */
    readonly sum: Float64Array
    readonly count: Uint32Array
    readonly best: Int32Array
    /** The first pair between, as a number that grows with the records: it settles ties. */
    readonly order: Float64Array
    /** 1 where the link is no more, or never joins because of a conflict. */
    readonly isShut: Uint8Array
}

type Clusters = {
    readonly component: Component
    /** For each record the record that leads its cluster. */
    readonly leader: Uint32Array
    /** For each leader its links by the leader at the other end. */
    readonly near: readonly Map<number, number>[]
    readonly links: Links
    readonly codes: readonly Int32Array[]
    readonly apart: Map<number, Set<number>>
    readonly heap: LinkHeap
}

/**
 * Parts a component into clusters by average linkage (Sokal & Michener 1958) over scored pairs:
 * again and again the two clusters with the highest mean weight between them are joined, while
 * that mean is at or above `hold`, one of the pairs at or above `accept`, and no conflict lies
 * between them. Pairs that were never compared do not count. Gives for each record the first
 * record of its cluster.
 */
export function separateComponent(component: Component): Uint32Array {
    const clusters = openClusters(component)
    const { heap, links } = clusters
    for (let best = heap.pop(); best !== null; best = heap.pop()) {
        const { link, evidence } = best
        if (links.isShut[link] === 1 || meanOf(links, link) !== evidence) continue
        if (isConflict(clusters, link)) links.isShut[link] = 1
        else join(clusters, link)
    }
    return firstRecords(clusters.leader)
}

function openClusters(component: Component): Clusters {
    const { records, pairs, kinds, apart } = component
    const size = pairs.weight.length
    const links: Links = {
        one: new Uint32Array(size),
        other: new Uint32Array(size),
        sum: new Float64Array(size),
        count: new Uint32Array(size),
        best: new Int32Array(size),
        order: new Float64Array(size),
        isShut: new Uint8Array(size),
    }
    const clusters: Clusters = {
        component,
        leader: Uint32Array.from({ length: records }, (_, record) => record),
        near: Array.from({ length: records }, () => new Map<number, number>()),
        links,
        codes: kinds.map((codes) => codes.slice()),
        apart: marksOf(apart),
        heap: new LinkHeap(),
    }
    for (let pair = 0; pair < size; pair++) openLink(clusters, pair)
    for (let link = 0; link < size; link++) queue(clusters, link)
    return clusters
}

/** A link of one pair; a pair that came before gives way where it weighs less. */
function openLink({ component, near, links }: Clusters, pair: number): void {
    const { pairs, records } = component
    const [left, right] = [numberAt(pairs.left, pair), numberAt(pairs.right, pair)]
    const weight = numberAt(pairs.weight, pair)
    const known = near[left]?.get(right)
    if (known !== undefined || left === right) links.isShut[pair] = 1
    const link = known ?? pair
    if (known !== undefined && weight <= numberAt(links.best, known)) return
    links.one[link] = left
    links.other[link] = right
    links.sum[link] = weight
    links.count[link] = 1
    links.best[link] = weight
    links.order[link] = Math.min(left, right) * records + Math.max(left, right)
    if (left === right) return
    near[left]?.set(right, link)
    near[right]?.set(left, link)
}

function marksOf(apart: Component['apart']): Map<number, Set<number>> {
    const marks = new Map<number, Set<number>>()
    for (const [one, other] of apart) {
        marks.set(one, (marks.get(one) ?? new Set()).add(other))
        marks.set(other, (marks.get(other) ?? new Set()).add(one))
    }
    return marks
}

function meanOf({ sum, count }: Links, link: number): number {
    return numberAt(sum, link) / numberAt(count, link)
}

/** Queues a link whose evidence is new, if it may join. */
function queue({ component, links, heap }: Clusters, link: number): void {
    if (links.isShut[link] === 1 || numberAt(links.best, link) < component.accept) return
    const evidence = meanOf(links, link)
    if (evidence < component.hold) return
    heap.push({ link, evidence, order: numberAt(links.order, link) })
}

function isConflict({ links, codes, apart }: Clusters, link: number): boolean {
    const [one, other] = [numberAt(links.one, link), numberAt(links.other, link)]
    if (apart.get(one)?.has(other) === true) return true
    return codes.some((code) => {
        const [ones, others] = [numberAt(code, one), numberAt(code, other)]
        return ones >= 0 && others >= 0 && ones !== others
    })
}

/** Joins the clusters of a link: the one with fewer links moves, so that no link moves often. */
function join(clusters: Clusters, link: number): void {
    const { near, links, leader, codes } = clusters
    const [one, other] = [numberAt(links.one, link), numberAt(links.other, link)]
    const [ones, others] = [near[one], near[other]]
    if (ones === undefined || others === undefined) return
    const onesStay = ones.size > others.size || (ones.size === others.size && one < other)
    const [stays, goes] = onesStay ? [one, other] : [other, one]
    const [kept, moved] = onesStay ? [ones, others] : [others, ones]
    links.isShut[link] = 1
    kept.delete(goes)
    moved.delete(stays)
    for (const [neighbour, from] of moved) {
        near[neighbour]?.delete(goes)
        const met = kept.get(neighbour)
        const to = met ?? from
        kept.set(neighbour, to)
        near[neighbour]?.set(stays, to)
        links.one[to] = stays
        links.other[to] = neighbour
        if (met !== undefined) mergeLinks(clusters, { from, to: met })
    }
    moved.clear()
    leader[goes] = stays
    for (const code of codes) {
        code[stays] = Math.max(numberAt(code, stays), numberAt(code, goes))
    }
    moveMarks(clusters.apart, { from: goes, to: stays })
}

type Move = { readonly from: number; readonly to: number }

/** Puts the evidence of a link into another one between the same clusters. */
function mergeLinks(clusters: Clusters, { from, to }: Move): void {
    const { sum, count, best, order, isShut } = clusters.links
    sum[to] = numberAt(sum, to) + numberAt(sum, from)
    count[to] = numberAt(count, to) + numberAt(count, from)
    best[to] = Math.max(numberAt(best, to), numberAt(best, from))
    order[to] = Math.min(numberAt(order, to), numberAt(order, from))
    isShut[to] = Math.max(numberAt(isShut, to), numberAt(isShut, from))
    isShut[from] = 1
    queue(clusters, to)
}

function moveMarks(apart: Map<number, Set<number>>, { from, to }: Move): void {
    for (const marked of apart.get(from) ?? []) {
        apart.get(marked)?.delete(from)
        apart.get(marked)?.add(to)
        apart.set(to, (apart.get(to) ?? new Set()).add(marked))
    }
}

/** From leaders, which may be any record, to first records. */
function firstRecords(leader: Uint32Array): Uint32Array {
    const first = new Map<number, number>()
    return Uint32Array.from(leader, (_, record) => {
        let top = record
        while (numberAt(leader, top) !== top) {
            // Each step on the way is halved, so that long ways are gone once.
            leader[top] = numberAt(leader, numberAt(leader, top))
            top = numberAt(leader, top)
        }
        // Records come in their order: whoever names a leader first is the first of its cluster.
        const named = first.get(top) ?? record
        first.set(top, named)
        return named
    })
}
