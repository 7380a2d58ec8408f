import { join } from 'node:path'
import type { Failure } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import { parseSurvivorship } from '#identity/survivorship/parse-survivorship.ts'
import { knownSources } from '#pipeline/load-survivorship.ts'
import { isHeaded } from '#pipeline/policy-files.ts'
import { shipped } from '#runtime/shipped.ts'
import type { PolicyFile } from '#workbench/policies/check-version.ts'
import type { Frame } from './run-command.ts'

/** A file of survivorship that was looked at; its name is null where there are failures. */
export type CheckedSurvivorship = {
    readonly file: string
    readonly policy: string | null
    readonly failures: readonly Failure[]
}

/** Whether a file says which record is shown of a customer. */
export function isSurvivorship({ text }: PolicyFile): boolean {
    return isHeaded(text, 'survivorship')
}

/** Every fault of a file, against the contracts that come with Tong and the bank's own. */
export async function checkSurvivorship(
    { config }: Frame,
    { file, text }: PolicyFile,
): Promise<CheckedSurvivorship> {
    const known = await knownSources([shipped.models, join(config.dataFolder, 'models')])
    const parsed = parseSurvivorship(text, { file, knownSources: known })
    if (!parsed.ok) return { file, policy: null, failures: parsed.failures }
    const { id, version } = parsed.value
    return { file, policy: `${id}@${version}`, failures: [] }
}

/** The same for `--json`. */
export function survivorshipJson({ file, policy }: CheckedSurvivorship): unknown {
    return policy === null ? { file, fits: false } : { file, fits: true, survivorship: policy }
}

/** What a file without faults is good for; of others nothing. */
export function survivorshipLines(
    checked: readonly CheckedSurvivorship[],
    say: Say,
): readonly string[] {
    return checked.flatMap(({ file, policy }) =>
        policy === null ? [] : [say('cli.policies.survivorship_fits', { file, policy })],
    )
}
