import { refuse } from '#domain/result.ts'
import type { BankRunFlags } from './identity-bank.ts'
import type { IdentityRunFlags } from './identity-run.ts'
import type { Frame } from './run-command.ts'

/** What `tong identity run` is given, with files or in a bank. */
export type AnyRunFlags = Omit<IdentityRunFlags, 'input'> &
    BankRunFlags & { readonly input?: readonly string[] }

/** What only files have. */
const fileFlags = [
    ...(['policy', 'comparison', 'id', 'link', 'oneToOne', 'labels', 'pairs', 'clusters'] as const),
    ...(['page', 'threshold'] as const),
] as const
/** What only a bank has. */
const bankFlags = ['reason', 'by'] as const

/** `tong identity run`: of the files that are named, else of the bank's own records. */
export async function runIdentityAny(frame: Frame, flags: AnyRunFlags): Promise<void> {
    const { input, ...others } = flags
    const wrong = input === undefined ? fileFlags : bankFlags
    const found = wrong.find((name) => others[name] !== undefined)
    if (found !== undefined) {
        const flag = found === 'oneToOne' ? 'one-to-one' : found
        if (input === undefined) refuse('cli.flag_alone', { flag: `--${flag}`, needs: '--input' })
        refuse('cli.flags_together', { one: '--input', other: `--${flag}` })
    }
    if (input === undefined) {
        await (await import('./identity-bank.ts')).runBankIdentity(frame, others)
        return
    }
    await (await import('./identity-run.ts')).runIdentity(frame, { ...others, input })
}
