import type { Say } from '#domain/say.ts'
import { durationText } from './duration-text.ts'
import type { Paint } from './paint.ts'
import { cutText, padText, textWidth } from './text-fit.ts'

/** A piece of work at one moment; times in milliseconds since it, or all of it, began. */
export type WorkNow = {
    readonly label: string
    readonly done: number
    readonly total: number
    readonly elapsed: number
    /** What is being done now; empty where nothing was said of it. */
    readonly part: string
    /** How far all pieces together are, where this is one of several; null: it stands alone. */
    readonly whole: WholeNow | null
}

/** All pieces together: `share` from 0 to 1, with this one as far as it is. */
export type WholeNow = { readonly share: number; readonly elapsed: number }

/** How to speak, and the columns of the terminal; null: a file or a pipe, which has no bar. */
export type LineLook = {
    readonly say: Say
    readonly paint: Paint
    readonly width: number | null
}

/** Before this much time an estimate of the time left would jump about. */
const estimateAfter = 1500
const barWidthMax = 24
const barWidthMin = 8
/** Larger totals are bytes or rows, of which only the share says anything. */
const countedMax = 9999

/** One line that says how far a piece of work is, never wider than the terminal. */
export function progressLine(work: WorkNow, { say, paint, width }: LineLook): string {
    const share = work.total <= 0 ? 1 : Math.min(1, work.done / work.total)
    const percent = padText(`${Math.floor(share * 100)}%`, { width: 4, align: 'right' })
    const counted = work.total <= countedMax ? `${work.done}/${work.total}` : ''
    const { elapsed } = work.whole ?? work
    const time = [...(width === null ? [] : [durationText(elapsed, say)]), ...leftOf(work, say)]
    const needed = [percent, counted, time.join(', ')].filter((one) => one !== '').join(' · ')
    const text = [needed, work.part].filter((one) => one !== '').join(' · ')
    if (width === null) return `${work.label} ${text}`
    // The last column stays free: some terminals would begin a new line there.
    const room = width - 1
    const head = `  ${work.label} `
    // The bar gives way to the figures, and what is being done now to both.
    const bar = Math.min(barWidthMax, room - textWidth(head) - textWidth(needed) - 1)
    if (bar < barWidthMin) return cutText(`${head}${text}`, room)
    const rest = cutText(` ${text}`, room - textWidth(head) - bar)
    return `${head}${paint('accent', barOf(share, bar))}${rest}`
}

function leftOf({ done, total, elapsed, whole }: WorkNow, say: Say): readonly string[] {
    const share = whole?.share ?? (total <= 0 ? 1 : done / total)
    const since = whole?.elapsed ?? elapsed
    if (since < estimateAfter || share <= 0 || share >= 1) return []
    return [say('cli.progress.left', { time: durationText((since / share) * (1 - share), say) })]
}

function barOf(share: number, width: number): string {
    const full = Math.min(width, Math.max(0, Math.round(share * width)))
    return '━'.repeat(full) + '╌'.repeat(width - full)
}

/** The line that stays of a piece that is done: what came of it, and how long it took. */
export function doneLine(
    { label, detail, elapsed }: DoneWork,
    { say, paint, width }: LineLook,
): string {
    const time = durationText(elapsed, say)
    const more = [...(detail === '' ? [] : [detail]), time].join(' · ')
    const room = (width ?? Number.POSITIVE_INFINITY) - 2
    const shown = cutText(`${label} · ${more}`, Math.max(room, 0))
    const rest = paint('soft', shown.slice(label.length))
    return `${paint('up', '✓')} ${shown.slice(0, label.length)}${rest}`
}

/** A piece of work that is over; `detail` may be empty. */
export type DoneWork = {
    readonly label: string
    readonly detail: string
    readonly elapsed: number
}
