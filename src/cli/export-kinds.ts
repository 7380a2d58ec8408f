import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { cutSource } from '#pipeline/export/cut-source.ts'
import { listSource } from '#pipeline/export/list-source.ts'
import { tableSource } from '#pipeline/export/table-source.ts'
import { weakList, weakSource } from '#pipeline/export/weak-source.ts'
import { listKinds } from '#serving/read-list.ts'
import { ladderOf } from './closing-summary.ts'
import { type ExportFlags, exportRows } from './export.ts'
import { editionFlag, monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'

/** What `tong export table` and `tong export cut` are given beside the rest. */
export type MonthFlags = ExportFlags & { readonly month?: string; readonly ladder?: string }

/** What `tong export list` is given beside the rest. */
export type ListFlags = MonthFlags & { readonly edition?: string; readonly tier?: string }

/** `tong export table NAME`: a table that runs have stored. */
export async function exportTable(frame: Frame, name: string, flags: MonthFlags): Promise<void> {
    const month = monthFlag(flags.month)
    await exportRows(frame, flags, ({ context }, asked) => {
        const ladder = ladderOf(context.settings.ladders, flags.ladder)
        return tableSource(context, { ...asked, name, month, ladder })
    })
}

/** `tong export cut NAME`: the customers of a ready-made cut. */
export async function exportCut(frame: Frame, id: string, flags: MonthFlags): Promise<void> {
    const month = monthFlag(flags.month)
    await exportRows(frame, flags, ({ context }, asked) =>
        cutSource(context, { ...asked, id, month }),
    )
}

const listNames: readonly string[] = [...listKinds, weakList]

/** `tong export list KIND`: a list of a close, whole. */
export async function exportList(frame: Frame, name: string, flags: ListFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const edition = editionFlag(flags.edition)
    const kind = listKinds.find((one) => one === name) ?? null
    if (kind === null && name !== weakList) {
        const nearest = nearestName(name, listNames) ?? 'none'
        refuse('cli.export_list', { list: name, nearest, known: listNames.join(', ') })
    }
    if (kind === null && (edition !== null || flags.tier !== undefined)) {
        refuse('cli.export_list_flags', { list: name })
    }
    const { progress, say } = frame
    let isBegun = false
    const onParties = (done: number, total: number): void => {
        if (!isBegun) progress.begin({ label: say('cli.export.step.reading'), total })
        isBegun = true
        progress.advance(done)
    }
    await exportRows(frame, flags, ({ context }, asked) => {
        const ladder = ladderOf(context.settings.ladders, flags.ladder)
        const close = { ...asked, ladder, month }
        if (kind === null) return weakSource(context, close)
        const tier = flags.tier ?? null
        return listSource(context, { ...close, kind, edition, tier, onParties })
    })
}
