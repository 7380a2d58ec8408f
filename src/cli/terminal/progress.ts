import type { Say } from '#domain/say.ts'
import { durationText } from './duration-text.ts'
import { cutText, padText, plainText } from './text-fit.ts'

/** The part of a stream that progress is written to. */
export type ProgressStream = {
    readonly isTTY?: boolean
    readonly columns?: number
    readonly write: (text: string) => unknown
}

/** Tells how far a long piece of work is. */
export type Progress = {
    /** Begins a piece of work of `total` equal parts; ends the one before. */
    readonly begin: (work: { readonly label: string; readonly total: number }) => void
    /** `done` of the parts are done; `label` names what is being done now. */
    readonly advance: (done: number, label?: string) => void
    /** Ends the work and says how long it took, where it was done to the end. */
    readonly end: () => void
}

type Work = {
    readonly label: string
    readonly total: number
    readonly startedAt: number
    done: number
    part: string
    toldAt: number
}

const redrawEvery = 80
const tellEvery = 5000
/** What took less time than this is not worth a line. */
const worthALine = 300
/** Before this much time an estimate of the time left would jump about. */
const estimateAfter = 1500
const barWidth = 24
const widthWithoutColumns = 80
/** Larger totals are bytes or rows, of which only the share says anything. */
const countedMax = 9999

/**
 * Progress for people: on a terminal one line that is redrawn, elsewhere a line every few
 * seconds. `now` returns milliseconds. Nothing is written before `begin` or after `end`.
 */
export function createProgress({
    stream,
    say,
    now,
}: {
    readonly stream: ProgressStream
    readonly say: Say
    readonly now: () => number
}): Progress {
    const isTerminal = stream.isTTY === true
    let work: Work | null = null
    let labelTold: string | null = null

    const draw = (one: Work) => {
        one.toldAt = now()
        const line = lineOf(one, { say, elapsed: one.toldAt - one.startedAt, isTerminal })
        if (!isTerminal) stream.write(`${line}\n`)
        // The last column stays free: some terminals would begin a new line there.
        else stream.write(`\r${cutText(line, (stream.columns || widthWithoutColumns) - 1)}\u001b[K`)
    }

    const end = () => {
        if (work === null) return
        if (isTerminal) stream.write('\r\u001b[K')
        const elapsed = now() - work.startedAt
        if (work.done >= work.total && elapsed >= worthALine) {
            const time = durationText(elapsed, say)
            stream.write(`${say('cli.progress.done', { label: work.label, time })}\n`)
            labelTold = null
        }
        work = null
    }

    return {
        begin: ({ label, total }) => {
            end()
            const startedAt = now()
            work = { label, total, startedAt, done: 0, part: '', toldAt: startedAt }
            if (isTerminal) draw(work)
            else if (label !== labelTold) stream.write(`${label}\n`)
            labelTold = label
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

function lineOf(
    work: Work,
    { say, elapsed, isTerminal }: { say: Say; elapsed: number; isTerminal: boolean },
): string {
    const share = work.total <= 0 ? 1 : work.done / work.total
    const percent = padText(`${Math.floor(share * 100)}%`, { width: 4, align: 'right' })
    const counted = work.total <= countedMax ? `${work.done}/${work.total}` : ''
    const left =
        elapsed < estimateAfter || work.done === 0 || work.done >= work.total
            ? ''
            : say('cli.progress.left', {
                  time: durationText((elapsed / work.done) * (work.total - work.done), say),
              })
    const parts = [percent, counted, left, work.part].filter((part) => part !== '').join(' · ')
    return isTerminal ? `${work.label} ${barOf(share)} ${parts}` : `${work.label} ${parts}`
}

function barOf(share: number): string {
    const full = Math.min(barWidth, Math.max(0, Math.round(share * barWidth)))
    return '━'.repeat(full) + '╌'.repeat(barWidth - full)
}
