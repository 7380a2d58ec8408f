import type { Month } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import type { Cut, CutFile } from '#features/cut.ts'
import { cutsForCurrency, cutsInForce } from '#features/cuts-in-force.ts'
import { parseCuts } from '#features/parse-cuts.ts'
import type { RulesContext } from '../bank-context.ts'
import { loadRules } from '../policy-files.ts'

/** All versions of the cuts below the policy roots. Throws Refusal with every fault of each. */
export async function loadCuts(context: RulesContext): Promise<readonly CutFile[]> {
    const read = await loadRules(context, { head: 'cuts', parse: parseCuts })
    return read.map(({ rules }) => rules)
}

/** The cuts that a bank has for a month. */
export type CutsOfMonth = {
    /** The files in force, one a subject. */
    readonly files: readonly CutFile[]
    /** All of theirs that this bank can use, each id once. */
    readonly cuts: readonly Cut[]
}

/**
 * The cuts of a month. Refuses with `pipeline.cuts_missing` where there is no file of them at all,
 * and with `pipeline.cut_in_two_files` where two files have a cut of the same id.
 */
export async function cutsOfMonth(context: RulesContext, month: Month): Promise<CutsOfMonth> {
    const { baseCurrency } = context.settings
    const files = cutsInForce(await loadCuts(context), month)
    if (files.length === 0) refuse('pipeline.cuts_missing')
    const all = files.flatMap((file) => file.cuts)
    const ids = all.map(({ id }) => id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice !== undefined) refuse('pipeline.cut_in_two_files', { cut: twice })
    return { files, cuts: files.flatMap((file) => cutsForCurrency(file, baseCurrency)) }
}

/**
 * A cut by its id. Refuses with `pipeline.cut_other_currency` where it compares with amounts of a
 * currency that is not the bank's, and with `pipeline.cut_unknown` where there is none.
 */
export function findCut({ files, cuts }: CutsOfMonth, id: string): Cut {
    const found = cuts.find((cut) => cut.id === id)
    if (found !== undefined) return found
    const file = files.find((one) => one.cuts.some((cut) => cut.id === id))
    if (file !== undefined) {
        refuse('pipeline.cut_other_currency', { cut: id, currency: file.currency })
    }
    const names = cuts.map((cut) => cut.id)
    return refuse('pipeline.cut_unknown', { cut: id, suggestion: nearestName(id, names) ?? 'none' })
}
