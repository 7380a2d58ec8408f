import type { Failure } from '#domain/result.ts'
import { Refusal, refuse } from '#domain/result.ts'
import { addOverrides } from '#workbench/overrides/add-overrides.ts'
import {
    approveOverrides,
    endOverride,
    refuseOverrides,
} from '#workbench/overrides/decide-overrides.ts'
import { readOverrideWish } from '#workbench/overrides/override-wish.ts'
import { readOverrideFile } from '#workbench/overrides/read-override-file.ts'
import { ladderOf } from './closing-summary.ts'
import type { ByFlag } from './policies-way.ts'
import { monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { withWorkbench } from './workbench-session.ts'

/** What `tong overrides add` is given. */
export type AddOverrideFlags = ByFlag & {
    readonly ladder?: string
    readonly tier: string
    readonly exactly?: boolean
    readonly lifts?: string
    readonly from: string
    readonly until: string
    readonly reason: string
}

const numberMax = 2_147_483_647

/** `tong overrides add PARTY`: asks for a tier against or beside the rules. */
export async function addOverride(
    frame: Frame,
    party: string,
    { by, ladder: asked, ...flags }: AddOverrideFlags,
): Promise<void> {
    const faults: Failure[] = []
    const { tier, from, until, reason, lifts = '' } = flags
    const mode = flags.exactly === true ? 'exactly' : 'at_least'
    const texts = { party, tier, mode, lifts, from, until, reason }
    const wish = readOverrideWish(texts, { placeOf: () => undefined, faults })
    if (wish === null) throw new Refusal(faults)
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        const ladder = ladderOf(workbench.settings.ladders, asked)
        const ids = await addOverrides(workbench, { ladder, wishes: [wish], faults: [] })
        answerRequested(frame, ids)
    })
}

/** `tong overrides import FILE.csv`: asks for all overrides of a file, or for none of them. */
export async function importOverrides(
    frame: Frame,
    file: string,
    { by, ladder: asked }: ByFlag & { readonly ladder?: string },
): Promise<void> {
    const { wishes, faults } = await readOverrideFile(file)
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        const ladder = ladderOf(workbench.settings.ladders, asked)
        answerRequested(frame, await addOverrides(workbench, { ladder, wishes, faults }))
    })
}

function answerRequested(frame: Frame, ids: readonly number[]): void {
    const { say, dataFlag } = frame
    frame.answer({
        json: { overrides: ids, status: 'requested' },
        text: () => {
            const count = ids.length
            const numbers = numbersText(ids)
            return [
                say('cli.overrides.requested', { count, numbers }),
                say('cli.overrides.next', { numbers: spanOf(ids), data: dataFlag }),
            ].join('\n')
        },
    })
}

/** `tong overrides approve ID…` and `refuse ID…`: the second person decides, on all or none. */
export async function decideOverrides(
    frame: Frame,
    numbers: readonly string[],
    { by, status }: ByFlag & { readonly status: 'approved' | 'refused' },
): Promise<void> {
    const ids = readNumbers(numbers)
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        const decide = status === 'approved' ? approveOverrides : refuseOverrides
        const decided = await decide(workbench, ids)
        const { name } = workbench.actor
        frame.answer({
            json: { overrides: decided, status, by: name },
            text: () => {
                const params = { count: decided.length, numbers: numbersText(decided), name }
                return frame.say(`cli.overrides.${status}`, params)
            },
        })
    })
}

/** `tong overrides end ID --last MONTH`: its last service month, or none at all. */
export async function endOverrideEarly(
    frame: Frame,
    number: string,
    { by, last: asked }: ByFlag & { readonly last: string },
): Promise<void> {
    const [id = 0] = readNumbers([number])
    const last = monthFlag(asked) ?? refuse('cli.month_wrong', { value: asked })
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        const result = await endOverride(workbench, { id, last })
        frame.answer({
            json: { override: id, result, last: asked },
            text: () => frame.say(`cli.overrides.${result}`, { number: String(id), month: asked }),
        })
    })
}

/** Numbers of requests, `7` or `7-12`, each once. */
export function readNumbers(texts: readonly string[]): readonly number[] {
    const flag = 'ID'
    const ids = texts.flatMap((text) => {
        const [first = '', last = first, ...more] = text.split('-')
        if (more.length > 0)
            refuse('cli.number_wrong', { flag, value: text, min: 1, max: numberMax })
        const from = numberFlag(first, { flag, min: 1, max: numberMax })
        const to = numberFlag(last, { flag, min: from, max: Math.min(numberMax, from + 99_999) })
        return Array.from({ length: to - from + 1 }, (_, index) => from + index)
    })
    return [...new Set(ids)]
}

/** `7` or `7–12`: the numbers of one request follow one another. */
function numbersText(ids: readonly number[]): string {
    return spanOf(ids).replace('-', '–')
}

function spanOf(ids: readonly number[]): string {
    const isRow = ids.every((id, index) => id === (ids[0] ?? 0) + index)
    if (ids.length > 1 && isRow) return `${ids[0]}-${ids.at(-1)}`
    return ids.join(isRow ? '' : ' ')
}
