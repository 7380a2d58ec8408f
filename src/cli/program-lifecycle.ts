import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds in which stage of life with the bank customers are: `tong lifecycle [PARTY]`. */
export function addLifecycle(program: Command, say: Say, run: RunCommand): void {
    program
        .command('lifecycle')
        .description(say('cli.lifecycle.about'))
        .argument('[party]', say('cli.lifecycle.party'))
        .option('--month <month>', say('cli.scores.month'))
        .addHelpText('after', `\n${say('cli.lifecycle.help')}`)
        .action((party, options, command) =>
            run(command, async (frame) => {
                const { lifecycle } = await import('./lifecycle.ts')
                await lifecycle(frame, party ?? null, options)
            }),
        )
}
