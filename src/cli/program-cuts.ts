import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import { withScope } from './program-flags.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds the ready-made groups of customers: `tong cuts` and its verbs. */
export function addCuts(program: Command, say: Say, run: RunCommand): void {
    const cuts = program
        .command('cuts')
        .description(say('cli.cuts.about'))
        .helpCommand(false)
        .addHelpText('after', `\n${say('cli.cuts.help')}`)
    const verb = (name: 'list' | 'show'): Command => {
        const command = cuts.command(name).description(say(`cli.cuts.${name}.about`))
        return withScope(command.option('--month <month>', say('cli.scores.month')), say)
    }
    verb('list').action((options, command) =>
        run(command, async (frame) => (await import('./cuts.ts')).cutsList(frame, options)),
    )
    verb('show')
        .argument('<name>', say('cli.cuts.name'))
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((name, options, command) =>
            run(command, async (frame) =>
                (await import('./cuts.ts')).cutsShow(frame, name, options),
            ),
        )
}
