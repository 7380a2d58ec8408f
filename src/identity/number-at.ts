/** The number at a place that exists; at any other, no number. */
export function numberAt(numbers: ArrayLike<number>, place: number): number {
    return numbers[place] ?? Number.NaN
}
