import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'

/** The flags that name a part of the bank, in the same words for every command that knows them. */
export function withScope(command: Command, say: Say): Command {
    return command
        .option('--branch <id>', say('cli.option.branch'))
        .option('--rm <id>', say('cli.option.rm'))
}

/**
 * The flags of a command that writes rows into a file: one that is there stays, unless it is said
 * to go. Files of rules that people write on (`draft`) are never replaced: they have `--out` alone.
 */
export function withOut(command: Command, say: Say, about: string): Command {
    return command.option('--out <file>', about).option('--force', say('cli.option.force'))
}
