import { numberAt } from '../number-at.ts'

/** A link with the evidence it had when it was put in, and its place among equal ones. */
export type HeapEntry = {
    readonly link: number
    readonly evidence: number
    readonly order: number
}

/**
 * Links by evidence, the most first, of equal ones the lowest in order: a binary heap. Entries are
 * not taken back; whoever takes one out sees whether it still holds.
 */
export class LinkHeap {
    readonly #links: number[] = []
    readonly #evidence: number[] = []
    readonly #orders: number[] = []

    /** Puts a link in. */
    push({ link, evidence, order }: HeapEntry): void {
        let at = this.#links.length
        this.#links.push(link)
        this.#evidence.push(evidence)
        this.#orders.push(order)
        while (at > 0) {
            const up = (at - 1) >> 1
            if (!this.#isBefore(at, up)) return
            this.#swap(at, up)
            at = up
        }
    }

    /** Takes out the first link; null where none is left. */
    pop(): HeapEntry | null {
        if (this.#links.length === 0) return null
        this.#swap(0, this.#links.length - 1)
        const taken = {
            link: this.#links.pop() ?? 0,
            evidence: this.#evidence.pop() ?? 0,
            order: this.#orders.pop() ?? 0,
        }
        let at = 0
        for (;;) {
            const [left, right] = [2 * at + 1, 2 * at + 2]
            let first = at
            if (left < this.#links.length && this.#isBefore(left, first)) first = left
            if (right < this.#links.length && this.#isBefore(right, first)) first = right
            if (first === at) return taken
            this.#swap(at, first)
            at = first
        }
    }

    #isBefore(one: number, other: number): boolean {
        const more = numberAt(this.#evidence, one) - numberAt(this.#evidence, other)
        if (more !== 0) return more > 0
        return numberAt(this.#orders, one) < numberAt(this.#orders, other)
    }

    #swap(one: number, other: number): void {
        swapPlaces(this.#links, one, other)
        swapPlaces(this.#evidence, one, other)
        swapPlaces(this.#orders, one, other)
    }
}

function swapPlaces(numbers: number[], one: number, other: number): void {
    const kept = numberAt(numbers, one)
    numbers[one] = numberAt(numbers, other)
    numbers[other] = kept
}
