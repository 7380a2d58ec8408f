import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds the ready-made groups of customers: `tong cuts` and its verbs. */
export function addCuts(program: Command, say: Say, run: RunCommand): void {
    const cuts = program
        .command('cuts')
        .description(say('cli.cuts.about'))
        .helpCommand(false)
        .addHelpText('after', `\n${say('cli.cuts.help')}`)
    cuts.command('list')
        .description(say('cli.cuts.list.about'))
        .option('--month <month>', say('cli.scores.month'))
        .action((options, command) =>
            run(command, async (frame) => (await import('./cuts.ts')).cutsList(frame, options)),
        )
    cuts.command('show')
        .description(say('cli.cuts.show.about'))
        .argument('<name>', say('cli.cuts.name'))
        .option('--month <month>', say('cli.scores.month'))
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((name, options, command) =>
            run(command, async (frame) =>
                (await import('./cuts.ts')).cutsShow(frame, name, options),
            ),
        )
}
