import { refuse } from '#domain/result.ts'
import type { BankRunFlags } from './identity-bank.ts'
import type { IdentityMoreFlags } from './identity-more.ts'
import { flagName } from './read-flags.ts'
import type { Frame } from './run-command.ts'

/** What `tong identity run` is given, with files or in a bank. */
export type AnyRunFlags = Omit<IdentityMoreFlags, 'base'> &
    BankRunFlags & { readonly base?: string }

/** What only files have. */
const fileFlags = [
    ...(['policy', 'comparison', 'id', 'link', 'oneToOne', 'labels', 'pairs', 'clusters'] as const),
    ...(['page', 'threshold', 'keep', 'removed'] as const),
] as const
/** What only a bank has. */
const bankFlags = ['whole', 'reason', 'by'] as const

/** `tong identity run`: of the files that are named, else of the bank's own records. */
export async function runIdentityAny(frame: Frame, flags: AnyRunFlags): Promise<void> {
    const { input, base, ...others } = flags
    const isOfFiles = input !== undefined || base !== undefined
    const wrong = isOfFiles ? bankFlags : fileFlags
    const found = wrong.find((name) => others[name] !== undefined)
    if (found !== undefined) {
        const flag = flagName(found)
        if (!isOfFiles) refuse('cli.flag_alone', { flag, needs: '--input' })
        const one = input === undefined ? '--base' : '--input'
        refuse('cli.flags_together', { one, other: flag })
    }
    if (base !== undefined) {
        await (await import('./identity-more.ts')).runMore(frame, { ...flags, base })
        return
    }
    if (others.removed !== undefined) {
        refuse('cli.flag_alone', { flag: '--removed', needs: '--base' })
    }
    if (input === undefined) {
        await (await import('./identity-bank.ts')).runBankIdentity(frame, others)
        return
    }
    await (await import('./identity-run.ts')).runIdentity(frame, { ...others, input })
}
