import { importOpening } from '#workbench/opening/import-opening.ts'
import { ladderOf } from './closing-summary.ts'
import type { ByFlag } from './policies-way.ts'
import type { Frame } from './run-command.ts'
import { withWorkbench } from './workbench-session.ts'

/** `tong opening import FILE.csv`: the tiers that another system left, before the first close. */
export async function importOpeningStates(
    frame: Frame,
    file: string,
    { by, ladder: asked }: ByFlag & { readonly ladder?: string },
): Promise<void> {
    await withWorkbench(frame, { access: 'write', by, ladders: [] }, async (workbench) => {
        const ladder = ladderOf(workbench.settings.ladders, asked)
        const { parties, arePartiesKnown } = await importOpening(workbench, { file, ladder })
        const { say } = frame
        frame.answer({
            json: { ladder, parties, arePartiesKnown },
            text: () => {
                const done = say('cli.opening.done', { ladder, count: parties })
                return arePartiesKnown ? done : `${done}\n${say('cli.opening.unknown_yet')}`
            },
        })
    })
}
