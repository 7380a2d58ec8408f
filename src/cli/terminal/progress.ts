import type { Say } from '#domain/say.ts'
import { createPaint } from './paint.ts'
import { doneLine, progressLine, type WholeNow } from './progress-line.ts'
import { plainText } from './text-fit.ts'

/** The part of a stream that progress is written to. */
export type ProgressStream = {
    readonly isTTY?: boolean
    readonly columns?: number
    readonly write: (text: string) => unknown
}

/** Tells how far a long piece of work is. */
export type Progress = {
    /**
     * Says that several pieces follow, whose weights add up to `weight`: from then on the time left
     * is that of all of them.
     */
    readonly expect: (weight: number) => void
    /**
     * Begins a piece of work of `total` equal parts; ends the one before. `weight` is its share of
     * what is expected.
     */
    readonly begin: (work: {
        readonly label: string
        readonly total: number
        readonly weight?: number
    }) => void
    /** `done` of the parts are done; `label` names what is being done now. */
    readonly advance: (done: number, label?: string) => void
    /** Ends the work; where it was done to the end, says what came of it and how long it took. */
    readonly end: (detail?: string) => void
}

type Work = {
    readonly label: string
    readonly total: number
    readonly weight: number
    readonly startedAt: number
    done: number
    part: string
    toldAt: number
}

type Whole = { readonly weight: number; readonly startedAt: number; done: number }

const redrawEvery = 80
const tellEvery = 5000
/** The clock in the line goes on while nothing else does. */
const tickEvery = 250
/** What took less time than this is not worth a line, unless it is one of several. */
const worthALine = 300
const widthWithoutColumns = 80

/**
 * Progress for people: on a terminal one line that is redrawn, elsewhere a line every few
 * seconds; and a line that stays for each piece that is done. `now` returns milliseconds. Nothing
 * is written before `begin` or after `end`.
 */
export function createProgress({
    stream,
    say,
    now,
    isColour = false,
}: {
    readonly stream: ProgressStream
    readonly say: Say
    readonly now: () => number
    readonly isColour?: boolean
}): Progress {
    const isTerminal = stream.isTTY === true
    const paint = createPaint(isTerminal && isColour)
    let work: Work | null = null
    let whole: Whole | null = null
    let clock: NodeJS.Timeout | null = null

    // Asked each time: a terminal changes its width while work goes on.
    const look = () => ({
        ...{ say, paint },
        width: isTerminal ? stream.columns || widthWithoutColumns : null,
    })

    const draw = (one: Work) => {
        one.toldAt = now()
        const elapsed = one.toldAt - one.startedAt
        const line = progressLine({ ...one, elapsed, whole: wholeNow(whole, one, now()) }, look())
        stream.write(isTerminal ? `\r${line}\u001b[K` : `${line}\n`)
    }

    const end = (detail = '') => {
        if (clock !== null) clearInterval(clock)
        clock = null
        if (work === null) return
        if (isTerminal) stream.write('\r\u001b[K')
        const elapsed = now() - work.startedAt
        const isDone = work.done >= work.total
        if (isDone && (whole !== null || detail !== '' || elapsed >= worthALine)) {
            stream.write(`${doneLine({ label: work.label, detail, elapsed }, look())}\n`)
        }
        if (whole !== null) whole.done += work.weight
        work = null
    }

    return {
        expect: (weight) => {
            whole = { weight, startedAt: now(), done: 0 }
        },
        begin: ({ label, total, weight = 0 }) => {
            end()
            const startedAt = now()
            const begun = { label, total, weight, startedAt, done: 0, part: '', toldAt: startedAt }
            work = begun
            if (!isTerminal) return
            draw(begun)
            clock = setInterval(() => draw(begun), tickEvery)
            clock.unref()
        },
        advance: (done, label) => {
            if (work === null) return
            work.done = Math.min(done, work.total)
            if (label !== undefined) work.part = plainText(label)
            if (now() - work.toldAt >= (isTerminal ? redrawEvery : tellEvery)) draw(work)
        },
        end,
    }
}

function wholeNow(whole: Whole | null, work: Work, now: number): WholeNow | null {
    if (whole === null) return null
    const share = work.total <= 0 ? 1 : Math.min(1, work.done / work.total)
    const done = whole.done + work.weight * share
    return { share: Math.min(1, done / whole.weight), elapsed: now - whole.startedAt }
}
