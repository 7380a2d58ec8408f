import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { cutSource } from '#pipeline/export/cut-source.ts'
import { ledgerList, ledgerSource } from '#pipeline/export/ledger-source.ts'
import { listSource } from '#pipeline/export/list-source.ts'
import { tableSource } from '#pipeline/export/table-source.ts'
import { weakList, weakSource } from '#pipeline/export/weak-source.ts'
import { listKinds } from '#serving/read-list.ts'
import { ladderOf } from './closing-summary.ts'
import { type ExportFlags, exportRows } from './export.ts'
import { editionFlag, monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type ScopeFlags, scopeFlags } from './scope-flags.ts'

/** What `tong export table` is given beside the rest. */
export type MonthFlags = ExportFlags & { readonly month?: string; readonly ladder?: string }

/** What `tong export cut` is given beside the rest. */
export type CutFlags = MonthFlags & ScopeFlags

/** What `tong export list` is given beside the rest. */
export type ListFlags = CutFlags & { readonly edition?: string; readonly tier?: string }

/** `tong export table NAME`: a table that runs have stored. */
export async function exportTable(frame: Frame, name: string, flags: MonthFlags): Promise<void> {
    const month = monthFlag(flags.month)
    await exportRows(frame, flags, ({ context }, asked) => {
        const ladder = ladderOf(context.settings.ladders, flags.ladder)
        return tableSource(context, { ...asked, name, month, ladder })
    })
}

/** `tong export cut NAME`: the customers of a ready-made cut. */
export async function exportCut(frame: Frame, id: string, flags: CutFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const scope = scopeFlags(flags)
    await exportRows(frame, flags, ({ context }, asked) =>
        cutSource(context, { ...asked, id, month, scope }),
    )
}

const listNames: readonly string[] = [...listKinds, weakList, ledgerList]

/** `tong export list KIND`: a list of a close, whole, or what does not tie with the ledger. */
export async function exportList(frame: Frame, name: string, flags: ListFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const edition = editionFlag(flags.edition)
    const scope = scopeFlags(flags)
    const kind = listKinds.find((one) => one === name) ?? null
    if (!listNames.includes(name)) {
        const nearest = nearestName(name, listNames) ?? 'none'
        refuse('cli.export_list', { list: name, nearest, known: listNames.join(', ') })
    }
    if (kind === null) refuseOther(name, flags)
    const onParties = partyProgress(frame)
    await exportRows(frame, flags, ({ context }, asked) => {
        if (name === ledgerList) return ledgerSource(context, { ...asked, month })
        const ladder = ladderOf(context.settings.ladders, flags.ladder)
        const close = { ...asked, ladder, month, scope }
        if (kind === null) return weakSource(context, close)
        const tier = flags.tier ?? null
        return listSource(context, { ...close, kind, edition, tier, onParties })
    })
}

/** Flags that say nothing of a list that is none of a close's customers by tier. */
function refuseOther(list: string, flags: ListFlags): void {
    const foreign = list === ledgerList ? ledgerForeign : weakForeign
    const given = foreign.filter((flag) => flags[flag] !== undefined)
    if (given.length > 0) {
        refuse('cli.export_list_flags', { list, flags: given.map((one) => `--${one}`).join(' ') })
    }
}

const weakForeign = ['edition', 'tier'] as const
const ledgerForeign = [...weakForeign, 'ladder', 'branch', 'rm'] as const

function partyProgress({ progress, say }: Frame): (done: number, total: number) => void {
    let isBegun = false
    return (done, total) => {
        if (!isBegun) progress.begin({ label: say('cli.export.step.reading'), total })
        isBegun = true
        progress.advance(done)
    }
}
