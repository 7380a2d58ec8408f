/** Where some lines of a text begin, so that a line is found without going through all before. */
export type LinePlaces = {
    /** Every how many lines, the first included. */
    readonly every: number
    /** Bytes before each of those lines. */
    readonly begins: readonly number[]
}

/** Notes the places of lines while they are counted. */
export type LinePlacesNote = {
    /** A line, counted from 0, and how many bytes lie before it; lines come in their order. */
    note(line: number, begin: number): void
    result(): LinePlaces
}

/** So few lines are quickly gone through. */
const linesMin = 64
/** Of a text of any length no more are known: they lie in memory. */
const placesMax = 1 << 16

/** Begins to note where lines begin: the longer the text, the fewer of them. */
export function createLinePlaces(most: number = placesMax): LinePlacesNote {
    let every = linesMin
    let begins = [0]
    return {
        note: (line, begin) => {
            if (line % every !== 0) return
            begins.push(begin)
            if (begins.length <= most) return
            every *= 2
            begins = begins.filter((_, index) => index % 2 === 0)
        },
        result: () => ({ every, begins }),
    }
}
